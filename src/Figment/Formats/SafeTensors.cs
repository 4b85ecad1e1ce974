using static TorchSharp.torch;

namespace Figment.Formats;

/// <summary>The content of a safetensors file: named tensors on the CPU, and text metadata.</summary>
internal sealed class SafeTensors(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    : IDisposable
{
    /// <summary>The tensors by name; this object owns them.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; } = tensors;

    /// <summary>The file's <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = metadata;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in Tensors.Values)
            tensor.Dispose();
    }
}
