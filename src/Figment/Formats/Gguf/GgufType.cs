namespace Figment.Formats;

/// <summary>The number format of the weights in a GGUF file.</summary>
public enum GgufType
{
    /// <summary>32 bits for each number: exact.</summary>
    F32 = 0,

    /// <summary>16 bits for each number: half the size.</summary>
    F16 = 1,

    /// <summary>8 bits for each number, and a scale for every 32 numbers: about a quarter of the size.</summary>
    Q8 = 8,
}
