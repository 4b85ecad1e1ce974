namespace Figment.Formats;

/// <summary>The size of one dimension of an input or output: a number, or a name if any size is allowed.</summary>
internal readonly record struct OnnxSize(long? Number, string Name)
{
    public static implicit operator OnnxSize(long number) => new(number, "");

    public static implicit operator OnnxSize(string name) => new(null, name);
}
