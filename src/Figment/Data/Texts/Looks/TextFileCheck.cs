namespace Figment.Data.Texts;

/// <summary>The readability of the files in a folder or archive.</summary>
/// <param name="Files">The number of files, including those held out.</param>
/// <param name="Broken">The files that cannot be read, with the reason.</param>
/// <param name="Encodings">The number of files in encodings other than UTF-8, by encoding.</param>
internal sealed record TextFileCheck(
    int Files,
    IReadOnlyList<OptionSentence> Broken,
    IReadOnlyList<(string Encoding, int Files)> Encodings
)
{
    /// <summary>Reads every file.</summary>
    /// <param name="path">A file, a folder or an archive.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="FigmentException">There are no texts.</exception>
    internal static TextFileCheck Of(string path, CancellationToken cancellationToken)
    {
        using TextFiles files = TextFiles.Of(path, cancellationToken);
        TextFacts facts = new();
        TextReading reading = new(new Nowhere(), facts);
        string[] all = [.. files.Training, .. files.HeldOut];
        List<OptionSentence> broken = [];
        foreach (string file in all)
        {
            try
            {
                files.Read(file, reading, files.Most, cancellationToken);
            }
            catch (FigmentException e)
            {
                broken.Add(e.Sentence);
            }
        }

        return new TextFileCheck(all.Length, broken, [.. facts.Encodings]);
    }

    private sealed class Nowhere : ITextSink
    {
        public void Append(ReadOnlySpan<byte> bytes) { }

        public void EndText() { }
    }
}
