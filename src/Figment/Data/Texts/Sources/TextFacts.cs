using Figment.Data.Folders;

namespace Figment.Data.Texts;

/// <summary>Gathers what a user should know of texts as they are read, and says it.</summary>
internal sealed class TextFacts
{
    private readonly SortedDictionary<string, Some> encodings = new(StringComparer.Ordinal);
    private readonly Some windows = new(),
        empty = new(),
        cut = new();

    /// <summary>How files are encoded that are no UTF-8, and how many are.</summary>
    internal IEnumerable<(string Encoding, int Files)> Encodings => encodings.Select(each => (each.Key, each.Value.Count));

    /// <summary>A file in another encoding than UTF-8.</summary>
    internal void AddEncoding(string encoding, string file)
    {
        if (!encodings.TryGetValue(encoding, out Some? some))
            encodings[encoding] = some = new Some();
        some.Add(file);
    }

    /// <summary>A file with line ends of Windows.</summary>
    internal void AddWindows(string file) => windows.Add(file);

    /// <summary>A text with nothing in it.</summary>
    internal void AddEmpty(string place) => empty.Add(place);

    /// <summary>A file with texts that were cut.</summary>
    internal void AddCut(string file) => cut.Add(file);

    /// <summary>What there is to say.</summary>
    internal IEnumerable<Text> Notes()
    {
        foreach ((string encoding, Some files) in encodings)
            yield return WordTable.Counted("note.texts.encoding", files.Count, ("encoding", encoding), ("some", files.Names));
        if (windows.Count > 0)
            yield return WordTable.Counted("note.texts.lineEnds", windows.Count, ("some", windows.Names));
        if (empty.Count > 0)
            yield return WordTable.Counted("note.texts.empty", empty.Count, ("some", empty.Names));
        if (cut.Count > 0)
            yield return WordTable.Counted(
                "note.texts.cut",
                cut.Count,
                ("most", $"{TextBuilder.MostOfText >> 20}"),
                ("some", cut.Names)
            );
    }

    /// <summary>How many there are, and the first of them.</summary>
    private sealed class Some
    {
        private const int Kept = 4; // one more than are shown, so that it is seen that there are more
        private readonly List<string> first = [];

        public int Count { get; private set; }

        public string Names => FolderListing.Some(first);

        public void Add(string name)
        {
            Count++;
            if (first.Count < Kept)
                first.Add(name);
        }
    }
}
