using static TorchSharp.torch;

namespace Figment.Formats;

/// <summary>A tensor that flows through an <see cref="OnnxGraph"/>: an input, a constant, or what a node gives.</summary>
public sealed class OnnxValue
{
    internal OnnxValue(string name, ScalarType type) => (Name, Type) = (name, type);

    /// <summary>Its name in the file.</summary>
    internal string Name { get; }

    /// <summary>float32, float16 or int64; of what says whether a loop goes on, bool.</summary>
    internal ScalarType Type { get; }
}
