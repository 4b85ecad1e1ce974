using System.Text;
using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>
/// Reads labels from a table separated by commas, semicolons or tabs, whose first row names the columns (RFC 4180).
/// </summary>
internal static class TableLabels
{
    private const string Separators = ",;\t|";

    /// <summary>Reads a table.</summary>
    /// <param name="items">The kind of items that the file may name.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="content">The content of the file.</param>
    /// <param name="choice">The choice of label columns; a table without possible label columns is not read to its end.</param>
    /// <returns>The table; null if no column names items, or there is no other column.</returns>
    /// <exception cref="FileFormatException">The file is damaged.</exception>
    internal static LabelGrid? Of(ItemFiles items, string path, byte[] content, LabelChoice choice)
    {
        string text = Text(content);
        string first = text.Split('\n', 2)[0];
        char separator = Separators.MaxBy(c => first.Count(each => each == c));
        List<LabelRow> rows = [];
        string[] written = [],
            header = [];
        int file = -1,
            label = -1;
        foreach ((int line, List<string> row) in Rows(text, separator))
        {
            if (row is [""])
                continue;
            if (written.Length == 0)
            {
                (written, header) = ([.. row], [.. row.Select(LabelColumns.Plain)]);
                (file, label) = Columns(header);
                if (file < 0 || (label < 0 && !LabelPick.MayGuess(path, written, choice)))
                    return null;
                continue;
            }

            if (
                rows.Count == 0
                && LabelColumns.File(items, header, i => i < row.Count ? row[i].Trim() : null) is >= 0 and int found
            )
                file = found;
            if (row.Count <= Math.Max(file, label))
                throw new FileFormatException($"line {line} has {row.Count} fields, but the first line has {written.Length}");
            (int, string)[] values =
            [
                .. row.Take(written.Length)
                    .Index()
                    .Where(field => !string.IsNullOrWhiteSpace(field.Item))
                    .Select(field => (field.Index, field.Item.Trim())),
            ];
            LabelRow one = new(row[file].Trim(), null, values);
            if (one.Name.Length > 0)
                rows.Add(label < 0 ? one : one with { Label = one.In(label) });
        }

        if (written.Length == 0)
            return null;
        bool isGuessed = label >= 0 && !LabelColumns.Labels.Contains(header[label]);
        if (isGuessed && rows.Count > 1 && rows.Select(row => row.Label).Distinct().Count() == rows.Count)
            return null; // each item has its own text, so these are not labels
        return new LabelGrid(items, path, written, file, label, rows);
    }

    /// <summary>
    /// Finds the columns of files and of labels; −1 if there is none. If there are only two columns, the one that does not name
    /// files holds the labels, unless its name says otherwise.
    /// </summary>
    private static (int File, int Label) Columns(string[] names)
    {
        int label = LabelColumns.First(LabelColumns.Labels, names),
            file = LabelColumns.First(LabelColumns.Files, names);
        if (
            file >= 0
            && label < 0
            && names.Length == 2
            && !LabelColumns.Never.Contains(names[1 - file])
            && !LabelColumns.Measures.Contains(names[1 - file])
        )
            label = 1 - file;
        if (label >= 0 && file < 0 && names.Length == 2)
            file = 1 - label;
        return (file, label);
    }

    private static IEnumerable<(int Line, List<string> Row)> Rows(string text, char separator)
    {
        List<string> row = [];
        StringBuilder field = new();
        int line = 1,
            start = 1,
            quoted = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted > 0)
            {
                if (c == '\n')
                    line++;
                if (c != '"')
                    field.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"')
                    field.Append(text[i++]);
                else
                    quoted = 0;
            }
            else if (c == '"' && field.Length == 0)
            {
                quoted = line;
            }
            else if (c == separator || c == '\n')
            {
                row.Add(field.ToString());
                field.Clear();
                if (c == separator)
                    continue;
                yield return (start, row);
                row = [];
                start = ++line;
            }
            else
            {
                field.Append(c);
            }
        }

        if (quoted > 0)
            throw new FileFormatException($"a quotation mark in line {quoted} is never closed");
        row.Add(field.ToString());
        yield return (start, row);
    }

    /// <summary>
    /// Decodes the text as UTF-8 or UTF-16 if it is marked or valid as such, and otherwise in a guessed encoding, since
    /// spreadsheets write in the system's code page.
    /// </summary>
    private static string Text(byte[] content)
    {
        if (content.AsSpan().Contains((byte)0) && content is not ([0xff, 0xfe, ..] or [0xfe, 0xff, ..]))
            throw new FileFormatException("it is not text");
        using MemoryStream stream = new(content);
        using StreamReader reader = new(stream, NameGuess.OfStart(content).Encoding, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
