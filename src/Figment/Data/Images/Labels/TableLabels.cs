using System.Text;
using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>Labels as a table: separated by commas, semicolons or tabs, its first row the names of columns (RFC 4180).</summary>
internal static class TableLabels
{
    private const string Separators = ",;\t|";

    /// <summary>Reads a table.</summary>
    /// <returns>Null where its columns are others.</returns>
    /// <exception cref="FileFormatException">It is damaged.</exception>
    internal static LabelsFile? Of(string path, byte[] content)
    {
        string text = Text(content);
        string first = text.Split('\n', 2)[0];
        char separator = Separators.MaxBy(c => first.Count(each => each == c));
        List<(string Name, string? Label)> entries = [];
        (int File, int Label)? columns = null;
        string[] header = [];
        int width = 0;
        foreach ((int line, List<string> row) in Rows(text, separator))
        {
            if (row is [""]) continue;
            if (columns is null)
            {
                header = [.. row.Select(LabelColumns.Plain)];
                columns = Columns(header);
                if (columns is null) return null;
                width = row.Count;
                continue;
            }

            if (entries.Count == 0 && LabelColumns.File(header, i => i < row.Count ? row[i].Trim() : null) is >= 0 and int file)
                columns = columns.Value with { File = file };

            if (row.Count <= Math.Max(columns.Value.File, columns.Value.Label))
                throw new FileFormatException($"line {line} has {row.Count} fields, and the first line {width}");
            string name = row[columns.Value.File].Trim(), label = row[columns.Value.Label].Trim();
            if (name.Length > 0) entries.Add((name, label.Length == 0 ? null : label));
        }

        if (columns is null) return null;
        bool isGuessed = !LabelColumns.Labels.Contains(header[columns.Value.Label]);
        if (isGuessed && entries.Count > 1 && entries.Select(entry => entry.Label).Distinct().Count() == entries.Count) return null; // a text of its own for each
        return new LabelsFile(path, entries, HasLabels: true);
    }

    /// <summary>The columns of files and of labels; of two, the other one holds the labels, unless it is known for something else.</summary>
    private static (int File, int Label)? Columns(string[] names)
    {
        int label = LabelColumns.First(LabelColumns.Labels, names), file = LabelColumns.First(LabelColumns.Files, names);
        if (file >= 0 && label < 0 && names.Length == 2 && !LabelColumns.Others.Contains(names[1 - file])) label = 1 - file;
        if (label >= 0 && file < 0 && names.Length == 2) file = 1 - label;
        return file < 0 || label < 0 ? null : (file, label);
    }

    private static IEnumerable<(int Line, List<string> Row)> Rows(string text, char separator)
    {
        List<string> row = [];
        StringBuilder field = new();
        int line = 1, start = 1, quoted = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted > 0)
            {
                if (c == '\n') line++;
                if (c != '"') field.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') field.Append(text[i++]);
                else quoted = 0;
            }
            else if (c == '"' && field.Length == 0)
            {
                quoted = line;
            }
            else if (c == separator || c == '\n')
            {
                row.Add(field.ToString());
                field.Clear();
                if (c == separator) continue;
                yield return (start, row);
                row = [];
                start = ++line;
            }
            else
            {
                field.Append(c);
            }
        }

        if (quoted > 0) throw new FileFormatException($"a quotation mark in line {quoted} is never closed");
        row.Add(field.ToString());
        yield return (start, row);
    }

    /// <summary>As UTF-8 or UTF-16 where it says so or reads so, else as what it looks like: spreadsheets write the system's code page.</summary>
    private static string Text(byte[] content)
    {
        if (content.AsSpan().Contains((byte)0) && content is not ([0xff, 0xfe, ..] or [0xfe, 0xff, ..])) throw new FileFormatException("it is no text");
        using MemoryStream stream = new(content);
        using StreamReader reader = new(stream, NameGuess.OfStart(content).Encoding, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
