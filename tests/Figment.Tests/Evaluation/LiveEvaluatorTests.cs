using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs.Images;

namespace Figment.Tests.Evaluation;

public sealed class LiveEvaluatorTests
{
    private const int PerLook = 72_000;

    [Fact]
    public void It_is_due_after_so_many_images_that_its_cost_stays_small_and_at_the_end()
    {
        using ImageDataset data = Images();
        using PixelExtractor extractor = new(data.Shape);
        using LiveEvaluator evaluator = new(data, extractor, seed: 0);
        using ImageModel model = (ImageModel)
            ModelCatalog.Find("classic").Create(new ClassicGanOptions(), data.Description, new SeededRandom(0));

        Assert.False(evaluator.IsDue(model, 0, isLast: false));
        Assert.False(evaluator.IsDue(model, PerLook - 1, isLast: false));
        Assert.True(evaluator.IsDue(model, PerLook, isLast: false));
        Assert.True(evaluator.IsDue(model, 128, isLast: true));

        evaluator.Look(model, PerLook);

        Assert.False(evaluator.IsDue(model, (2 * PerLook) - 1, isLast: false));
        Assert.True(evaluator.IsDue(model, 2 * PerLook, isLast: false));
    }

    [Theory]
    // 20 passes per sample cost as much as learning from 6.7 images, and 4% of 83,333 is 3,333
    [InlineData("euler:10", 1.15, 500, 84_000)]
    [InlineData("euler:10", 1.0, 500, 42_000)]
    [InlineData("euler:4", 1.0, 1_000, 72_000)]
    public void Samples_that_take_many_passes_are_looked_at_less_often_and_fewer(
        string solver,
        double guidance,
        int count,
        long interval
    )
    {
        using ImageDataset data = new("many", new ImageShape(1, 8, 8), new byte[1_200 * 64], new byte[1_200], ["all"]);
        using PixelExtractor extractor = new(data.Shape);
        using LiveEvaluator evaluator = new(data, extractor, seed: 0);
        ModelPreset flow = ModelCatalog
            .Find("flow")
            .WithChanges(
                new Dictionary<string, string>
                {
                    ["solver"] = solver,
                    ["guidanceScale"] = guidance.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    ["width"] = "8",
                    ["deepWidth"] = "8",
                    ["conditional"] = "true",
                }
            );
        using ImageModel model = (ImageModel)
            flow.Create(flow.OptionsFor(data.Description), data.Description, new SeededRandom(0));

        Assert.Equal(count, evaluator.Look(model, 0).Count);
        Assert.False(evaluator.IsDue(model, interval - 1_000, isLast: false));
        Assert.True(evaluator.IsDue(model, interval, isLast: false));
    }

    [Fact]
    public void A_run_that_goes_on_is_looked_at_with_as_many_samples_as_before()
    {
        using ImageDataset data = new("many", new ImageShape(1, 8, 8), new byte[1_200 * 64], new byte[1_200], ["all"]);
        using PixelExtractor extractor = new(data.Shape);
        using LiveEvaluator evaluator = new(data, extractor, seed: 0);
        using ImageModel model = (ImageModel)
            ModelCatalog.Find("classic").Create(new ClassicGanOptions(), data.Description, new SeededRandom(0));

        evaluator.GoOnFrom(1_000, 300);

        Assert.Equal(300, evaluator.Look(model, 2_000).Count);
        Assert.False(evaluator.IsDue(model, 2_000 + PerLook - 1, isLast: false));
        Assert.True(evaluator.IsDue(model, 2_000 + PerLook, isLast: false));
    }

    [Fact]
    public void The_same_model_gets_the_same_numbers_and_no_tensor_stays_behind()
    {
        using ImageDataset data = Images();
        using PixelExtractor extractor = new(data.Shape);
        using ImageModel model = (ImageModel)
            ModelCatalog.Find("classic").Create(new ClassicGanOptions(), data.Description, new SeededRandom(0));
        long before = LiveTensors.Count();
        LiveEvaluation first,
            second;
        using (LiveEvaluator evaluator = new(data, extractor, seed: 0))
        {
            first = evaluator.Look(model, 1);
            second = evaluator.Look(model, 2);
        }

        Assert.Equal(before, LiveTensors.Count());
        Assert.Equal(first, second);
        // As many as the number of real images
        Assert.Equal((100, 64, extractor.Name), (first.Count, first.CopiedCount, first.Extractor));
        Assert.Null(first.Classes);
    }

    [Fact]
    public void An_untrained_generator_covers_nothing_and_makes_all_alike()
    {
        using ImageDataset digits = Datasets.Mnist(DataPart.Test);
        using FeatureExtractor extractor = Extractors.Open("mnist", digits);
        using LiveEvaluator evaluator = new(digits, extractor, seed: 0);
        using ImageModel model = (ImageModel)
            ModelCatalog.Find("classic").Create(new ClassicGanOptions(), digits.Description, new SeededRandom(0));

        LiveEvaluation seen = evaluator.Look(model, 1);

        Assert.InRange(seen.Coverage, 0, 0.02);
        Assert.InRange(seen.FrechetDistance, 20, double.MaxValue);
        Assert.InRange(seen.RealSimilarity, 0.05, 0.2);
        Assert.InRange(seen.Classes!.RealEntropy, 0.98, 1);
        Assert.Equal(1, seen.Classes.Shares.Sum(), 1e-9);
    }

    private static ImageDataset Images() =>
        new("some", new ImageShape(1, 8, 8), [.. Enumerable.Range(0, 100 * 64).Select(i => (byte)(i * 7919 % 251))]);
}
