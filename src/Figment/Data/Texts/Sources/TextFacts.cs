using Figment.Data.Folders;

namespace Figment.Data.Texts;

/// <summary>Collects facts that a user should know about texts as they are read, and reports them.</summary>
internal sealed class TextFacts
{
    private readonly SortedDictionary<string, Some> encodings = new(StringComparer.Ordinal);
    private readonly Some windows = new(),
        empty = new(),
        cut = new();

    /// <summary>The encodings other than UTF-8, with the number of files in each.</summary>
    internal IEnumerable<(string Encoding, int Files)> Encodings => encodings.Select(each => (each.Key, each.Value.Count));

    /// <summary>Adds a file in an encoding other than UTF-8.</summary>
    internal void AddEncoding(string encoding, string file)
    {
        if (!encodings.TryGetValue(encoding, out Some? some))
            encodings[encoding] = some = new Some();
        some.Add(file);
    }

    /// <summary>Adds a file with the line ends of Windows.</summary>
    internal void AddWindows(string file) => windows.Add(file);

    /// <summary>Adds an empty text.</summary>
    internal void AddEmpty(string place) => empty.Add(place);

    /// <summary>Adds a file with texts that were cut.</summary>
    internal void AddCut(string file) => cut.Add(file);

    /// <summary>The sentences about the texts.</summary>
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

    /// <summary>The number of files, and the names of the first ones.</summary>
    private sealed class Some
    {
        private const int Kept = 4; // one more than are shown, to indicate that there are more
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
