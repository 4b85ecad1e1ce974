using Figment.Backend;
using Figment.Data.Images;
using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>Trains a <see cref="ConvClassifier"/> on labelled images and saves it as an extractor of features.</summary>
internal static class ClassifierTraining
{
    private const int HeldOutTenth = 10;

    /// <summary>
    /// Trains and saves a classifier. With the same data, options, device and number of threads, the file is the same.
    /// </summary>
    /// <param name="data">Labelled images, on the device to train on.</param>
    /// <param name="test">
    /// Images for measuring the accuracy; only images whose class also occurs in the data, by name, are used. If this is null or
    /// contains no such images, a tenth of the data is held out.
    /// </param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <param name="progress">Receives the progress on the training thread.</param>
    /// <param name="cancellationToken">Cancels the training; in that case, nothing is written.</param>
    /// <returns>What the classifier learned from, and how well it learned.</returns>
    /// <exception cref="OptionsException">Options are out of range.</exception>
    /// <exception cref="OutputException">The file cannot be written; this is checked before the work begins.</exception>
    /// <exception cref="FigmentException">The data has no labels, or too few images or classes.</exception>
    public static ClassifierCard Train(
        ImageDataset data,
        ImageDataset? test,
        string path,
        ClassifierOptions? options = null,
        IProgress<ClassifierProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new ClassifierOptions();
        OptionsValidator.ThrowIfInvalid(options);
        Check(data, test);
        ImageDataset? labelled = test is null ? null : ClassMatch.Of(test, data.ClassNames, data.ClassCounts).Joined();
        using ImageDataset? owned = ReferenceEquals(labelled, test) ? null : labelled?.To(data.Device);
        test = labelled;
        OutputPlace.EnsureFile(path);

        // --- The images to learn from, and those to measure on.
        SeededRandom random = new(options.Seed);
        using DisposeScope scope = NewDisposeScope();
        using Generator split = random.Generator("held out");
        Tensor order = test is null ? randperm(data.Count, ScalarType.Int64, generator: split) : Scalars.Range(data.Count);
        int heldOut = test is null ? Math.Max(1, data.Count / HeldOutTenth) : 0;
        Tensor learning = order.narrow(0, heldOut, data.Count - heldOut);
        Tensor measuring = test is null ? order.narrow(0, 0, heldOut) : Scalars.Range(test.Count);

        random.SeedSharedGenerator("weights");
        using ConvClassifier network = new(data.Shape, data.ClassCounts.Count, options.Quick);
        network.to(data.Device);
        ClassifierFit fit = new(data, learning, options, trained => ClassifierFit.Accuracy(trained, test ?? data, measuring));
        double accuracy = fit.Run(network, random, progress, cancellationToken).Accuracy;

        ClassifierCard card = new()
        {
            Data = data.Name,
            DataSha256 = data.Sha256,
            Shape = data.Shape,
            Form = data.Form,
            ClassNames = data.ClassNames,
            TestAccuracy = accuracy,
            TestCount = (int)measuring.shape[0],
            Training = options,
            Figment = typeof(ClassifierTraining).Assembly.GetName().Version!.ToString(3),
        };
        OutputPlace.Write(
            path,
            () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                ClassifierExtractor.Save(network, card, path);
            }
        );
        return card;
    }

    private static void Check(ImageDataset data, ImageDataset? test)
    {
        if (data.ClassCounts.Count < 2)
            throw new FigmentException(
                $"{data.Name} has {(data.ClassCounts.Count == 0 ? OptionSentence.Of("no labels") : "only one class")}, but a "
                    + $"classifier needs at least two classes to tell apart. Give labelled data, for instance a folder with one "
                    + $"subfolder per class."
            );
        if (data.ClassCounts.Min() < 20)
            throw new FigmentException(
                $"{data.Name} has {data.ClassCounts.Min()} {OptionSentence.Word(data.Form.Plural())} of "
                    + $"'{data.ClassNames[data.ClassCounts.ToList().IndexOf(data.ClassCounts.Min())]}'; a classifier needs at "
                    + $"least 20 of each class. Add {OptionSentence.Word(data.Form.Plural())}."
            );
        if (test is not null && test.Shape != data.Shape)
            throw new FigmentException(
                $"The test {data.Form.Plural()} are {test.Shape}, but the training ones are {data.Shape}. Check that both belong "
                    + $"to the same data set."
            );
    }
}
