using System.Security.Cryptography;

namespace Figment.Imaging;

/// <summary>
/// Identifies equal and similar pictures: a hash of the pixels, a hash of whether the brightness falls or rises from left to
/// right (dHash, 8 × 8 bits), and a grey thumbnail of 16 × 16 pixels.
/// </summary>
internal sealed record PictureFingerprint(string Sha256, ulong Gradient, byte[] Thumbnail)
{
    private const int ThumbnailSide = 16;

    internal static PictureFingerprint Of(DecodedPicture picture)
    {
        ImageShape shape = picture.Shape;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([(byte)shape.Channels, .. BitConverter.GetBytes(shape.Width), .. BitConverter.GetBytes(shape.Height)]);
        hash.AppendData(picture.Pixels);
        double[] gradient = Shrink(picture, 9, 8);
        ulong bits = 0;
        for (int row = 0; row < 8; row++)
        for (int column = 0; column < 8; column++)
            if (gradient[(row * 9) + column + 1] > gradient[(row * 9) + column] + 1)
                bits |= 1UL << ((row * 8) + column);
        return new PictureFingerprint(
            Convert.ToHexStringLower(hash.GetHashAndReset()),
            bits,
            [.. Shrink(picture, ThumbnailSide, ThumbnailSide).Select(value => (byte)Math.Round(value))]
        );
    }

    /// <summary>Averages grey over cells; a cell smaller than a pixel takes the value of that pixel.</summary>
    private static double[] Shrink(DecodedPicture picture, int columns, int rows)
    {
        (int channels, int height, int width) = (picture.Shape.Channels, picture.Shape.Height, picture.Shape.Width);
        double[] cells = new double[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            (int top, int bottom) = Span(row, rows, height);
            for (int column = 0; column < columns; column++)
            {
                (int left, int right) = Span(column, columns, width);
                long sum = 0;
                for (int channel = 0; channel < channels; channel++)
                for (int y = top; y < bottom; y++)
                    foreach (byte value in picture.Pixels.AsSpan((((channel * height) + y) * width) + left, right - left))
                        sum += value;
                cells[(row * columns) + column] = (double)sum / ((long)channels * (bottom - top) * (right - left));
            }
        }

        return cells;
    }

    private static (int From, int To) Span(int cell, int cells, int length)
    {
        int from = (int)((long)cell * length / cells);
        return (from, Math.Max(from + 1, (int)((cell + 1L) * length / cells)));
    }
}
