using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Figment.Formats;

/// <summary>The header of a <c>.npy</c> file: a Python dictionary, of which only the plainest form is supported.</summary>
internal sealed partial record NumpyHeader(string Descr, bool IsFortran, IReadOnlyList<long> Shape)
{
    private const int MaxLength = 1 << 16,
        MaxDimensions = 32;

    /// <summary>Whether the first byte of a value is its most significant.</summary>
    internal bool IsBigEndian => Descr.Contains('>', StringComparison.Ordinal);

    /// <summary>The number of values, if they fit into the available bytes; otherwise null.</summary>
    internal long? Count(long available, int itemSize)
    {
        long count = Shape.Contains(0) ? 0 : 1;
        foreach (long size in Shape.Where(size => size > 0))
        {
            // Compared with the available bytes before the multiplication, so nothing overflows.
            if (count > available / itemSize / size)
                return null;
            count *= size;
        }

        return count * itemSize > available ? null : count;
    }

    /// <summary>Reads the header and leaves the stream at the first value.</summary>
    internal static NumpyHeader Read(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[12];
        int read = stream.ReadAtLeast(start[..8], 8, throwOnEndOfStream: false);
        if (read < 8 || !start[..6].SequenceEqual((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8]))
        {
            throw new FileFormatException(
                read >= 2 && start[..2].SequenceEqual("PK"u8)
                    ? OptionSentence.Of(
                        $"{name} is an archive of arrays. Rename it to end in .npz, or save only the array that you want, with "
                            + $"numpy.save."
                    )
                    : OptionSentence.Of(
                        $"{name} is not a NumPy array (.npy): it does not begin with the NumPy signature. Save the array with "
                            + $"numpy.save."
                    )
            );
        }

        int version = start[6],
            lengthSize = version == 1 ? 2 : 4;
        if (version is < 1 or > 3)
            throw new FileFormatException($"{name} has version {version} of NumPy's format; only versions 1 to 3 can be read.");
        start[8..].Clear();
        bool isWhole = stream.ReadAtLeast(start.Slice(8, lengthSize), lengthSize, throwOnEndOfStream: false) == lengthSize;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > MaxLength)
            throw new FileFormatException($"{name} declares a header of {length:N0} bytes. It is damaged.");
        byte[] header = new byte[length];
        if (!isWhole || stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw new FileFormatException($"{name} ends inside its header. It is damaged or incomplete.");
        return Parse(Encoding.UTF8.GetString(header), name);
    }

    private static NumpyHeader Parse(string text, string name)
    {
        Dictionary<string, string> entries = [];
        string trimmed = text.Trim(' ', '\n');
        if (trimmed is not ['{', .. string inner, '}'])
            throw Unreadable(name);
        for (int at = 0; inner[at..].Trim(' ').Length > 0; )
        {
            Match entry = Entry().Match(inner, at);
            if (!entry.Success || !entries.TryAdd(entry.Groups["key"].Value, entry.Groups["value"].Value))
                throw Unreadable(name);
            at += entry.Length;
        }

        if (
            entries.Count != 3
            || !entries.TryGetValue("descr", out string? type)
            || !entries.TryGetValue("fortran_order", out string? fortran)
            || !entries.TryGetValue("shape", out string? shape)
        )
            throw Unreadable(name);
        if (fortran is not ("True" or "False"))
            throw Unreadable(name);
        return new NumpyHeader(type, fortran == "True", Sizes(shape, name));
    }

    private static long[] Sizes(string tuple, string name)
    {
        if (tuple is not ['(', .. string inner, ')'])
            throw Unreadable(name);
        string[] parts = inner.Split(',', StringSplitOptions.TrimEntries);
        if (parts[^1].Length == 0)
            parts = parts[..^1];
        if (parts.Length > MaxDimensions)
            throw new FileFormatException($"{name} has {parts.Length:N0} dimensions. It is damaged.");
        return Array.ConvertAll(
            parts,
            part =>
                long.TryParse(part.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                    ? size
                    : throw Unreadable(name)
        );
    }

    private static FileFormatException Unreadable(string name) => new($"{name} has a header that is not NumPy's. It is damaged.");

    /// <summary>
    /// Matches one entry: a quoted key; True, False, a quoted text, a tuple or a list. (Python 2 wrote sizes as <c>28L</c>.)
    /// </summary>
    [GeneratedRegex("""\G\s*(['"])(?<key>\w+)\1\s*:\s*(?<value>True|False|'[^']*'|"[^"]*"|\([0-9L, ]*\)|\[[^\[\]]*\])\s*(,|$)""")]
    private static partial Regex Entry();
}
