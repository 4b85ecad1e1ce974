namespace Figment.Tests;

/// <summary>
/// Writes uncompressed TIFF according to its specification (6.0), to see what a decoder makes of exactly these bytes.
/// </summary>
internal static class Tiff
{
    /// <summary>Writes a picture.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="samples">Row by row, all channels of one pixel side by side, in the file's byte order.</param>
    /// <param name="bits">Bits of a sample.</param>
    /// <param name="sampleFormat">1 unsigned, 2 signed, 3 float, 6 complex.</param>
    /// <param name="photometric">0 means that 0 is white, 1 that 0 is black, 2 is red, green and blue.</param>
    /// <param name="isBigEndian">The byte order.</param>
    /// <param name="more">More tags: number, type, value.</param>
    internal static byte[] Write(
        int width,
        int height,
        byte[] samples,
        int bits = 8,
        int sampleFormat = 1,
        int photometric = 1,
        bool isBigEndian = false,
        IEnumerable<(int Tag, int Type, int Value)>? more = null
    )
    {
        int channels = photometric == 2 ? 3 : 1,
            start = 8,
            directory = start + samples.Length + (samples.Length % 2);
        SortedDictionary<int, (int Type, int Count, int Value)> tags = new()
        {
            [256] = (4, 1, width),
            [257] = (4, 1, height),
            [258] = (3, 1, bits),
            [259] = (3, 1, 1),
            [262] = (3, 1, photometric),
            [273] = (4, 1, start),
            [277] = (3, 1, channels),
            [278] = (4, 1, height),
            [279] = (4, 1, samples.Length),
            [339] = (3, 1, sampleFormat),
        };
        foreach ((int tag, int type, int value) in more ?? [])
            tags[tag] = (type, 1, value);
        byte[] end = new byte[2 + (12 * tags.Count) + 4 + 6];
        int bitsPlace = directory + end.Length - 6;
        if (channels == 3)
            tags[258] = (3, 3, bitsPlace);
        Put(end, 0, 2, tags.Count);
        int at = 2;
        foreach ((int tag, (int type, int count, int value)) in tags)
        {
            Put(end, at, 2, tag);
            Put(end, at + 2, 2, type);
            Put(end, at + 4, 4, count);
            Put(end, at + 8, type == 3 && count == 1 ? 2 : 4, value);
            at += 12;
        }

        for (int i = 0; i < 3; i++)
            Put(end, end.Length - 6 + (2 * i), 2, bits);
        byte[] head = [.. isBigEndian ? "MM\0*"u8 : "II*\0"u8, 0, 0, 0, 0];
        Put(head, 4, 4, directory);
        return [.. head, .. samples, .. new byte[samples.Length % 2], .. end];

        void Put(byte[] bytes, int place, int size, int value)
        {
            for (int i = 0; i < size; i++)
                bytes[place + i] = (byte)(value >> (8 * (isBigEndian ? size - 1 - i : i)));
        }
    }
}
