using Figment.Data.Folders;

namespace Figment.Data.Texts;

/// <summary>What is wrong with a file that is no UTF-8, and what to do.</summary>
internal static class EncodingFault
{
    private const int Certain = 24; // so many bytes of longer characters are right by chance in no other encoding

    /// <summary>Says it.</summary>
    /// <param name="at">Where the first byte is that fits nowhere.</param>
    /// <param name="line">In which line that is, from 1 on.</param>
    /// <param name="rest">The bytes from there on, some thousand.</param>
    /// <param name="right">How many bytes before it belong to characters of more than one byte.</param>
    internal static FileFormatException Of(long at, long line, ReadOnlySpan<byte> rest, long right)
    {
        string where = $"byte {at + 1:N0} (in line {line:N0}) does not begin a UTF-8 character";
        if (right >= Certain)
            return new FileFormatException(
                $"{where}, though the text before it is UTF-8. Repair the place, or leave such bytes out with: iconv -c -f "
                    + $"UTF-8 -t UTF-8 FILE > NEW-FILE"
            );
        return NameGuess.OfStart(rest).Name is not string guess
            ? new FileFormatException($"{where}. Save it as UTF-8")
            : new FileFormatException(
                $"{where}. It looks like {guess}. Save it as UTF-8, for instance with: {Convert(guess.Split(' ')[0])}"
            );
    }

    /// <summary>A command that converts.</summary>
    internal static string Convert(string encoding) => $"iconv -f {encoding.ToUpperInvariant()} -t UTF-8 FILE > NEW-FILE";
}
