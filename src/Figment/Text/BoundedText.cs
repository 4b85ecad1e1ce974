using System.Text;

namespace Figment;

/// <summary>Reads text that may come from anybody: never more of it than was agreed.</summary>
internal static class BoundedText
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">How long it may be.</param>
    /// <exception cref="FileFormatException">It is longer.</exception>
    internal static string ReadFile(string path, int mostBytes)
    {
        using FileStream stream = SharedFile.OpenRead(path);
        if (stream.Length > mostBytes)
            throw new FileFormatException(
                $"{path} has {stream.Length:N0} bytes, more than the {mostBytes:N0} that a file of its kind can need. It "
                    + $"is damaged, "
                    + $"or is a different file."
            );
        byte[] bytes = new byte[stream.Length];
        return new UTF8Encoding(false)
            .GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false))
            .TrimStart('\uFEFF');
    }

    /// <summary>Reads a line; null at the end of the text.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="mostCharacters">How long it may be.</param>
    /// <param name="name">What to call the text in errors.</param>
    /// <exception cref="FileFormatException">It is longer.</exception>
    internal static string? ReadLine(TextReader reader, int mostCharacters, string name)
    {
        StringBuilder line = new();
        for (int character = reader.Read(); ; character = reader.Read())
        {
            if (character < 0)
                return line.Length > 0 ? line.ToString() : null;
            if (character == '\n')
                return line.ToString();
            if (line.Length == mostCharacters)
                throw new FileFormatException(
                    $"{name} has a line of more than {mostCharacters:N0} characters. It is damaged, or is a different file."
                );
            line.Append((char)character);
        }
    }
}
