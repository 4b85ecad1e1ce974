using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Figment.Evaluation.Images;

/// <summary>Where the training of a classifier stands, after an epoch or within one.</summary>
/// <param name="Epoch">Epochs begun, from 1.</param>
/// <param name="Fraction">What part of the whole training is done, 0 to 1.</param>
/// <param name="Loss">The cross-entropy, in nats, of one of the latest steps.</param>
/// <param name="TestAccuracy">The share of held-out images classified rightly, at the end of an epoch; otherwise null.</param>
internal sealed record ClassifierProgress(int Epoch, double Fraction, double Loss, double? TestAccuracy);

/// <summary>Trains a <see cref="ConvClassifier"/> on labelled images and saves it as an extractor of features.</summary>
internal static class ClassifierTraining
{
    private const int ReportEvery = 50, HeldOutTenth = 10, MaxAccuracyImages = 1_000;

    /// <summary>Trains and saves. Same data, options, device and threads: the same file.</summary>
    /// <param name="data">Labelled images; on the device to train on.</param>
    /// <param name="test">
    /// Images that it is measured on and does not learn from, those of classes that the data has by name; null, or none of such classes, holds back
    /// a tenth of the data.
    /// </param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="options">How to train; null takes the defaults.</param>
    /// <param name="progress">Hears of it on the training thread.</param>
    /// <param name="cancellationToken">Stops; nothing is written then.</param>
    /// <returns>What was learned and how well.</returns>
    /// <exception cref="OptionsException">Options are out of range.</exception>
    /// <exception cref="OutputException">The file cannot be written; this is found before the work.</exception>
    /// <exception cref="FigmentException">The data has no labels, or too few images or classes.</exception>
    public static ClassifierCard Train(
        ImageDataset data, ImageDataset? test, string path, ClassifierOptions? options = null,
        IProgress<ClassifierProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new ClassifierOptions();
        OptionsValidator.ThrowIfInvalid(options);
        Check(data, test);
        ImageDataset? labelled = test is null ? null : ClassMatch.Of(test, data.ClassNames, data.ClassCounts).Joined();
        using ImageDataset? owned = ReferenceEquals(labelled, test) ? null : labelled?.To(data.Device);
        test = labelled;
        OutputPlace.EnsureFile(path);

        // --- What it learns from, and what it is measured on.
        SeededRandom random = new(options.Seed);
        using DisposeScope scope = NewDisposeScope();
        using Generator split = random.Generator("held out");
        Tensor order = test is null ? randperm(data.Count, ScalarType.Int64, generator: split) : arange(data.Count, ScalarType.Int64);
        int heldOut = test is null ? Math.Max(1, data.Count / HeldOutTenth) : 0;
        Tensor learning = order.narrow(0, heldOut, data.Count - heldOut);
        Tensor measuring = test is null ? order.narrow(0, 0, heldOut) : arange(test.Count, ScalarType.Int64);

        random.SeedSharedGenerator("weights");
        using ConvClassifier network = new(data.Shape, data.ClassCounts.Count);
        network.to(data.Device);
        using AdamW optimizer = optim.AdamW(network.parameters(), options.LearningRate, weight_decay: options.WeightDecay);
        int batch = (int)Math.Min(options.BatchSize, learning.shape[0]);
        long stepsPerEpoch = learning.shape[0] / batch, steps = stepsPerEpoch * options.Epochs;
        using ShuffledOrder shuffled = new((int)learning.shape[0], random);
        double accuracy = 0, loss = 0;

        for (long step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // --- One step.
            using (NewDisposeScope())
            using (Generator generator = random.Generator("augmentation", step))
            {
                foreach (AdamW.ParamGroup group in optimizer.ParamGroups.Cast<AdamW.ParamGroup>()) group.LearningRate = options.LearningRate * Schedule((double)step / steps);
                Batch images = data.Gather(learning.index_select(0, shuffled.Take(step * batch, batch)));
                network.train();
                optimizer.zero_grad();
                Tensor stepLoss = cross_entropy(network.call(Augmentation.Apply(images.Items, options, generator)), images.Labels!);
                stepLoss.backward();
                optimizer.step();
                if (step % ReportEvery == 0) loss = stepLoss.item<float>();
            }

            // --- Reports.
            bool endsEpoch = (step + 1) % stepsPerEpoch == 0;
            if (endsEpoch) accuracy = Accuracy(network, test ?? data, measuring);
            if (endsEpoch || step % ReportEvery == 0)
                progress?.Report(new ClassifierProgress((int)(step / stepsPerEpoch) + 1, (step + 1.0) / steps, loss, endsEpoch ? accuracy : null));
        }

        ClassifierCard card = new()
        {
            Data = data.Name,
            DataSha256 = data.Sha256,
            Shape = data.Shape,
            ClassNames = data.ClassNames,
            TestAccuracy = accuracy,
            TestCount = (int)measuring.shape[0],
            Training = options,
            Figment = typeof(ClassifierTraining).Assembly.GetName().Version!.ToString(3),
        };
        OutputPlace.Write(path, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            ClassifierExtractor.Save(network, card, path);
        });
        return card;
    }

    private static void Check(ImageDataset data, ImageDataset? test)
    {
        if (data.ClassCounts.Count < 2)
            throw new FigmentException($"{data.Name} has {(data.ClassCounts.Count == 0 ? "no labels" : "one class only")}, and a classifier learns to tell classes apart. Give labelled data, for instance a folder with one subfolder per class.");
        if (data.ClassCounts.Min() < 20)
            throw new FigmentException($"{data.Name} has {data.ClassCounts.Min()} images of '{data.ClassNames[data.ClassCounts.ToList().IndexOf(data.ClassCounts.Min())]}'; a classifier needs at least 20 of each class. Add images.");
        if (test is not null && test.Shape != data.Shape)
            throw new FigmentException($"The test images ({test.Shape}) do not belong to the training images ({data.Shape}). Check that both are of the same data set.");
    }

    /// <summary>From 0 to 1 over the first tenth, then along a cosine to 0.</summary>
    private static double Schedule(double done) => done < 0.1 ? (done + 1e-3) / 0.101 : 0.5 * (1 + Math.Cos(Math.PI * (done - 0.1) / 0.9));

    private static double Accuracy(ConvClassifier network, ImageDataset data, Tensor indices)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        network.eval();
        long correct = 0;
        foreach (Tensor block in indices.split(MaxAccuracyImages))
        {
            using DisposeScope blockScope = NewDisposeScope();
            Batch batch = data.Gather(block);
            correct += network.call(batch.Items).argmax(1).eq(batch.Labels!).sum().item<long>();
        }

        return (double)correct / indices.shape[0];
    }
}
