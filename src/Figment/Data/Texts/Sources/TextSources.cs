namespace Figment.Data.Texts;

/// <summary>The texts that are known by name, and the way to those of one's own.</summary>
public static class TextSources
{
    private delegate TextDataset Opener(IProgress<DataProgress>? progress, CancellationToken cancellationToken);

    private static readonly Dictionary<string, Opener> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["poems"] = (_, cancellationToken) => PackagedTexts.Open("poems", cancellationToken),
        ["verse"] = (_, cancellationToken) => PackagedTexts.Open("verse", cancellationToken),
        ["tinyshakespeare"] = (progress, cancellationToken) => new TinyShakespeare().Open(progress, cancellationToken),
    };

    /// <summary>The words that name texts on the command line.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Keys];

    /// <summary>
    /// Opens texts by what a user may write. What is learned from and what is held out are in it together: texts that a folder
    /// <c>test</c> or a file <c>NAME-test.txt</c> beside <c>NAME.txt</c> holds out, or else the last tenth.
    /// </summary>
    /// <param name="nameOrPath">
    /// One of <see cref="Names"/>; a file (<c>.txt</c>, <c>.md</c> and <c>.text</c> hold one text, each line of <c>.jsonl</c> and
    /// <c>.ndjson</c> a JSON object with a text in its field <c>text</c> or a dialogue in <c>messages</c>), gzipped or not; a
    /// folder or ZIP archive of such files; a packed file (<see cref="TextPack"/>), which is read from disk as it is needed.
    /// </param>
    /// <param name="progress">Hears of a download and of the bytes read.</param>
    /// <param name="cancellationToken">Ends it; a download goes on from there the next time.</param>
    /// <exception cref="FigmentException">There is no such name or file, or it is no text in UTF-8, UTF-16 or UTF-32.</exception>
    public static TextDataset Open(
        string nameOrPath,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        if (!MeansName(nameOrPath))
            return OpenPath(nameOrPath, progress, cancellationToken);
        TextDataset data = OpenName(nameOrPath, progress, cancellationToken);
        if (Path.Exists(nameOrPath))
            data.Notes =
            [
                WordTable.Template("note.source.dataSet").Fill(("name", data.Name), ("path", nameOrPath)),
                .. data.Notes,
            ];
        return data;
    }

    /// <summary>Whether what a user wrote is texts. Nothing is read but names and first bytes.</summary>
    /// <param name="nameOrPath">A name, or a path.</param>
    public static bool Takes(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        return MeansName(nameOrPath) || TextPlaces.IsOfTexts(nameOrPath);
    }

    /// <summary>Opens texts that are known by name, whatever lies in the current folder.</summary>
    internal static TextDataset OpenName(string name, IProgress<DataProgress>? progress, CancellationToken cancellationToken) =>
        Known[name](progress, cancellationToken);

    /// <summary>Opens texts by their path.</summary>
    internal static TextDataset OpenPath(string path, IProgress<DataProgress>? progress, CancellationToken cancellationToken) =>
        TextPack.IsPack(path) ? TextPackFile.Open(path) : TextAssembly.Read(path, progress, cancellationToken);

    /// <summary>Whether a word is the name of texts.</summary>
    internal static bool IsName(string word) => Known.ContainsKey(word);

    /// <summary>
    /// Whether a word means texts that are known by name: in small letters always; written otherwise where nothing of that name
    /// lies here.
    /// </summary>
    internal static bool MeansName(string word) =>
        IsName(word) && (Known.Keys.Contains(word, StringComparer.Ordinal) || !Path.Exists(word));
}
