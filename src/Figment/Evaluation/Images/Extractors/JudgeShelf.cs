using Figment.Backend;
using Figment.Data.Images;
using Figment.Models;
using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>A stored judge for the samples of some data.</summary>
/// <param name="File">The content of its file; null if there is none.</param>
/// <param name="Notes">What a user must know, for instance why there is no better judge.</param>
internal sealed record KeptJudge(byte[]? File, IReadOnlyList<Text> Notes);

/// <summary>
/// Judges for data that no classifier in the package knows, one per data set: a small classifier of its classes or, if its
/// classes cannot be told apart, patterns of its patches. Each is made once, and stored under the SHA-256 of pixels and labels.
/// Stored files can be made again and are not trusted: a damaged file is replaced.
/// </summary>
/// <param name="folder">The folder for the judges; it is created with the first one.</param>
internal sealed class JudgeShelf(string folder)
{
    /// <summary>The folder in which a user's programs store judges by default.</summary>
    internal static string UsualFolder => Path.Combine(CacheFolder.Root, "judges");

    private const int FewestImages = 100,
        FewestPerClass = 5;
    private const int HeldOutTenth = 10,
        HeldOutQuarter = 4,
        EnoughHeldOut = 100,
        MostHeldOut = 1_000;
    private const int Measurements = 5;

    // Users' data sets are mostly small, so batches are small, too. Letters and flags must not be mirrored, or rotated by much.
    private static readonly ClassifierOptions OfPictures = new()
    {
        BatchSize = 32,
        Rotation = 4,
        Quick = true,
    };
    private static readonly ClassifierOptions OfSounds = ClassifierOptions.OfSounds with { BatchSize = 32, Quick = true };

    /// <summary>Finds or makes the best judge for samples of some data.</summary>
    /// <returns>The judge; it lacks a file only if the images are too small for one.</returns>
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
    /// Finds the classifier for some data, or trains it. The same data, plan and number of threads give the same file, unless
    /// time ran out before all steps were done.
    /// </summary>
    /// <param name="data">Labelled images, on the device to train on.</param>
    /// <param name="training">
    /// The training run that the classifier is for; training it takes at most a tenth of the run's time.
    /// </param>
    /// <param name="clock">The clock that measures this time.</param>
    /// <param name="progress">Receives the progress on the training thread.</param>
    /// <param name="cancellationToken">Cancels the training; nothing is stored then.</param>
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

    /// <summary>A classifier whose training ended early is trained again if at least twice the time is available.</summary>
    private static bool IsWorthMore(JudgeEffort before, long learning, JudgePlan plan) =>
        before.Images < JudgePlan.Wanted(learning) && plan.Planned / 2 >= before.Planned;

    private static bool IsOf(ClassifierCard card, ImageDataset data) =>
        card.Effort is not null
        && card.DataSha256 == data.Sha256
        && card.Shape == data.Shape
        && card.Form == data.Form
        && card.ClassNames.SequenceEqual(data.ClassNames);

    /// <summary>Returns the stored file and its card; null if there is none, or it is damaged.</summary>
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
