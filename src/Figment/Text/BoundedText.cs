using System.Text;

namespace Figment;

/// <summary>Reads text from untrusted sources, up to a maximum length.</summary>
internal static class BoundedText
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">The greatest length in bytes.</param>
    /// <exception cref="FileFormatException">The file is longer.</exception>
    internal static string ReadFile(string path, int mostBytes)
    {
        using FileStream stream = SharedFile.OpenRead(path);
        if (stream.Length > mostBytes)
            throw new FileFormatException(
                $"{path} has {stream.Length:N0} bytes, but a file of this kind may have at most {mostBytes:N0}. It is damaged, "
                    + $"or is a different file."
            );
        byte[] bytes = new byte[stream.Length];
        return new UTF8Encoding(false)
            .GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false))
            .TrimStart('\uFEFF');
    }

    /// <summary>Reads a line; null at the end of the text.</summary>
    /// <param name="reader">The reader of the text.</param>
    /// <param name="mostCharacters">The greatest length in characters.</param>
    /// <param name="name">The name of the text in errors.</param>
    /// <exception cref="FileFormatException">The line is longer.</exception>
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
