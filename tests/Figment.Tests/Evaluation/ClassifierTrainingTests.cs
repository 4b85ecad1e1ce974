using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

public sealed class ClassifierTrainingTests : IDisposable
{
    private static readonly ClassifierOptions Brief = new()
    {
        Epochs = 3,
        BatchSize = 16,
        Seed = 1,
    };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_learns_to_tell_shapes_apart_and_the_file_judges_new_images()
    {
        using ImageDataset shapes = Shapes(400);
        List<ClassifierProgress> heard = [];

        ClassifierCard card = ClassifierTraining.Train(
            shapes,
            null,
            folder["shapes"],
            Brief,
            new ReportList<ClassifierProgress>(heard.Add)
        );
        using ClassifierExtractor extractor = ClassifierExtractor.Load(folder["shapes"]);
        using ImageDataset fresh = Shapes(100, seed: 2);
        using FeatureSet seen = extractor.Extract(fresh);

        Assert.Equal((40, "shapes"), (card.TestCount, card.Data));
        Assert.InRange(card.TestAccuracy, 0.95, 1);
        Assert.InRange(
            seen.Probabilities!.argmax(1).eq(fresh.Gather(arange(100, ScalarType.Int64)).Labels!).sum().item<long>(),
            95,
            100
        );
        Assert.Equal(["bar", "row"], extractor.ClassNames);
        Assert.Equal(card.TestAccuracy, heard.Last(report => report.TestAccuracy is not null).TestAccuracy);
        Assert.Equal([1, 2, 3], heard.Where(report => report.TestAccuracy is not null).Select(report => report.Epoch));
    }

    [Fact]
    public void The_same_seed_gives_the_same_file_and_another_seed_another()
    {
        using ImageDataset shapes = Shapes(60);
        byte[] File(string name, long seed)
        {
            ClassifierTraining.Train(shapes, null, folder[name], Brief with { Epochs = 1, Seed = seed });
            return System.IO.File.ReadAllBytes(folder[name]);
        }

        Assert.Equal(File("a", 5), File("b", 5));
        Assert.NotEqual(File("a", 5), File("c", 6));
    }

    [Fact]
    public void Data_that_no_classifier_can_learn_from_is_refused_in_words()
    {
        using ImageDataset unlabelled = new("plain", new ImageShape(1, 8, 8), new byte[64 * 64]),
            few = Shapes(30),
            other = new("other", new ImageShape(1, 9, 9), new byte[81 * 4], [0, 1, 0, 1]);
        using ImageDataset shapes = Shapes(60);

        Assert.Contains(
            "no labels",
            Assert.Throws<FigmentException>(() => ClassifierTraining.Train(unlabelled, null, folder["x"])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "at least 20 of each",
            Assert.Throws<FigmentException>(() => ClassifierTraining.Train(few, null, folder["x"])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Check that both belong to the same data set",
            Assert.Throws<FigmentException>(() => ClassifierTraining.Train(shapes, other, folder["x"])).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            2,
            Assert
                .Throws<OptionsException>(() =>
                    ClassifierTraining.Train(shapes, null, folder["x"], new ClassifierOptions { Epochs = 0, Rotation = 90 })
                )
                .Problems.Count
        );
    }

    [Fact]
    public void Stopped_it_writes_nothing_and_leaves_no_tensor_behind()
    {
        using ImageDataset shapes = Shapes(60);
        long before = LiveTensors.Count();
        using CancellationTokenSource stop = new();

        Assert.Throws<OperationCanceledException>(() =>
            ClassifierTraining.Train(
                shapes,
                null,
                folder["x"],
                Brief,
                new ReportList<ClassifierProgress>(_ => stop.Cancel()),
                stop.Token
            )
        );

        Assert.Empty(Directory.GetFiles(folder.Root));
        Assert.Equal(before + LiveTensors.NeverUncounted(networks: 1), LiveTensors.Count());
    }

    /// <summary>Upright bars and lying rows at random places.</summary>
    private static ImageDataset Shapes(int count, long seed = 1)
    {
        using Generator random = new SeededRandom(seed).Generator("places");
        using Tensor places = randint(4, 12, [count], ScalarType.Int64, generator: random);
        byte[] pixels = new byte[count * 256],
            labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            int place = (int)places[i].item<long>();
            labels[i] = (byte)(i % 2);
            for (int along = 2; along < 14; along++)
                pixels[(i * 256) + (i % 2 == 0 ? (along * 16) + place : (place * 16) + along)] = 255;
        }

        return new ImageDataset("shapes", new ImageShape(1, 16, 16), pixels, labels, ["bar", "row"]);
    }
}
