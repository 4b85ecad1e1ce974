namespace Figment.Data.Texts;

/// <summary>Opens texts by name, and the user's own texts from files.</summary>
public static class TextSources
{
    private delegate TextDataset Opener(IProgress<DataProgress>? progress, CancellationToken cancellationToken);

    private static readonly Dictionary<string, Opener> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["poems"] = (_, cancellationToken) => PackagedTexts.Open("poems", cancellationToken),
        ["verse"] = (_, cancellationToken) => PackagedTexts.Open("verse", cancellationToken),
        ["tinyshakespeare"] = (progress, cancellationToken) => new TinyShakespeare().Open(progress, cancellationToken),
    };

    /// <summary>The names by which texts can be opened.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Keys];

    /// <summary>
    /// Opens texts by a name or a path. The result holds both the training texts and the held-out texts. The held-out texts come
    /// from a folder <c>test</c> or from a file <c>NAME-test.txt</c> beside <c>NAME.txt</c>; otherwise, they are the last tenth.
    /// </summary>
    /// <param name="nameOrPath">
    /// One of <see cref="Names"/>; a file, gzipped or not (<c>.txt</c>, <c>.md</c> and <c>.text</c> hold one text; each line of
    /// <c>.jsonl</c> and <c>.ndjson</c> is a JSON object with a text in its field <c>text</c> or a dialogue in <c>messages</c>);
    /// a folder or ZIP archive of such files; or a packed file (<see cref="TextPack"/>), which is read from disk on demand.
    /// </param>
    /// <param name="progress">Receives the progress of a download and of reading.</param>
    /// <param name="cancellationToken">Cancels the call; the next call resumes an interrupted download.</param>
    /// <exception cref="FigmentException">
    /// There is no such name or file, or it is not text in UTF-8, UTF-16 or UTF-32.
    /// </exception>
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

    /// <summary>Whether an argument means texts. The method reads only file names and the first bytes of files.</summary>
    /// <param name="nameOrPath">A name or a path.</param>
    public static bool Takes(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        return MeansName(nameOrPath) || TextPlaces.IsOfTexts(nameOrPath);
    }

    /// <summary>Opens texts by their name, whatever the current folder contains.</summary>
    internal static TextDataset OpenName(string name, IProgress<DataProgress>? progress, CancellationToken cancellationToken) =>
        Known[name](progress, cancellationToken);

    /// <summary>Opens texts by their path.</summary>
    internal static TextDataset OpenPath(string path, IProgress<DataProgress>? progress, CancellationToken cancellationToken) =>
        TextPack.IsPack(path) ? TextPackFile.Open(path) : TextAssembly.Read(path, progress, cancellationToken);

    /// <summary>Whether a word is the name of texts.</summary>
    internal static bool IsName(string word) => Known.ContainsKey(word);

    /// <summary>
    /// Whether a word means named texts. A lower-case name always does; other spellings do only if no file or folder here has
    /// that name.
    /// </summary>
    internal static bool MeansName(string word) =>
        IsName(word) && (Known.Keys.Contains(word, StringComparer.Ordinal) || !Path.Exists(word));
}
