using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

/// <summary>Few real images: judged if there are 20 on either side, and refused with a message if not.</summary>
public sealed class SmallDataTests
{
    private const int Side = 8;
    private static readonly ImageShape Shape = new(1, Side, Side);
    private static readonly int[] Sizes = [1, 2, 19, 20, 39, 40, 41, 59, 60, 79, 80, 100];

    /// <summary>The numbers of images learned from and held back (0: no test part).</summary>
    public static TheoryData<int, int> Parts =>
        [.. from training in Sizes from test in (int[])[0, 1, 5, 19, 20, 39, 40, 41, 100] select (training, test)];

    /// <summary>
    /// Whether the parts can be judged, according to the rule: 20 real ones and 20 others, or 40 that are split in half.
    /// </summary>
    private static bool CanBeJudged(int training, int test, bool isNamed) =>
        test == 0 || (test < 20 && !isNamed) ? training >= 40 : test >= (training >= 20 ? 20 : 40);

    [Theory]
    [MemberData(nameof(Parts))]
    public void Both_sides_of_what_real_images_score_have_20_or_it_is_refused_in_words(int training, int test)
    {
        foreach (bool isNamed in test == 0 ? [false] : (bool[])[false, true])
        {
            using RealImages real = Real(training, test, isNamed);
            if (!CanBeJudged(training, test, isNamed))
            {
                string message = Assert.Throws<FigmentException>(() => real.Split(10_000, real.Reference.Count, new(0))).Message;
                string advice = isNamed ? " Add images, or compare with those learned from." : " Add images.";
                bool names = message.Contains($"it has {test}, and 20 are needed", StringComparison.Ordinal);
                Assert.StartsWith($"{real.Reference.Count} real images are too few to", message, StringComparison.Ordinal);
                Assert.EndsWith(advice, message, StringComparison.Ordinal);
                Assert.Equal(!isNamed && test is > 0 and < 20, names);
                continue;
            }

            foreach (int count in (int[])[20, 21, 39, 40, 60, 100, 10_000, 1_000_000])
            {
                (ImageDataset stand, ImageDataset? other) = real.Split(count, Math.Min(count, real.Reference.Count), new(0));
                using (stand)
                using (other)
                {
                    Assert.InRange(stand.Count, 20, count);
                    Assert.InRange(other?.Count ?? 20, 20, real.Reference.Count / 2 < 20 ? 20 : real.Reference.Count / 2);
                    if (other is not null)
                        Assert.Equal(0, SeenImages.Count(stand, other, default));
                }
            }
        }
    }

    [Theory]
    [InlineData(40, 0)]
    [InlineData(41, 0)]
    [InlineData(59, 0)]
    [InlineData(60, 0)]
    [InlineData(100, 0)]
    [InlineData(60, 1)]
    [InlineData(60, 5)]
    [InlineData(60, 20)]
    [InlineData(20, 39)]
    [InlineData(1, 40)]
    [InlineData(2, 60)]
    public void What_can_be_judged_gets_every_number(int training, int test)
    {
        using TenClasses extractor = new();
        foreach ((int made, int count) in ((int, int)[])[(20, 10_000), (41, 10_000), (100, 20), (100, 39), (600, 10_000)])
        {
            using RealImages real = Real(training, test, isNamed: false);
            using ImageDataset generated = Images(made, 9);

            EvaluationReport report = Evaluator.Evaluate(generated, real, extractor, new() { Count = count, Pairs = 20 });

            // No class was asked for.
            IEnumerable<string> every = MetricCatalog.All.Select(metric => metric.Name).Except(["asAsked"]);
            Assert.Equal(every, report.Metrics.Select(result => result.Name));
            Assert.All(report.Metrics, result => Assert.True(double.IsFinite(result.Value + result.Real!.Value), result.Name));
            Assert.Equal(test < 20 ? training : test, report.Reference.Count);
            bool names = Said(report).Contains($"test part is too small to judge by ({test} images", StringComparison.Ordinal);
            Assert.Equal(test is > 0 and < 20, names);
            Assert.Equal(test < 20 ? training : 0, report.Seen);
            Assert.NotEmpty(OptionsJson.Write(report));
        }
    }

    [Theory]
    [InlineData(
        600,
        10_000,
        60,
        "comparing 30 real images with 20, but the comparison itself has 600 generated images and 60 real ones"
    )]
    [InlineData(
        20,
        10_000,
        41,
        "comparing 20 real images with 20, but the comparison itself has 20 generated images and 41 real ones"
    )]
    [InlineData(600, 60, 60, null)]
    [InlineData(600, 59, 59, null)]
    [InlineData(60, 10_000, 80, null)] // 30 against 40
    [InlineData(70, 10_000, 99, null)] // 34 against 49: not the proportion, but as near as whole images come
    public void A_proportion_that_cannot_be_kept_is_said_and_equal_counts_keep_it(int made, int count, int training, string? said)
    {
        using RealImages real = Real(training, 0, isNamed: false);
        using ImageDataset generated = Images(made, 9);
        using PixelExtractor extractor = new(Shape);

        string notes = Said(Evaluator.Evaluate(generated, real, extractor, new EvaluationOptions { Count = count, Pairs = 20 }));

        if (said is null)
            Assert.DoesNotContain("This difference alone changes", notes, StringComparison.Ordinal);
        else
            Assert.Contains(
                $"{said}. This difference alone changes coverage and similar " + $"numbers.",
                notes,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_named_reference_is_never_passed_over()
    {
        using RealImages real = Real(100, 5, isNamed: true);

        Assert.Same(real.Test, real.Reference);
        Assert.Equal(
            "5 real images are too few to compare with: at least 20 are needed "
                + "(with fewer, spread and neighbourhoods mean nothing), and 10,000 are usual. "
                + "Add images, or compare with those learned from.",
            Assert.Throws<FigmentException>(real.EnsureEnough).Message
        );
    }

    [Fact]
    public void A_choice_of_no_images_is_refused_by_its_name()
    {
        using ImageDataset images = Images(2, 0);
        using Tensor none = zeros(0, ScalarType.Int64);

        Assert.Equal("indices", Assert.Throws<ArgumentException>(() => images.Subset(none)).ParamName);
    }

    [Fact]
    public void Test_images_that_are_all_of_classes_not_learned_join_nothing()
    {
        using ImageDataset training = new("learned", Shape, new byte[2 * Side * Side], [0, 1]);
        using ImageDataset test = new("held", Shape, new byte[2 * Side * Side], [2, 2]); // 0 and 1 are names without images

        Assert.Null(ClassMatch.Of(test, training.ClassNames, training.ClassCounts).Joined());
    }

    [Theory]
    [InlineData(60, 0, null)]
    [InlineData(60, 1, null)]
    [InlineData(60, 25, null)]
    [InlineData(39, 0, "39 real images are too few")]
    [InlineData(39, 5, "it has 5, and 20 are needed")]
    public void A_run_is_judged_with_the_usual_count_or_refused_before_images_are_made(int training, int test, string? refused)
    {
        using TemporaryFolder folder = new();
        Pictures(folder, "data/train", training, 0);
        Pictures(folder, "data/test", test, 1);
        TrainingRun.Train(
            new TrainingRequest
            {
                Preset = ModelCatalog.Find("classic"),
                Training = new TrainingOptions { Length = TrainingLength.OfSteps(1), BatchSize = 8 },
                Data = folder["data"],
                Device = "cpu",
                Folder = folder["run"],
                Features = TrainingRun.NoFeatures,
            }
        );
        List<string> doing = [];
        EvaluationRequest request = new()
        {
            Subject = folder["run"],
            Features = Extractors.Pixels,
            Device = "cpu",
        };
        if (test > 0)
            request = request with { Options = new() { Count = 500 } }; // the usual number, in one case only

        if (refused is null)
        {
            Assert.Equal(test < 20 ? training : test, EvaluationRun.Evaluate(request).Report.Reference.Count);
            return;
        }

        string message = Assert.Throws<FigmentException>(() => EvaluationRun.Evaluate(request, new Heard(doing))).Message;
        Assert.Contains(refused, message, StringComparison.Ordinal);
        Assert.Empty(doing);
    }

    private static string Said(EvaluationReport report) => string.Join(' ', report.Notes.Select(note => note.English));

    private static RealImages Real(int training, int test, bool isNamed) =>
        new("data", Images(training, 1), test == 0 ? null : Images(test, 2), isNamed ? "learned" : null);

    private static ImageDataset Images(int count, int seed) => new("noise", Shape, Noise(count, seed));

    private static byte[] Noise(int count, int seed)
    {
        byte[] pixels = new byte[count * Side * Side];
        new Random(seed).NextBytes(pixels);
        return pixels;
    }

    private static void Pictures(TemporaryFolder folder, string name, int count, int seed)
    {
        byte[] pixels = Noise(Math.Max(1, count), seed);
        for (int i = 0; i < count; i++)
        {
            string place = folder[$"{name}/{(i % 2 == 0 ? "cats" : "dogs")}"];
            Directory.CreateDirectory(place);
            byte[] picture = Png.Write(Side, Side, pixels[(i * Side * Side)..((i + 1) * Side * Side)], Png.Grey);
            File.WriteAllBytes(Path.Combine(place, $"{i}.png"), picture);
        }
    }

    /// <summary>Pixels, and classes by the brightness of ten of them: the metrics of a classifier need the most images.</summary>
    private sealed class TenClasses : FeatureExtractor
    {
        public override string Name => "ten";

        public override string Sha256 => new('0', 64);

        public override string Preprocessing => "none";

        public override int Dimensions => Side * Side;

        public override IReadOnlyList<string> ClassNames { get; } = [.. Enumerable.Range(0, 10).Select(number => $"{number}")];

        public override Text? WhyNot(ImageShape shape) => null;

        public override FeatureSet Extract(Tensor images)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor features = images.flatten(1);
            Tensor probabilities = features.narrow(1, 0, 10).softmax(1);
            return new FeatureSet(features.MoveToOuterDisposeScope(), probabilities.MoveToOuterDisposeScope());
        }
    }

    private sealed class Heard(List<string> doing) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => doing.Add(value.Doing);
    }
}
