using System.Buffers.Binary;
using ImageMagick;

namespace Figment.Imaging;

/// <summary>
/// Reads the floats of a TIFF exactly. The decoder keeps 8 bits of a value and silently clips the rest. So the file is passed to
/// it as a grey picture of bytes, wider by a factor of the number of bytes in a pixel; the unpacked bytes are then those of the
/// floats.
/// </summary>
internal static class TiffFloats
{
    private const int Width = 256,
        Height = 257,
        Bits = 258,
        Compression = 259,
        Photometric = 262,
        Orientation = 274,
        Samples = 277,
        Planes = 284,
        Predictor = 317,
        TileWidth = 322,
        ExtraSamples = 338,
        SampleFormat = 339;

    private const long MostBytes = 256L << 20;

    /// <summary>Whether the values have a supported layout.</summary>
    internal static bool Take(TiffFile tiff)
    {
        long samples = tiff.Value(Samples) ?? 1,
            bits = tiff.Value(Bits) ?? 1;
        return tiff.Has(Width)
            && tiff.Has(Height)
            && tiff.Has(Bits)
            && tiff.Has(SampleFormat)
            && !tiff.Has(ExtraSamples)
            && bits is (16 or 32 or 64)
            && (samples, tiff.Value(Photometric)) is ((1, 0 or 1) or (3, 2))
            && (samples == 1 || (tiff.Value(Planes) ?? 1) == 1)
            && (tiff.Value(Predictor) ?? 1) == 1
            && (tiff.Value(Compression) ?? 1) is (1 or 5 or 8 or 32773 or 32946)
            && tiff.Value(Width) * tiff.Value(Height) * samples * bits / 8 <= MostBytes;
    }

    /// <summary>Reads the picture into an image, rounded to 256 steps.</summary>
    /// <exception cref="FileFormatException">Values are outside [0, 1].</exception>
    internal static void Read(MagickImage image, TiffFile tiff, MagickReadSettings settings)
    {
        int samples = (int)(tiff.Value(Samples) ?? 1),
            size = (int)tiff.Value(Bits)! / 8,
            times = samples * size;
        (uint width, uint height) = ((uint)tiff.Value(Width)!, (uint)tiff.Value(Height)!);
        byte[] bytes = tiff.With(
            (Width, width * (uint)times),
            (Bits, 8u),
            (Samples, 1u),
            (Photometric, 1u),
            (SampleFormat, 1u),
            (Orientation, 1u),
            (TileWidth, (uint)((tiff.Value(TileWidth) ?? 0) * times))
        );
        using (MagickImage wide = new(bytes, settings))
        {
            using IUnsafePixelCollection<byte> pixels = wide.GetPixelsUnsafe();
            bytes = pixels.ToByteArray("R") ?? [];
        }

        if (bytes.Length != (long)width * height * times)
            throw new FileFormatException("the number of its floats does not match its size");
        bool isFromWhite = tiff.Value(Photometric) == 0;
        byte[] colours = new byte[3 * width * height];
        double lowest = double.PositiveInfinity,
            highest = double.NegativeInfinity;
        for (int i = 0; i < bytes.Length / size; i++)
        {
            double value = Float(bytes.AsSpan(i * size, size), tiff.IsBigEndian);
            if (!double.IsFinite(value))
                throw new FileFormatException(
                    "some of its floats are not numbers (NaN or infinity). Find out where these values come from; a picture must "
                        + "contain only finite numbers"
                );
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
            byte shade = (byte)Math.Clamp(Math.Round((isFromWhite ? 1 - value : value) * 255), 0, 255);
            if (samples == 3)
                colours[i] = shade;
            else
                colours.AsSpan(3 * i, 3).Fill(shade);
        }

        if (lowest < 0 || highest > 1)
        {
            OptionSentence advice = (lowest, highest) switch
            {
                (>= 0, > 1.01 and <= 255) => "They seem to be bytes: divide by 255",
                (>= -1.01, <= 1.01) => "They seem to lie in [−1, 1]: save (x + 1) / 2",
                _ => "Scale them so that 0 is black and 1 is white",
            };
            throw new FileFormatException(
                $"its values are floats from {lowest:G6} to {highest:G6}, but 0 must be black and 1 white. {advice}"
            );
        }

        ImageMagick.Orientation turned = image.Orientation;
        image.ReadPixels(colours, new PixelReadSettings(width, height, StorageType.Char, PixelMapping.RGB));
        image.Orientation = turned;
    }

    private static double Float(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        (bytes.Length, isBigEndian) switch
        {
            (2, false) => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            (2, true) => (double)BinaryPrimitives.ReadHalfBigEndian(bytes),
            (4, false) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            (4, true) => BinaryPrimitives.ReadSingleBigEndian(bytes),
            (_, false) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            (_, true) => BinaryPrimitives.ReadDoubleBigEndian(bytes),
        };
}
