namespace Figment.Data.Texts;

/// <summary>What a model has to know of texts.</summary>
/// <param name="texts">How many there are to learn from.</param>
/// <param name="bytes">How long they are together, in bytes of UTF-8.</param>
/// <param name="characters">How many characters (Unicode scalar values) that is.</param>
/// <param name="dialogues">How many of the texts are dialogues.</param>
public sealed class TextDescription(int texts, long bytes, long characters, int dialogues = 0) : DataDescription([])
{
    /// <inheritdoc/>
    public override string Items => "texts";

    /// <summary>How many there are to learn from.</summary>
    public int Texts { get; } = texts;

    /// <summary>How long they are together, in bytes of UTF-8.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>How many characters (Unicode scalar values) that is.</summary>
    public long Characters { get; } = characters;

    /// <summary>How many of the texts are dialogues. A model that learns some can be talked with.</summary>
    public int Dialogues { get; } = dialogues;

    /// <summary>The description, where data is texts.</summary>
    /// <exception cref="FigmentException">It is of another kind.</exception>
    internal static TextDescription Of(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data as TextDescription ?? throw new FigmentException($"The model learns texts, but the data holds {data.Items}.");
    }
}
