using Figment.Imaging;

namespace Figment.Studio.Making;

/// <summary>
/// Plausible variants of drawings: each is rotated by up to 8°, scaled by up to a tenth in width and height, slanted by up to a
/// tenth, shifted by up to 5% of its side, and bent a little. The same drawing always gives the same variants.
/// docs/experiments.md measures their effect.
/// </summary>
internal static class Variants
{
    /// <summary>The number of variants of each drawing.</summary>
    internal const int Count = 30;

    private const double Turn = 8 * Math.PI / 180,
        Stretch = 0.1,
        Slant = 0.1,
        Move = 0.05,
        Bend = 0.035;

    /// <summary>The variants of a drawing on black.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="pixels">Its values, channel by channel, row by row.</param>
    internal static IEnumerable<byte[]> Of(ImageShape shape, byte[] pixels)
    {
        uint seed = 2166136261; // FNV-1a
        foreach (byte value in pixels)
            seed = (seed ^ value) * 16777619;
        Random random = new((int)seed);
        for (int k = 0; k < Count; k++)
            yield return Warp(shape, pixels, random);
    }

    private static byte[] Warp(ImageShape shape, byte[] pixels, Random random)
    {
        (int height, int width) = (shape.Height, shape.Width);
        double Draw(double most) => ((random.NextDouble() * 2) - 1) * most;
        double side = Math.Min(height, width);
        double turn = Draw(Turn),
            wide = 1 + Draw(Stretch),
            high = 1 + Draw(Stretch),
            slant = Draw(Slant),
            right = Draw(Move) * side,
            down = Draw(Move) * side;
        double first = random.NextDouble() * Math.Tau,
            second = random.NextDouble() * Math.Tau,
            bend = Bend * side;
        (double sin, double cos) = Math.SinCos(turn);
        byte[] made = new byte[pixels.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double u = x + 0.5 - (width / 2.0) - right,
                    v = y + 0.5 - (height / 2.0) - down;
                double left = (((cos * u) + (sin * v)) / wide) + (slant * v) + (width / 2.0) - 0.5,
                    top = (((cos * v) - (sin * u)) / high) + (height / 2.0) - 0.5;
                (left, top) = (
                    left + (bend * Math.Sin((top * Math.Tau / height) + first)),
                    top + (bend * Math.Sin((left * Math.Tau / width) + second))
                );
                for (int channel = 0; channel < shape.Channels; channel++)
                    made[(((channel * height) + y) * width) + x] = At(
                        pixels.AsSpan(channel * height * width, height * width),
                        height,
                        width,
                        left,
                        top
                    );
            }
        }

        return made;
    }

    /// <summary>The interpolated value between pixels; black outside.</summary>
    private static byte At(ReadOnlySpan<byte> plane, int height, int width, double left, double top)
    {
        (int x, int y) = ((int)Math.Floor(left), (int)Math.Floor(top));
        double right = left - x,
            below = top - y,
            sum = 0;
        for (int k = 0; k < 4; k++)
        {
            (int across, int down) = (x + (k & 1), y + (k >> 1));
            if (across < 0 || down < 0 || across >= width || down >= height)
                continue;
            sum += plane[(down * width) + across] * ((k & 1) == 1 ? right : 1 - right) * (k >> 1 == 1 ? below : 1 - below);
        }

        return (byte)Math.Round(sum);
    }
}
