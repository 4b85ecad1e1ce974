namespace Figment.Data.Texts;

/// <summary>What a model has to know about texts.</summary>
/// <param name="texts">The number of training texts.</param>
/// <param name="bytes">Their total length in bytes of UTF-8.</param>
/// <param name="characters">Their total length in characters (Unicode scalar values).</param>
/// <param name="dialogues">The number of dialogues among the texts.</param>
public sealed class TextDescription(int texts, long bytes, long characters, int dialogues = 0) : DataDescription([])
{
    /// <inheritdoc/>
    public override string Items => "texts";

    /// <summary>The number of training texts.</summary>
    public int Texts { get; } = texts;

    /// <summary>Their total length in bytes of UTF-8.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Their total length in characters (Unicode scalar values).</summary>
    public long Characters { get; } = characters;

    /// <summary>The number of dialogues among the texts. A model that learns dialogues can be used for chatting.</summary>
    public int Dialogues { get; } = dialogues;

    /// <summary>Casts a description to one of texts.</summary>
    /// <exception cref="FigmentException">The description is of another kind of data.</exception>
    internal static TextDescription Of(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data as TextDescription
            ?? throw new FigmentException($"The model learns from texts, but the data holds {OptionSentence.Word(data.Items)}.");
    }
}
