using static TorchSharp.torch;

namespace Figment.Formats;

/// <summary>A tensor in an <see cref="OnnxGraph"/>: an input, a constant, or the output of a node.</summary>
public sealed class OnnxValue
{
    internal OnnxValue(string name, ScalarType type) => (Name, Type) = (name, type);

    /// <summary>The name in the file.</summary>
    internal string Name { get; }

    /// <summary>The type: float32, float16 or int64; bool for the condition of a loop.</summary>
    internal ScalarType Type { get; }
}
