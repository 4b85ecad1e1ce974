using ImageMagick;
using ImageMagick.Drawing;

namespace Figment.Tests.Data;

/// <summary>
/// A labelled set of colour pictures that anyone can make again: discs, squares, triangles and crosses in red, green and blue,
/// in many sizes, places and angles, on many shades of grey. Twelve classes, one for each shape and colour.
/// </summary>
internal static class ShapePictures
{
    private static readonly string[] Shapes = ["disc", "square", "triangle", "cross"];
    private static readonly (string Name, MagickColor Colour)[] Colours =
    [
        ("red", new(220, 40, 40)),
        ("green", new(40, 180, 60)),
        ("blue", new(50, 70, 220)),
    ];

    /// <summary>The classes, in the order of the labels.</summary>
    internal static IReadOnlyList<string> ClassNames { get; } =
    [.. Shapes.SelectMany(shape => Colours.Select(colour => $"{shape} {colour.Name}")).Order(StringComparer.Ordinal)];

    /// <summary>Writes PNG files, a folder for each class.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="perClass">Pictures of each class.</param>
    /// <param name="side">Width and height.</param>
    /// <param name="seed">Determines places, sizes, angles and shades.</param>
    internal static void Write(string folder, int perClass, int side = 64, int seed = 0)
    {
        foreach (string shape in Shapes)
        {
            foreach ((string name, MagickColor colour) in Colours)
            {
                string path = Directory.CreateDirectory(Path.Combine(folder, $"{shape} {name}")).FullName;
                Random random = new(HashCode(shape, name, seed));
                for (int i = 0; i < perClass; i++)
                {
                    using MagickImage image = Draw(shape, colour, side, random);
                    image.Write(Path.Combine(path, $"{i:D5}.png"), MagickFormat.Png24);
                }
            }
        }
    }

    private static MagickImage Draw(string shape, MagickColor colour, int side, Random random)
    {
        byte shade = (byte)random.Next(150, 250);
        double radius = side * (0.18 + (0.14 * random.NextDouble())),
            reach = radius * 1.1;
        double x = reach + ((side - (2 * reach)) * random.NextDouble()),
            y = reach + ((side - (2 * reach)) * random.NextDouble());
        double turn = random.NextDouble() * 2 * Math.PI;
        PointD At(double angle, double distance) =>
            new(x + (distance * radius * Math.Cos(turn + angle)), y + (distance * radius * Math.Sin(turn + angle)));
        PointD[] Regular(int corners) => [.. Enumerable.Range(0, corners).Select(k => At(2 * Math.PI * k / corners, 1))];
        // Twelve corners: each arm of the cross a third as wide as the whole.
        PointD[] Cross() =>
            [
                .. Enumerable
                    .Range(0, 4)
                    .SelectMany(k =>
                        (PointD[])
                            [
                                At((Math.PI / 2 * k) - 0.32, 1),
                                At((Math.PI / 2 * k) + 0.32, 1),
                                At((Math.PI / 2 * k) + (Math.PI / 4), 0.44),
                            ]
                    ),
            ];

        MagickImage image = new(new MagickColor(shade, shade, shade), (uint)side, (uint)side);
        IDrawables<byte> pen = new Drawables().FillColor(colour).StrokeColor(MagickColors.Transparent);
        pen = shape switch
        {
            "disc" => pen.Circle(x, y, x + radius, y),
            "square" => pen.Polygon(Regular(4)),
            "triangle" => pen.Polygon(Regular(3)),
            _ => pen.Polygon(Cross()),
        };
        pen.Draw(image);
        return image;
    }

    // string.GetHashCode differs from process to process.
    private static int HashCode(string shape, string colour, int seed) =>
        (shape + colour).Aggregate(seed + 17, (hash, letter) => unchecked((hash * 31) + letter));
}
