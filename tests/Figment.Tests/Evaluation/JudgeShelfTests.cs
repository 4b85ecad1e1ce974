using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Microsoft.Extensions.Time.Testing;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

/// <summary>Judges for labelled data: made once, kept under the data's SHA-256.</summary>
public sealed class JudgeShelfTests : IDisposable
{
    // A twentieth of the images of this plan is 1,920.
    private static readonly TrainingPlan Brief = new() { Steps = 300, BatchSize = 128 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Shelf => folder["judges"];

    [Fact]
    public void Labelled_images_get_a_judge_which_the_next_training_takes()
    {
        using ImageDataset shapes = Shapes(160);
        List<ClassifierProgress> heard = [],
            again = [];

        KeptJudge made = Open(shapes, heard: heard);
        KeptJudge kept = Open(shapes, heard: again);
        KeptJudge elsewhere = Open(shapes, folder["others"]);

        using ClassifierExtractor extractor = ClassifierExtractor.Load(made.File!, "made");
        Assert.Equal(
            (40, 1_920, 1_920),
            (extractor.Card.TestCount, extractor.Card.Effort!.Images, extractor.Card.Effort.Planned)
        );
        Assert.InRange(extractor.Card.TestAccuracy, 0.9, 1);
        Assert.Contains(
            "2 classes of this data judges the samples. It names the right class for",
            Assert.Single(extractor.Describe().Notes!).English,
            StringComparison.Ordinal
        );
        Assert.Equal((extractor.Card.TestAccuracy, 40), (extractor.Describe().Accuracy, extractor.Describe().AccuracyCount));
        Assert.Empty(made.Notes);
        Assert.Equal(1, heard[^1].Fraction);
        Assert.Equal(5, heard.Count(report => report.TestAccuracy is not null));
        Assert.Empty(again);
        Assert.Equal(made.File, kept.File);
        Assert.Equal(made.File, elsewhere.File); // the same data, plan and threads
    }

    [Fact]
    public void A_file_that_is_damaged_or_of_other_classes_is_replaced()
    {
        using ImageDataset shapes = Shapes(160);
        using ImageDataset renamed = new("renamed", shapes.Shape, PixelsOf(shapes), shapes.Labels(), ["one", "two"]);
        Assert.Equal(shapes.Sha256, renamed.Sha256);
        byte[] made = Open(shapes).File!;
        string file = Assert.Single(Directory.GetFiles(Shelf));

        File.WriteAllBytes(file, made[..(made.Length / 2)]);
        KeptJudge mended = Open(shapes);
        KeptJudge ofOthers = Open(renamed);

        Assert.Contains("was damaged", Assert.Single(mended.Notes).English, StringComparison.Ordinal);
        Assert.Equal(made, mended.File);
        using ClassifierExtractor extractor = ClassifierExtractor.Load(ofOthers.File!, "others");
        Assert.Equal(["one", "two"], extractor.ClassNames);
    }

    [Fact]
    public void One_that_hardly_does_better_than_guessing_judges_nothing_and_is_not_made_again()
    {
        using ImageDataset shapes = Shapes(160);
        byte[] labels = [.. Enumerable.Range(0, 160).Select(i => (byte)(i * 7919 % 13 % 3))];
        using ImageDataset random = new("random", shapes.Shape, PixelsOf(shapes), labels, ["a", "b", "c"]);
        List<ClassifierProgress> again = [];

        KeptJudge made = Open(random),
            kept = Open(random, heard: again);

        Assert.Null(made.File);
        Assert.Contains("names the right class for only", Assert.Single(made.Notes).English, StringComparison.Ordinal);
        Assert.Equal(made.Notes.Select(note => note.English), kept.Notes.Select(note => note.English));
        Assert.Empty(again);
    }

    [Fact]
    public void Data_with_too_few_images_or_one_class_has_none()
    {
        using ImageDataset shapes = Shapes(160),
            few = Shapes(60);
        using ImageDataset pairs = new(
            "pairs",
            shapes.Shape,
            PixelsOf(shapes),
            [.. Enumerable.Range(0, 160).Select(i => (byte)(i / 2))]
        );
        using ImageDataset one = new("one", shapes.Shape, PixelsOf(shapes), new byte[160], ["all"]);
        using ImageDataset none = new("none", shapes.Shape, PixelsOf(shapes));

        Assert.Contains(
            "160 pictures in 80 classes are too few",
            Assert.Single(Open(pairs).Notes).English,
            StringComparison.Ordinal
        );
        Assert.Contains("60 pictures in 2 classes", Assert.Single(Open(few).Notes).English, StringComparison.Ordinal);
        Assert.All([Open(one), Open(none)], judge => Assert.True(judge is { File: null, Notes: [] }));
        Assert.False(Directory.Exists(Shelf));
    }

    [Fact]
    public void It_takes_a_tenth_of_a_training_and_one_that_was_cut_short_is_made_better_where_there_is_time()
    {
        using ImageDataset shapes = Shapes(160);
        FakeTimeProvider slow = new() { AutoAdvanceAmount = TimeSpan.FromMilliseconds(50) };

        Assert.Contains(
            "too short",
            Assert.Single(Open(shapes, plan: new TrainingPlan { Steps = 100, BatchSize = 128 }).Notes).English,
            StringComparison.Ordinal
        );
        long cut = Images(Open(shapes, plan: new TrainingPlan { Seconds = 15, BatchSize = 128 }, clock: slow));
        long kept = Images(Open(shapes, plan: new TrainingPlan { Seconds = 25, BatchSize = 128 }));
        long more = Images(Open(shapes, plan: new TrainingPlan { Seconds = 600, BatchSize = 128 }));

        Assert.InRange(cut, 12 * 32, 30 * 32); // a clock that advances by 50 ms each time it is read, at least once per step
        Assert.Equal(cut, kept);
        Assert.Equal(112 * 32, more); // as much as is worthwhile: 30 rounds of 120 images, in whole batches
    }

    [Fact]
    public void Stopped_it_keeps_nothing_and_leaves_no_tensor_behind_and_a_folder_that_cannot_be_written_is_said()
    {
        using ImageDataset shapes = Shapes(160);
        long before = LiveTensors.Count();
        using CancellationTokenSource stop = new();

        Assert.Throws<OperationCanceledException>(() =>
            new JudgeShelf(Shelf).Open(
                shapes,
                Brief,
                TimeProvider.System,
                new ReportList<ClassifierProgress>(_ => stop.Cancel()),
                stop.Token
            )
        );
        Assert.False(Directory.Exists(Shelf));
        Assert.Equal(before + LiveTensors.NeverUncounted(networks: 1), LiveTensors.Count());

        File.WriteAllText(folder["file"], "");
        KeptJudge judge = Open(shapes, folder["file"]);
        Assert.NotNull(judge.File);
        Assert.Contains("could not be stored", Assert.Single(judge.Notes).English, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_classes_that_can_be_told_patterns_of_patches_are_kept()
    {
        using ImageDataset shapes = Shapes(160),
            tiny = new("tiny", new ImageShape(1, 5, 9), new byte[60 * 45]);
        using ImageDataset plain = new("plain", shapes.Shape, PixelsOf(shapes));
        using ImageDataset pairs = new(
            "pairs",
            shapes.Shape,
            PixelsOf(shapes),
            [.. Enumerable.Range(0, 160).Select(i => (byte)(i / 2))]
        );
        KeptJudge Judge(ImageDataset data) => new JudgeShelf(Shelf).Open(data, Brief, TimeProvider.System);

        KeptJudge made = Judge(plain),
            ofPairs = Judge(pairs);
        using (FeatureExtractor extractor = FeatureExtractors.Load(made.File!, "made"))
            Assert.Equal(("plain-patches", 0), (extractor.Name, extractor.ClassNames.Count));
        Assert.Empty(made.Notes);
        Assert.Contains("statistics of small image patches", Assert.Single(ofPairs.Notes).English, StringComparison.Ordinal);
        Assert.True(Judge(tiny) is { File: null });

        string file = Directory.GetFiles(Shelf, $"{plain.Sha256}-*").Single();
        File.WriteAllBytes(file, made.File![..100]);
        KeptJudge mended = Judge(plain);
        Assert.Contains("was damaged", Assert.Single(mended.Notes).English, StringComparison.Ordinal);
        Assert.Equal(made.File, mended.File);
        Assert.Equal(made.File, File.ReadAllBytes(file));
        using FeatureExtractor named = FeatureExtractors.Load(file);
        Assert.Equal(192, named.Dimensions);
    }

    private static long Images(KeptJudge judge)
    {
        using ClassifierExtractor extractor = ClassifierExtractor.Load(judge.File!, "judge");
        return extractor.Card.Effort!.Images;
    }

    private KeptJudge Open(
        ImageDataset data,
        string? shelf = null,
        TrainingPlan? plan = null,
        TimeProvider? clock = null,
        List<ClassifierProgress>? heard = null
    ) =>
        new JudgeShelf(shelf ?? Shelf).OpenClassifier(
            data,
            plan ?? Brief,
            clock ?? TimeProvider.System,
            heard is null ? null : new ReportList<ClassifierProgress>(heard.Add)
        );

    private static byte[] PixelsOf(ImageDataset data)
    {
        using Tensor pixels = data.Pixels(0, data.Count);
        return pixels.data<byte>().ToArray();
    }

    /// <summary>Vertical and horizontal bars at random places, equally many of each.</summary>
    private static ImageDataset Shapes(int count)
    {
        using Generator random = new SeededRandom(1).Generator("places");
        using Tensor places = randint(2, 14, [count], ScalarType.Int64, generator: random);
        long[] at = places.data<long>().ToArray();
        byte[] pixels = new byte[count * 256],
            labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % 2);
            for (int k = 1; k < 15; k++)
                pixels[(i * 256) + (labels[i] == 0 ? (k * 16) + at[i] : (at[i] * 16) + k)] = 255;
        }

        return new ImageDataset("shapes", new ImageShape(1, 16, 16), pixels, labels, ["bar", "row"]);
    }
}
