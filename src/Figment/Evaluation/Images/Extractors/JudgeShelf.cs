using Figment.Backend;
using Figment.Data.Images;
using Figment.Models;
using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>What judges the samples of some data, as it is kept.</summary>
/// <param name="File">The bytes of its file; null where there is none.</param>
/// <param name="Notes">What a user must know: why there is no better one.</param>
internal sealed record KeptJudge(byte[]? File, IReadOnlyList<Text> Notes);

/// <summary>
/// What judges samples of data that no classifier in the package knows, one per data set: a small classifier of its classes; or,
/// without classes that can be told, patterns of its patches. Each is made once, and kept by the SHA-256 of pixels and labels.
/// What is kept can be made again, and is not trusted: a damaged file is replaced.
/// </summary>
/// <param name="folder">Where they are kept; made when the first one is.</param>
internal sealed class JudgeShelf(string folder)
{
    /// <summary>Where programs of a user keep them, unless they say otherwise.</summary>
    internal static string UsualFolder => Path.Combine(CacheFolder.Root, "judges");

    private const int FewestImages = 100,
        FewestPerClass = 5;
    private const int HeldOutTenth = 10,
        HeldOutQuarter = 4,
        EnoughHeldOut = 100,
        MostHeldOut = 1_000;
    private const int Measurements = 5;

    // Data of a user is mostly small, so batches are. Letters and flags may not be mirrored, nor turned much.
    private static readonly ClassifierOptions OfPictures = new()
    {
        BatchSize = 32,
        Rotation = 4,
        Quick = true,
    };
    private static readonly ClassifierOptions OfSounds = ClassifierOptions.OfSounds with { BatchSize = 32, Quick = true };

    /// <summary>Finds or makes what judges samples of some data best.</summary>
    /// <returns>Without a file only where images are too small for it.</returns>
    /// <inheritdoc cref="OpenClassifier"/>
    internal KeptJudge Open(
        ImageDataset data,
        TrainingPlan training,
        TimeProvider clock,
        IProgress<ClassifierProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        KeptJudge classifier = OpenClassifier(data, training, clock, progress, cancellationToken);
        if (classifier.File is not null || Math.Min(data.Shape.Height, data.Shape.Width) < PatchExtractor.Side)
            return classifier;
        List<Text> notes = [.. classifier.Notes];
        string path = PathOf(data, "patches");
        if (
            Find(
                path,
                file =>
                {
                    using PatchExtractor found = PatchExtractor.Load(file, path);
                    return found.Card;
                },
                notes
            )
                is (byte[] kept, PatchCard card)
            && card.DataSha256 == data.Sha256
            && card.Shape == data.Shape
            && card.Form == data.Form
        )
        {
            return new KeptJudge(kept, notes);
        }

        byte[] made = PatchTraining.Train(data, cancellationToken);
        Keep(path, made, notes);
        return new KeptJudge(made, notes);
    }

    /// <summary>
    /// Finds the classifier of some data, or trains it; the same data, plan and threads give the same file, unless there was no
    /// time for all of it.
    /// </summary>
    /// <param name="data">Labelled images, on the device to train on.</param>
    /// <param name="training">The training that it is for, of which its own takes a tenth at most.</param>
    /// <param name="clock">Measures that tenth.</param>
    /// <param name="progress">Hears of it on the training thread.</param>
    /// <param name="cancellationToken">Stops; nothing is kept then.</param>
    internal KeptJudge OpenClassifier(
        ImageDataset data,
        TrainingPlan training,
        TimeProvider clock,
        IProgress<ClassifierProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        int classes = data.ClassCounts.Count(count => count > 0);
        if (classes < 2)
            return new KeptJudge(null, []);
        if (data.Count < FewestImages || data.Count < FewestPerClass * classes)
            return new KeptJudge(
                null,
                [
                    data
                        .Form.Note("note.judge.few")
                        .Fill(("count", WordTable.Number(data.Count)), ("classes", WordTable.Number(classes))),
                ]
            );

        int heldOut = Math.Min(
            MostHeldOut,
            Math.Max(data.Count / HeldOutTenth, Math.Min(EnoughHeldOut, data.Count / HeldOutQuarter))
        );
        JudgePlan plan = JudgePlan.For(data.Count - heldOut, training);
        string path = PathOf(data, "classes");
        List<Text> notes = [];
        if (
            Find(
                path,
                file =>
                {
                    using ClassifierExtractor found = ClassifierExtractor.Load(file, path);
                    return found.Card;
                },
                notes
            )
                is (byte[] kept, ClassifierCard card)
            && IsOf(card, data)
            && !IsWorthMore(card.Effort!, data.Count - heldOut, plan)
        )
        {
            return Judge(kept, card, notes);
        }

        if (plan.IsTooShort)
            return new KeptJudge(null, [.. notes, data.Form.Note("note.judge.short").Words]);

        (byte[] made, ClassifierCard cardOfMade) = Train(data, heldOut, plan, clock, progress, cancellationToken);
        Keep(path, made, notes);
        return Judge(made, cardOfMade, notes);
    }

    private static KeptJudge Judge(byte[] file, ClassifierCard card, List<Text> notes) =>
        card.Effort!.IsGood(card) ? new KeptJudge(file, notes) : new KeptJudge(null, [.. notes, card.Effort.Describe(card)]);

    /// <summary>One that had to end early is trained once more where there is at least twice the time for it.</summary>
    private static bool IsWorthMore(JudgeEffort before, long learning, JudgePlan plan) =>
        before.Images < JudgePlan.Wanted(learning) && plan.Planned / 2 >= before.Planned;

    private static bool IsOf(ClassifierCard card, ImageDataset data) =>
        card.Effort is not null
        && card.DataSha256 == data.Sha256
        && card.Shape == data.Shape
        && card.Form == data.Form
        && card.ClassNames.SequenceEqual(data.ClassNames);

    /// <summary>What is kept, and its card; null where nothing is, or it is damaged.</summary>
    private static (byte[] File, T Card)? Find<T>(string path, Func<byte[], T> read, List<Text> notes)
        where T : class
    {
        if (!File.Exists(path))
            return null;
        try
        {
            byte[] file = Storage.Try(path, "read", () => File.ReadAllBytes(path));
            return (file, read(file));
        }
        catch (FigmentException)
        {
            notes.Add(WordTable.Text("note.judge.damaged"));
            return null;
        }
    }

    private static (byte[] File, ClassifierCard Card) Train(
        ImageDataset data,
        int heldOut,
        JudgePlan plan,
        TimeProvider clock,
        IProgress<ClassifierProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        ClassifierOptions options = data.Form is null ? OfPictures : OfSounds;
        SeededRandom random = new(options.Seed);
        using DisposeScope scope = NewDisposeScope();
        using Generator split = random.Generator("held out");
        Tensor order = randperm(data.Count, ScalarType.Int64, generator: split);
        Tensor measuring = order.narrow(0, 0, heldOut),
            learning = order.narrow(0, heldOut, data.Count - heldOut);

        random.SeedSharedGenerator("weights");
        using ConvClassifier network = new(data.Shape, data.ClassCounts.Count, options.Quick);
        network.to(data.Device);
        long steps = Math.Max(1, plan.Images / Math.Min(options.BatchSize, data.Count - heldOut));
        ClassifierFit fit = new(data, learning, options, trained => ClassifierFit.Accuracy(trained, data, measuring))
        {
            Steps = steps,
            MeasureEvery = Math.Max(1, steps / Measurements),
            Limit = plan.Limit,
            Clock = clock,
        };
        (long made, double accuracy) = fit.Run(network, random, progress, cancellationToken);
        Tensor labels = data.Labels(measuring)!;
        double guessing = (double)labels.to(ScalarType.Int64).bincount(null, data.ClassCounts.Count).max().item<long>() / heldOut;
        ClassifierCard card = new()
        {
            Data = data.Name,
            DataSha256 = data.Sha256,
            Shape = data.Shape,
            Form = data.Form,
            ClassNames = data.ClassNames,
            TestAccuracy = accuracy,
            TestCount = heldOut,
            Training = options,
            Effort = new JudgeEffort(made * fit.BatchSize, plan.Planned, guessing),
            Figment = typeof(JudgeShelf).Assembly.GetName().Version!.ToString(3),
        };
        using MemoryStream file = new();
        ClassifierExtractor.Save(network, card, file);
        return (file.ToArray(), card);
    }

    private string PathOf(ImageDataset data, string what) =>
        Path.Combine(folder, $"{FileNames.Safe(data.Sha256)}-{what}.safetensors");

    private static void Keep(string path, byte[] file, List<Text> notes)
    {
        bool isKept = Storage.Or(
            () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                AtomicFile.Write(path, stream => stream.Write(file));
                return true;
            },
            otherwise: false
        );
        Text note = WordTable.Text("note.judge.unkept");
        if (!isKept && !notes.Exists(said => said.English == note.English))
            notes.Add(note);
    }
}
