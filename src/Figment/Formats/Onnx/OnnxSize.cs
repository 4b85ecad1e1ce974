namespace Figment.Formats;

/// <summary>One size of an input or output: a number, or a name if it may be any size.</summary>
internal readonly record struct OnnxSize(long? Number, string Name)
{
    public static implicit operator OnnxSize(long number) => new(number, "");

    public static implicit operator OnnxSize(string name) => new(null, name);
}
