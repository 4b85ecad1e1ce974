using Figment.Imaging;

namespace Figment.Studio.Learn;

/// <summary>
/// A picture like those in a user's folder, drawn by a formula: a wide one with a boat, or a tall one with a lighthouse.
/// </summary>
/// <param name="IsBoat">Whether it shows a boat; otherwise a lighthouse.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="At">The position of the subject, from 0 (left) to 1 (right).</param>
internal sealed record DrawnPicture(bool IsBoat, int Width, int Height, double At)
{
    private static readonly byte[] Sea = [38, 92, 140],
        Sail = [250, 246, 236],
        Red = [196, 52, 44],
        Wood = [112, 66, 38],
        Rock = [84, 80, 84],
        Light = [255, 222, 90];

    /// <summary>The pictures of the lesson, boats first.</summary>
    internal static IReadOnlyList<DrawnPicture> All { get; } =
    [
        new(true, 260, 150, 0.2),
        new(true, 210, 160, 0.55),
        new(true, 280, 130, 0.8),
        new(false, 130, 230, 0.5),
        new(false, 150, 210, 0.4),
        new(false, 120, 260, 0.6),
    ];

    /// <summary>The picture as a PNG.</summary>
    internal byte[] ToPng()
    {
        byte[] pixels = new byte[3 * Width * Height];
        for (int y = 0; y < Height; y++)
        for (int x = 0; x < Width; x++)
            Colour(x, y).CopyTo(pixels, 3 * ((y * Width) + x));
        return new Picture(Width, Height, 3, pixels).ToPng();
    }

    /// <summary>The picture as a model receives it: read like a picture in a folder.</summary>
    internal Picture ForModel(int side, PictureFit fit)
    {
        DecodedPicture read = PictureDecoder.Decode(ToPng(), new PictureTarget(new PictureSize(side, side), fit));
        return new ImageBatch(read.Shape, read.Pixels).ToPicture();
    }

    private byte[] Colour(int x, int y)
    {
        double unit = Math.Min(Width, Height) / 150.0,
            across = (x - (At * Width)) / unit,
            up = ((0.72 * Height) - y) / unit;
        return (IsBoat ? Boat(across, up) : Tower(across, up, 0.58 * Height / unit)) ?? (up < 0 ? Sea : Sky((double)y / Height));
    }

    private static byte[]? Boat(double x, double y) =>
        y is > -8 and < 8 && Math.Abs(x) < 30 + y ? Wood
        : y is >= 8 and < 78 && x > 2 && x < 2 + ((78 - y) * 0.5) ? Sail
        : y is >= 8 and < 70 && x < -2 && x > -2 - ((70 - y) * 0.32) ? Red
        : y is >= 8 and < 84 && Math.Abs(x) <= 2 ? Wood
        : null;

    private static byte[]? Tower(double x, double y, double height)
    {
        if (y is > -14 and < 6 && Math.Abs(x) < 52 - (y * 1.5))
            return Rock;
        if (y >= 6 && y < height && Math.Abs(x) < 20 - (8 * y / height))
            return (int)(y / height * 6) % 2 == 0 ? Sail : Red;
        if (y >= height && y < height + 14 && Math.Abs(x) < 11)
            return Light;
        return y >= height + 14 && y < height + 24 && Math.Abs(x) < 12 - (y - height - 14) ? Red : null;
    }

    private static byte[] Sky(double down) => [(byte)(130 + (110 * down)), (byte)(186 + (50 * down)), (byte)(232 - (10 * down))];
}
