using Figment.Data.Folders;

namespace Figment.Data.Texts;

/// <summary>Explains why a file is not UTF-8, and how to fix it.</summary>
internal static class EncodingFault
{
    private const int Certain = 24; // in any other encoding, this many bytes would not form valid multi-byte characters by chance

    /// <summary>Creates the exception.</summary>
    /// <param name="at">The position of the first invalid byte.</param>
    /// <param name="line">The line of this byte, counted from 1.</param>
    /// <param name="rest">The bytes from there on, enough to guess the encoding.</param>
    /// <param name="right">The number of earlier bytes that belong to multi-byte characters.</param>
    internal static FileFormatException Of(long at, long line, ReadOnlySpan<byte> rest, long right)
    {
        OptionSentence where = $"byte {at + 1:N0} (in line {line:N0}) does not begin a UTF-8 character";
        if (right >= Certain)
            return new FileFormatException(
                $"{where}, although the text before it is valid UTF-8. Repair the file at that place, or remove all invalid "
                    + $"bytes with: iconv -c -f UTF-8 -t UTF-8 FILE > NEW-FILE"
            );
        return NameGuess.OfStart(rest).Name is not string guess
            ? new FileFormatException($"{where}. Save the file as UTF-8")
            : new FileFormatException(
                $"{where}. It looks like {guess}. Save the file as UTF-8, for instance with: {Convert(guess.Split(' ')[0])}"
            );
    }

    /// <summary>A command that converts the file.</summary>
    internal static string Convert(string encoding) => $"iconv -f {encoding.ToUpperInvariant()} -t UTF-8 FILE > NEW-FILE";
}
