namespace Figment.Formats;

/// <summary>How a GGUF file keeps the weights of a model.</summary>
public enum GgufType
{
    /// <summary>32 bits for each number: exact.</summary>
    F32 = 0,

    /// <summary>16 bits for each number: half as large.</summary>
    F16 = 1,

    /// <summary>8 bits for each number, and a scale for every 32 of them: about a quarter as large.</summary>
    Q8 = 8,
}
