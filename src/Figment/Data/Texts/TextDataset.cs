namespace Figment.Data.Texts;

/// <summary>Texts to learn from, and others that are held back to judge by.</summary>
public sealed class TextDataset : Dataset
{
    /// <summary>With so many texts or more, whole texts are held back; with fewer, the end of the last ones is.</summary>
    internal const int FewestToHoldBackWhole = 20;

    private readonly TextStore store;
    private readonly TextStore? test;

    /// <summary>Takes texts over, and holds the last tenth back where there are none to judge by.</summary>
    /// <param name="name">A short name.</param>
    /// <param name="store">Texts to learn from.</param>
    /// <param name="test">Texts to judge by; null takes the last tenth of <paramref name="store"/>.</param>
    /// <param name="notes">What a user should know of how they were read.</param>
    internal TextDataset(string name, TextStore store, TextStore? test, IReadOnlyList<Text> notes)
    {
        (Name, this.store, this.test, Notes) = (name, store, test, notes);
        long[] bounds = [0, .. store.Ends];
        (long[] training, long[] heldOut) = test is null ? Split(store, bounds) : (bounds, [0, .. test.Ends]);
        Texts = new TextSet(store, training);
        HeldOut = new TextSet(test ?? store, heldOut);
        Description = new TextDescription(Texts.Count, Texts.Bytes, Texts.Characters, Texts.Dialogues);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Count => Texts.Count;

    /// <summary>SHA-256 over all texts and their ends, those that are held back among them, lower-case hexadecimal.</summary>
    public override string Sha256 => store.Sha256;

    /// <inheritdoc/>
    public override TextDescription Description { get; }

    /// <summary>What is learned from.</summary>
    public TextSet Texts { get; }

    /// <summary>What is held back: the last tenth, or the texts of a file or folder of its own.</summary>
    public TextSet HeldOut { get; }

    /// <summary>Whether what is held back came by itself, rather than as the last tenth.</summary>
    public bool HasTestPart => test is not null;

    /// <summary>All texts, those that the last tenth is of among them.</summary>
    internal TextStore All => store;

    /// <summary>Texts that came to judge by; null where the last tenth of <see cref="All"/> is held back.</summary>
    internal TextStore? Test => test;

    /// <summary>Makes a data set of texts in memory.</summary>
    /// <param name="name">A short name.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="heldOut">Those to judge by; null takes the last tenth of <paramref name="texts"/>.</param>
    /// <exception cref="FigmentException">There is nothing in them.</exception>
    public static TextDataset Of(string name, IEnumerable<string> texts, IEnumerable<string>? heldOut = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        TextStore store = Store(name, texts);
        return new TextDataset(name, store, heldOut is null ? null : Store(name, heldOut), []);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        store.Dispose();
        test?.Dispose();
    }

    private static TextStore Store(string name, IEnumerable<string> texts)
    {
        using TextBuilder builder = new();
        foreach (string text in texts)
        {
            builder.Append(System.Text.Encoding.UTF8.GetBytes(text));
            builder.EndText();
        }

        return builder.Build(name);
    }

    /// <summary>Splits at nine tenths of the bytes: between two texts where there are many, within one elsewhere.</summary>
    private static (long[] Training, long[] HeldOut) Split(TextStore store, long[] bounds)
    {
        long length = bounds[^1];
        int count = bounds.Length - 1;
        if (length < 2)
            throw new FigmentException("A text of one byte is too short to train and judge a model. Name a longer one.");
        if (count >= FewestToHoldBackWhole)
        {
            int first = Math.Clamp(Array.FindIndex(bounds, end => end >= length * 9 / 10), 1, count - 1);
            return (bounds[..(first + 1)], bounds[first..]);
        }

        long cut = MessageStart(store, bounds, CharacterStart(store, Math.Clamp(length * 9 / 10, 1, length - 1)));
        return ([.. bounds.Where(bound => bound < cut), cut], [cut, .. bounds.Where(bound => bound > cut)]);
    }

    /// <summary>
    /// A dialogue is not cut within a message: all of it is held back, or its last messages where it is the only text.
    /// </summary>
    private static long MessageStart(TextStore store, long[] bounds, long cut)
    {
        int text = Array.FindLastIndex(bounds, bound => bound < cut);
        if (!Dialogue.Is(store.Slice(bounds[text], 1)))
            return cut;
        if (text > 0)
            return bounds[text];
        int message = store.Slice(0, (int)cut).LastIndexOf(Dialogue.Begin);
        return message > 0 ? message : cut;
    }

    private static long CharacterStart(TextStore store, long at)
    {
        const int Around = 8;
        long from = Math.Max(0, at - Around);
        ReadOnlySpan<byte> near = store.Slice(from, (int)(Math.Min(store.Length, at + Around) - from));
        return Math.Max(1, from + TextBuilder.CharacterStart(near, (int)(at - from)));
    }
}
