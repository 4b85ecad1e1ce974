namespace Figment.Imaging;

/// <summary>What a user should know about a decoded picture.</summary>
/// <param name="Frames">The number of pages or frames in the file; the first was decoded.</param>
/// <param name="IsDeep">Whether the file has more than 8 bits per value.</param>
/// <param name="IsTransparent">Whether some of the background is visible.</param>
/// <param name="IsBlank">Whether the whole picture has one colour; always false for a picture of a few pixels.</param>
/// <param name="Brightest">The largest value, 0 to 255.</param>
internal sealed record PictureFacts(
    int Frames = 1,
    bool IsDeep = false,
    bool IsTransparent = false,
    bool IsBlank = false,
    byte Brightest = 255
)
{
    private const int FewPixels = 64;

    /// <summary>Examines a decoded picture.</summary>
    internal static PictureFacts Of(DecodedPicture picture, int frames, bool isDeep, bool isTransparent)
    {
        int plane = picture.Shape.Height * picture.Shape.Width;
        bool isBlank = plane >= FewPixels;
        for (int channel = 0; channel < picture.Shape.Channels && isBlank; channel++)
        {
            ReadOnlySpan<byte> values = picture.Pixels.AsSpan(channel * plane, plane);
            isBlank = values.IndexOfAnyExcept(values[0]) < 0;
        }

        return new PictureFacts(
            frames,
            isDeep,
            isTransparent,
            isBlank,
            plane < FewPixels ? byte.MaxValue : Largest(picture.Pixels)
        );
    }

    /// <summary>The largest value; 255 may stand for any value from 192 on.</summary>
    internal static byte Largest(ReadOnlySpan<byte> values)
    {
        // Nearly every picture has a bright value, which ends the search early.
        const byte Bright = 192;
        if (values.IndexOfAnyInRange(Bright, byte.MaxValue) >= 0)
            return byte.MaxValue;
        byte largest = 0;
        foreach (byte value in values)
            largest = Math.Max(largest, value);
        return largest;
    }
}
