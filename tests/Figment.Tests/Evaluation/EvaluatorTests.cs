using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Runs.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

/// <summary>How corruptions of real digits affect the metrics that should notice them. Each is judged only once.</summary>
public sealed class EvaluatorTests(EvaluatorTests.Reports reports) : IClassFixture<EvaluatorTests.Reports>
{
    private const int Count = 1_000;

    [Fact]
    public void Real_digits_score_as_real_digits_do()
    {
        EvaluationReport report = reports["real"];

        Assert.Equal(MetricCatalog.All.Select(metric => metric.Name), report.Metrics.Select(result => result.Name));
        foreach (
            MetricResult result in report.Metrics.Where(result =>
                result.Name is "precision" or "recall" or "coverage" or "classEntropy" or "sure"
            )
        )
            Assert.Equal(result.Real!.Value, result.Value, 0.05);
        Assert.InRange(Value("frechetDistance"), 0.5 * Real("frechetDistance"), 2 * Real("frechetDistance"));
        Assert.InRange(Value("kernelDistance"), -0.02, 0.02);
        Assert.InRange(Value("sure"), 0.9, 1);
        Assert.InRange(Real("copied"), 0, 0.02);

        double Value(string name) => reports.Value("real", name);
        double Real(string name) => report.Metrics.First(result => result.Name == name).Real!.Value;
    }

    [Theory]
    [InlineData("noise", "frechetDistance", 10)]
    [InlineData("noise", "kernelDistance", 10)]
    [InlineData("noise", "precision", -0.2)]
    [InlineData("noise", "density", -0.2)]
    [InlineData("blends", "sure", -0.2)]
    [InlineData("blends", "precision", -0.2)]
    [InlineData("blends", "density", -0.2)]
    [InlineData("blends", "frechetDistance", 10)]
    [InlineData("blur", "frechetDistance", 10)]
    [InlineData("blur", "kernelDistance", 5)]
    [InlineData("blur", "coverage", -0.1)]
    [InlineData("blur", "similarity", 0.02)]
    [InlineData("fewer classes", "recall", -0.1)]
    [InlineData("fewer classes", "coverage", -0.3)]
    [InlineData("fewer classes", "classEntropy", -0.25)]
    [InlineData("fewer classes", "rarestClass", -0.05)]
    [InlineData("fewer classes", "classifierScore", -3)]
    [InlineData("fewer classes", "frechetDistance", 10)]
    [InlineData("duplicates", "recall", -0.3)]
    [InlineData("duplicates", "coverage", -0.5)]
    [InlineData("duplicates", "similarity", 0.01)]
    [InlineData("duplicates", "frechetDistance", 5)]
    [InlineData("copies", "copied", 0.9)]
    [InlineData("other labels", "asAsked", -0.9)]
    public void A_corruption_moves_the_metric_that_should_see_it(string corruption, string metric, double atLeast)
    {
        double before = reports.Value("real", metric),
            after = reports.Value(corruption, metric);

        if (metric.EndsWith("Distance", StringComparison.Ordinal))
            Assert.InRange(after, before + (atLeast * Math.Max(0.001, before)), double.MaxValue);
        else if (atLeast > 0)
            Assert.InRange(after, before + atLeast, double.MaxValue);
        else
            Assert.InRange(after, double.MinValue, before + atLeast);
    }

    [Fact]
    public void What_was_asked_for_is_compared_with_what_is_seen_where_it_was_asked_for()
    {
        EvaluationReport report = reports["real"];

        RealScore real = report.Metrics.First(result => result.Name == "asAsked").Real!;
        Assert.Equal(Count, real.Count);
        Assert.InRange(real.Value, 0.98, 1);
        Assert.InRange(reports.Value("real", "asAsked"), 0.98, 1);
        Assert.DoesNotContain(reports["blends"].Metrics, result => result.Name == "asAsked"); // they have no class
    }

    [Fact]
    public void Every_number_says_what_it_was_computed_from()
    {
        EvaluationReport report = reports["real"];

        Assert.Equal(
            ("mnist-classifier", 64, 96, 10),
            (report.Extractor.Name, report.Extractor.Sha256.Length, report.Extractor.Dimensions, report.Extractor.Classes)
        );
        Assert.Contains("[0, 1]", report.Extractor.Preprocessing, StringComparison.Ordinal);
        Assert.Equal((Count, 5_000, 60_000), (report.Generated.Count, report.Reference.Count, report.Training.Count));
        Assert.NotEqual(report.Reference.Sha256, report.Training.Sha256);
        Assert.All(report.Metrics, result => Assert.InRange(result.GeneratedCount, 100, Count));
        Assert.Equal(Count, report.Metrics[0].ReferenceCount);
        Assert.NotNull(report.Metrics.First(result => result.Name == "kernelDistance").StandardError);
    }

    [Fact]
    public void The_same_images_get_the_same_report_and_survive_json()
    {
        EvaluationReport again = reports.Judge(reports.Digits());

        Assert.Equal(OptionsJson.Write(reports["real"].Metrics), OptionsJson.Write(again.Metrics));
        Assert.Equivalent(again, OptionsJson.Read<EvaluationReport>(OptionsJson.Write(again)), strict: true);
    }

    [Fact]
    public void Data_without_a_classifier_or_test_images_is_judged_by_pixels_against_its_own_halves()
    {
        using ImageDataset some = reports.Digits();
        using RealImages real = new("digits", some.Subset(arange(500, ScalarType.Int64)));
        using ImageDataset generated = some.Subset(arange(500, 900, ScalarType.Int64));
        using FeatureExtractor extractor = Extractors.Open(Extractors.Auto, real.Training);

        EvaluationReport report = Evaluator.Evaluate(generated, real, extractor);

        Assert.Equal(("pixels-14x14", 0), (report.Extractor.Name, report.Extractor.Classes));
        Assert.Empty(report.Classes);
        Assert.DoesNotContain(
            report.Metrics,
            result => result.Name is "classifierScore" or "classEntropy" or "rarestClass" or "sure"
        );
        Assert.Equal((400, 500), (report.Metrics[0].GeneratedCount, report.Metrics[0].ReferenceCount));
        Assert.Equal(200, report.Metrics[0].Real!.Count); // compared with 250 others: halves, in the same proportion
        Assert.Equal(report.Reference.Sha256, report.Training.Sha256);
    }

    [Fact]
    public void Too_few_images_and_images_of_another_shape_are_refused_in_words()
    {
        using ImageDataset few = new("few", new ImageShape(1, 28, 28), new byte[10 * 784]),
            large = new("large", new ImageShape(1, 32, 32), new byte[100 * 1024]);
        using RealImages real = new("digits", new ImageDataset("digits", new ImageShape(1, 28, 28), new byte[100 * 784]));
        using PixelExtractor extractor = new(real.Training.Shape);

        Assert.Contains(
            "too few to judge",
            Assert.Throws<FigmentException>(() => Evaluator.Evaluate(few, real, extractor)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "the same shape",
            Assert.Throws<FigmentException>(() => Evaluator.Evaluate(large, real, extractor)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "between 20 and",
            Assert
                .Throws<OptionsException>(() => Evaluator.Evaluate(large, real, extractor, new EvaluationOptions { Count = 1 }))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void It_can_be_stopped_and_leaves_no_tensor_behind()
    {
        using ImageDataset some = reports.Digits();
        using RealImages real = new("digits", some.Subset(arange(200, ScalarType.Int64)));
        using ImageDataset generated = some.Subset(arange(200, 300, ScalarType.Int64));
        using PixelExtractor extractor = new(some.Shape);
        long before = LiveTensors.Count();

        Evaluator.Evaluate(generated, real, extractor);
        Assert.Throws<OperationCanceledException>(() =>
            Evaluator.Evaluate(generated, real, extractor, cancellationToken: new CancellationToken(canceled: true))
        );

        Assert.Equal(before, LiveTensors.Count());
    }

    /// <summary>Judges corrupted digits with the classifier in the package, each once.</summary>
    public sealed class Reports : IDisposable
    {
        private readonly RealImages real;
        private readonly ImageDataset digits; // test digits that the reference does not hold
        private readonly FeatureExtractor extractor;
        private readonly Dictionary<string, EvaluationReport> judged = [];

        public Reports()
        {
            using ImageDataset test = Datasets.Mnist(DataPart.Test);
            using Generator random = new SeededRandom(3).Generator("halves");
            using Tensor order = randperm(test.Count, ScalarType.Int64, generator: random);
            using Tensor first = order.narrow(0, 0, 5_000),
                second = order.narrow(0, 5_000, Count);
            real = new RealImages("mnist", Datasets.Mnist(), test.Subset(first));
            digits = test.Subset(second);
            extractor = Extractors.Open(Extractors.Auto, real.Training);
        }

        internal EvaluationReport this[string corruption]
        {
            get
            {
                if (!judged.TryGetValue(corruption, out EvaluationReport? report))
                    judged[corruption] = report = Judge(Corrupt(corruption));
                return report;
            }
        }

        public void Dispose()
        {
            extractor.Dispose();
            digits.Dispose();
            real.Dispose();
        }

        internal double Value(string corruption, string metric) =>
            this[corruption].Metrics.First(result => result.Name == metric).Value;

        internal ImageDataset Digits() => digits.Subset(arange(Count, ScalarType.Int64));

        internal EvaluationReport Judge(ImageDataset generated)
        {
            using ImageDataset owned = generated;
            return Evaluator.Evaluate(
                generated,
                real,
                extractor,
                new EvaluationOptions
                {
                    Count = Count,
                    NearestCount = 100,
                    Pairs = 1_000,
                }
            );
        }

        private ImageDataset Corrupt(string corruption)
        {
            using DisposeScope scope = NewDisposeScope();
            Batch batch = digits.Gather(arange(Count, ScalarType.Int64));
            using Generator random = new SeededRandom(1).Generator("noise");
            return corruption switch
            {
                "real" => Digits(),
                "noise" => Pack(batch.Items + (randn(batch.Items.shape, generator: random) * 0.2)),
                "blends" => Pack((batch.Items + batch.Items.roll(1, 0)) / 2),
                "blur" => Pack(nn.functional.avg_pool2d(batch.Items, 5, 1, 2)),
                "fewer classes" => digits.Subset(batch.Labels!.lt(5).nonzero().flatten()),
                "duplicates" => digits.Subset(arange(Count, ScalarType.Int64).remainder(20)),
                "other labels" => new ImageDataset(
                    "digits",
                    digits.Shape,
                    digits.Pixels(0, Count).data<byte>().ToArray(),
                    [.. digits.Labels()!.Take(Count).Select(label => (byte)((label + 1) % 10))],
                    digits.ClassNames
                ),
                "copies" => real.Training.Subset(arange(Count, ScalarType.Int64)),
                _ => throw new ArgumentException(corruption, nameof(corruption)),
            };
        }

        private static ImageDataset Pack(Tensor images) =>
            new(
                "corrupted",
                new ImageShape(1, 28, 28),
                [.. (images.clamp(0, 1) * 255).round().to(ScalarType.Byte).flatten().data<byte>()]
            );
    }
}
