namespace Figment.Data.Texts;

/// <summary>Training texts, and held-out texts to judge a model by.</summary>
public sealed class TextDataset : Dataset
{
    /// <summary>With at least this many texts, whole texts are held out; with fewer, the split may be within a text.</summary>
    internal const int FewestToHoldBackWhole = 20;

    private readonly TextStore store;
    private readonly TextStore? test;

    /// <summary>Takes ownership of texts, and holds out the last tenth if there are no texts to test on.</summary>
    /// <param name="name">A short name.</param>
    /// <param name="store">The texts to train on.</param>
    /// <param name="test">The texts to test on; null uses the last tenth of <paramref name="store"/>.</param>
    /// <param name="notes">What a user should know about how the texts were read.</param>
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

    /// <summary>
    /// The SHA-256 of all texts and their ends, including those held out as the last tenth, in lower-case hexadecimal.
    /// </summary>
    public override string Sha256 => store.Sha256;

    /// <inheritdoc/>
    public override TextDescription Description { get; }

    /// <summary>The training texts.</summary>
    public TextSet Texts { get; }

    /// <summary>The held-out texts: the last tenth, or the texts of a separate file or folder.</summary>
    public TextSet HeldOut { get; }

    /// <summary>Whether the held-out texts have their own file or folder, rather than being the last tenth.</summary>
    public bool HasTestPart => test is not null;

    /// <summary>All texts, including the last tenth.</summary>
    internal TextStore All => store;

    /// <summary>The separate texts to test on; null if the last tenth of <see cref="All"/> is held out.</summary>
    internal TextStore? Test => test;

    /// <summary>Creates a data set from texts in memory.</summary>
    /// <param name="name">A short name.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="heldOut">The texts to test with; null uses the last tenth of <paramref name="texts"/>.</param>
    /// <exception cref="FigmentException">The texts are empty.</exception>
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

    /// <summary>Splits at nine tenths of the bytes: between two texts if there are many, otherwise within one.</summary>
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
    /// A dialogue is not cut within a message: all of it is held out, or its last messages if it is the only text.
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
