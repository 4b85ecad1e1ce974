namespace Figment.Imaging;

/// <summary>What a user should know of one picture that was decoded.</summary>
/// <param name="Frames">Pages or frames in its file; the first was decoded.</param>
/// <param name="IsDeep">Whether its file has more than 8 bits for a value.</param>
/// <param name="IsTransparent">Whether something of the background shows.</param>
/// <param name="IsBlank">Whether all of it is of one colour; a picture of a few pixels is never called that.</param>
/// <param name="Brightest">Its largest value, 0 to 255.</param>
internal sealed record PictureFacts(
    int Frames = 1,
    bool IsDeep = false,
    bool IsTransparent = false,
    bool IsBlank = false,
    byte Brightest = 255
)
{
    private const int FewPixels = 64;

    /// <summary>Looks at a decoded picture.</summary>
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

    /// <summary>The largest value; from 192 on it may be said to be 255.</summary>
    internal static byte Largest(ReadOnlySpan<byte> values)
    {
        // Nearly every picture has a bright value, and then the search ends early.
        const byte Bright = 192;
        if (values.IndexOfAnyInRange(Bright, byte.MaxValue) >= 0)
            return byte.MaxValue;
        byte largest = 0;
        foreach (byte value in values)
            largest = Math.Max(largest, value);
        return largest;
    }
}
