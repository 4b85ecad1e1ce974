using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Diagnosis;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using Figment.Runs.Images;
using Figment.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Diagnosis;

/// <summary>Faults of samples are named, and real images get no complaint, with five kinds of data.</summary>
public sealed class ImageVerdictTests
{
    private const int Count = 320,
        Side = 32;
    private static readonly ImageShape Shape = new(3, Side, Side);

    /// <summary>Pictures as functions that give red, green and blue in [0, 1] at x and y, drawn anew for each picture.</summary>
    private static readonly Dictionary<string, Func<Random, Func<int, int, (double, double, double)>>> Kinds = new()
    {
        ["discs"] = random =>
        {
            (double x, double y, double radius) = (random.Next(8, 24), random.Next(8, 24), random.Next(4, 12));
            (double red, double green, double ground) = (
                0.6 + (0.4 * random.NextDouble()),
                random.NextDouble() * 0.6,
                random.NextDouble() * 0.3
            );
            return (i, j) => double.Hypot(i - x, j - y) < radius ? (red, green, 0.1) : (ground, ground, ground);
        },
        ["stripes"] = random =>
        {
            (double angle, double frequency, double phase) = (
                random.NextDouble() * 0.6,
                0.4 + (0.3 * random.NextDouble()),
                random.NextDouble() * 2
            );
            return (i, j) =>
                Math.Sin((frequency * ((i * Math.Cos(angle)) + (j * Math.Sin(angle)))) + phase) > 0
                    ? (0.2, 0.5, 0.9)
                    : (0.05, 0.3, 0.4);
        },
        ["clouds"] = random =>
        {
            double[] a = [.. Enumerable.Range(0, 5).Select(_ => random.NextDouble() * 6)];
            return (i, j) =>
            {
                double slow = 0.2 * Math.Sin((i / 7.0) + a[0] + Math.Sin((j / 5.0) + a[1]));
                double fine = 0.2 * Math.Sin((1.3 * j) + (0.1 * a[2]));
                double white = 0.5 + slow + fine + (0.02 * a[3] * i / Side);
                return (white * (0.4 + (0.05 * a[4])), white * 0.8, 0.4 + (0.6 * white));
            };
        },
        ["checks"] = random =>
        {
            (int size, int x, int y) = (random.Next(2, 6), random.Next(6), random.Next(6));
            (double light, double dark, double red) = (
                0.45 + (0.3 * random.NextDouble()),
                0.25 + (0.15 * random.NextDouble()),
                0.2 * random.NextDouble()
            );
            return (i, j) =>
            {
                double rough = 0.1 * random.NextDouble();
                return (((i + x) / size) + ((j + y) / size)) % 2 == 0
                    ? (light + red + rough, light + rough, light - 0.2 + rough)
                    : (dark + red + rough, dark + rough, dark + rough);
            };
        },
        ["skin and hair"] = random =>
        {
            (double skin, double hair, int line, double tilt) = (
                0.4 + (0.5 * random.NextDouble()),
                0.3 * random.NextDouble(),
                random.Next(8, 20),
                random.NextDouble() - 0.5
            );
            return (i, j) =>
                j + (tilt * i) < line ? (hair, hair * 0.7, hair * 0.4)
                : double.Hypot(i - 16, j - 24) < 3 ? (0.7, 0.1, 0.1)
                : (skin, skin * 0.75, skin * 0.6);
        },
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Other_pictures_of_the_same_kind_are_good(string kind) => Assert.Empty(Told(kind, pictures => pictures));

    [Theory]
    [MemberData(nameof(Names))]
    public void Noise_is_grain(string kind) =>
        Assert.Equal(
            [VerdictKind.Grain],
            Told(
                kind,
                pictures =>
                {
                    double power = FineDetail.Of(new ImageDataset("real", Shape, Bytes(pictures))).Power.Value;
                    return pictures + (randn(pictures.shape) * Math.Sqrt(1.5 * power) / 255);
                }
            )
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void Soft_pictures_are_blurred(string kind) =>
        Assert.Equal(
            [VerdictKind.Blur],
            Told(
                kind,
                pictures =>
                    nn.functional.avg_pool2d(nn.functional.pad(pictures, [1, 1, 1, 1], PaddingModes.Reflect), 3, stride: 1)
            )
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void Swapped_channels_are_colours_that_are_off(string kind) =>
        Assert.Equal([VerdictKind.ColoursOff], Told(kind, pictures => pictures.index_select(1, tensor(new long[] { 2, 1, 0 }))));

    [Theory]
    [MemberData(nameof(Names))]
    public void Pictures_that_come_nearer_and_are_not_there_yet_are_early(string kind)
    {
        // Parts that do not belong together: quarters in the end, sixteenths half-way.
        Tensor Cut(Tensor pictures, int parts, int dimension) =>
            cat([.. pictures.chunk(parts, dimension).Select((part, i) => part.roll(((7 * dimension) - 6) * i, 0))], dimension);
        Tensor Pieces(Tensor pictures, int parts) => Cut(Cut(pictures, parts, 2), parts, 3);

        Assert.Equal([VerdictKind.StillEarly], Told(kind, end => Pieces(end, 2), before: early => Pieces(early, 4)));
    }

    /// <summary>
    /// The verdicts at the end of a training that made such samples; half-way it made the same ones, unless stated otherwise.
    /// </summary>
    private static IEnumerable<VerdictKind> Told(string kind, Func<Tensor, Tensor> damage, Func<Tensor, Tensor>? before = null)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        using ImageDataset real = new("real", Shape, Bytes(Draw(kind, 1)));
        using PixelExtractor extractor = new(Shape);
        using LiveEvaluator evaluator = new(real, extractor, seed: 0);
        Tensor others = Draw(kind, 2);
        TrainingDiagnosis diagnosis = new(ImageRules.All);
        using (Shown halfWay = new((before ?? damage)(others)))
            diagnosis.Look(At(1), evaluator.Look(halfWay, 1));
        using Shown end = new(damage(others));
        diagnosis.Look(At(2), evaluator.Look(end, 2));
        return diagnosis.Current.Select(verdict => verdict.Kind);
    }

    private static TrainingProgress At(int half) =>
        new()
        {
            Step = half * 1000,
            Items = half * 1000,
            Elapsed = TimeSpan.FromSeconds(half),
            Fraction = half / 2.0,
            Measures = new Dictionary<string, double> { ["loss"] = 1 },
            Kinds = half == 2 ? ReportKinds.Last : ReportKinds.None,
        };

    private static Tensor Draw(string kind, int seed)
    {
        Random random = new(seed);
        float[] pixels = new float[Count * Shape.Size];
        for (int n = 0; n < Count; n++)
        {
            Func<int, int, (double, double, double)> picture = Kinds[kind](random);
            for (int place = 0; place < Side * Side; place++)
            {
                (double red, double green, double blue) = picture(place % Side, place / Side);
                int at = (n * Shape.Size) + place;
                (pixels[at], pixels[at + (Side * Side)], pixels[at + (2 * Side * Side)]) = (
                    (float)red,
                    (float)green,
                    (float)blue
                );
            }
        }

        return tensor(pixels, [Count, 3, Side, Side]);
    }

    private static byte[] Bytes(Tensor pictures) =>
        pictures.mul(255).round().clamp(0, 255).to(ScalarType.Byte).data<byte>().ToArray();

    /// <summary>A model that returns given pictures, in turn.</summary>
    private sealed class Shown(Tensor pictures) : ImageModel
    {
        private int next;

        public override ImageShape Shape => ImageVerdictTests.Shape;

        public override IReadOnlyList<NamedNetwork> Networks => [];

        public override Tensor DrawLatents(int count, Draws random) => zeros(count, 1);

        public override Tensor Decode(Tensor latents, Tensor? labels = null)
        {
            int start = next;
            next = (next + (int)latents.shape[0]) % Count;
            return pictures.narrow(0, start, latents.shape[0]).clamp(0, 1);
        }

        public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random) => [];

        public override IReadOnlyList<NetworkSummary> Summaries() => [];
    }
}
