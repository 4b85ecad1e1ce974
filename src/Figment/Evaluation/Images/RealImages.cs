using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// The real images of a comparison: those that are compared with, and those among which copies are looked for. Where a
/// data set has test images, they are the reference, and a model that repeats what it was shown gains nothing.
/// </summary>
public sealed class RealImages : IDisposable
{
    /// <summary>Takes real images; they belong to this object from then on.</summary>
    /// <param name="source">What they were asked for by.</param>
    /// <param name="training">What models learn from.</param>
    /// <param name="test">What they do not learn from; null where there is no such part.</param>
    /// <param name="trainingSource">What those that models learn from were asked for by; null where it is the same.</param>
    public RealImages(string source, ImageDataset training, ImageDataset? test = null, string? trainingSource = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        Source = source;
        TrainingSource = trainingSource ?? source;
        Training = training;
        Test = test;
        if (test is not null)
            Classes = ClassMatch.Of(test, training.ClassNames, training.ClassCounts);
    }

    /// <summary>Real images whose training images are lost.</summary>
    /// <param name="source">What was named to compare with.</param>
    /// <param name="held">Its images; they belong to this object from then on.</param>
    /// <param name="lost">What models learned from.</param>
    /// <param name="classes">The classes that were learned, and how many images of each.</param>
    internal RealImages(string source, ImageDataset held, ImageSetCard lost, IReadOnlyList<(string Name, int Count)> classes)
        : this(source, held) =>
        (Lost, Classes) = (
            lost,
            ClassMatch.Of(held, [.. classes.Select(each => each.Name)], [.. classes.Select(each => each.Count)])
        );

    /// <summary>What they were asked for by: a name or a path.</summary>
    internal string Source { get; }

    /// <summary>What those were asked for by that models learn from: <see cref="Source"/>, or another name or path.</summary>
    internal string TrainingSource { get; }

    /// <summary>What models learn from.</summary>
    public ImageDataset Training { get; }

    /// <summary>What they do not learn from; null where there is no such part.</summary>
    public ImageDataset? Test { get; }

    /// <summary>
    /// What models learned from, as far as it is recorded, where the images themselves are no longer there: then nothing is said
    /// of copies, and
    /// <see cref="Training"/> is only what was named to compare with.
    /// </summary>
    internal ImageSetCard? Lost { get; init; }

    /// <summary>
    /// How the classes of the reference belong to those that were learned; null where they are the same images.
    /// </summary>
    internal ClassMatch? Classes { get; private init; }

    /// <summary>What a reader of the numbers must know of these images.</summary>
    public IReadOnlyList<Text> Notes => [.. Lost is null ? [] : new[] { CopiesLeftOut(Lost) }, .. Classes?.Notes ?? []];

    /// <summary>The test images of classes that the training images have, with the numbers that those have there.</summary>
    /// <returns>Null where there are none; the caller disposes it where it is not <see cref="Test"/>.</returns>
    internal ImageDataset? LabelledTest() => Test is null ? null : Classes!.Joined();

    /// <summary>
    /// What generated images are compared with: the test images; or those learned from, where there are no test images, or the
    /// data set's own are fewer than <see cref="EvaluationOptions.Fewest"/>.
    /// </summary>
    public ImageDataset Reference => IsTestTooSmall ? Training : Test ?? Training;

    /// <summary>
    /// Whether the data set's own test part is too small to judge by, so that what was learned from is compared with. What was
    /// named to compare with is never passed over.
    /// </summary>
    internal bool IsTestTooSmall => Test is { Count: < EvaluationOptions.Fewest } && Source == TrainingSource;

    /// <summary>Whether generated images are compared with test images.</summary>
    private bool IsHeldOut => ReferenceEquals(Reference, Test);

    /// <summary>
    /// Whether the reference itself must stand in the place of generated images too: where there are no others, or too few.
    /// </summary>
    private bool IsHalved => !IsHeldOut || Training.Count < EvaluationOptions.Fewest;

    /// <summary>
    /// Opens the real images of a data set by what a user may write. A test part becomes what the training part became: its size,
    /// and how pictures fit it.
    /// </summary>
    /// <param name="nameOrPath">As for <see cref="Datasets.Open"/>.</param>
    /// <param name="pictures">What a folder's pictures become; null decides by the pictures.</param>
    /// <param name="progress">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">As for <see cref="Datasets.Open"/>.</exception>
    public static RealImages Open(
        string nameOrPath,
        PictureOptions? pictures = null,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ImageDataset training = Datasets.Open(nameOrPath, DataPart.Train, pictures, progress, cancellationToken);
        try
        {
            ImageDataset? test = Datasets.HasTestPart(nameOrPath, pictures)
                ? HeldOut.Open(
                    nameOrPath,
                    DataPart.Test,
                    training.Shape,
                    training.Pictures ?? pictures,
                    progress,
                    cancellationToken
                )
                : null;
            return new RealImages(nameOrPath, training, test);
        }
        catch
        {
            training.Dispose();
            throw;
        }
    }

    /// <summary>
    /// How many images of the reference are among the training images, pixel by pixel; null where those are lost.
    /// </summary>
    internal int? CountSeen(CancellationToken cancellationToken)
    {
        if (Lost is not null)
            return null;
        return IsHeldOut ? SeenImages.Count(Reference, Training, cancellationToken) : Training.Count;
    }

    private Text CopiesLeftOut(ImageSetCard lost) => Training.Form.Note("note.comparison.lost").Fill(("source", lost.Source));

    /// <summary>
    /// Real images in the place of so many generated ones, and what those are compared with: training images with the
    /// same reference; or, where there is one part only or too few training images, two halves of the reference, in numbers
    /// that stand to each other as those of the comparison do, because coverage and its like depend on that. Where one of
    /// them would be below <see cref="EvaluationOptions.Fewest"/>, it is that, and the proportion is another.
    /// </summary>
    /// <returns>
    /// The second is null where the reference is the same. Neither is below <see cref="EvaluationOptions.Fewest"/>.
    /// </returns>
    /// <exception cref="FigmentException">As for <see cref="EnsureEnough"/>.</exception>
    internal (ImageDataset Stand, ImageDataset? Reference) Split(int generatedCount, int referenceCount, SeededRandom random)
    {
        EnsureEnough();
        using DisposeScope scope = NewDisposeScope();
        ImageDataset whole = IsHalved ? Reference : Training;
        Tensor order = whole.Draw(whole.Count, random);
        if (!IsHalved)
            return (whole.Subset(order.narrow(0, 0, Math.Min(generatedCount, whole.Count))), null);

        int half = whole.Count / 2;
        double scale = Math.Min(1, (double)half / Math.Max(generatedCount, referenceCount));
        return (Part(0, generatedCount), Part(half, referenceCount));

        ImageDataset Part(int start, int count) =>
            whole.Subset(order.narrow(0, start, Math.Max(EvaluationOptions.Fewest, (long)(count * scale))));
    }

    /// <summary>Makes sure that there are images enough to compare with, and others in the place of the generated ones.</summary>
    /// <exception cref="FigmentException">There are too few.</exception>
    internal void EnsureEnough()
    {
        const int Fewest = EvaluationOptions.Fewest;
        string items = Training.Form.Plural();
        int least = IsHalved ? 2 * Fewest : Fewest;
        if (Reference.Count >= least)
            return;
        string why = (IsHalved, IsHeldOut) switch
        {
            (false, _) => "spread and neighbourhoods mean nothing below that",
            (true, true) => $"what real {items} score takes two halves, since the {Training.Count:N0} learned from are too few",
            _ => $"what real {items} score takes two halves of them, and below {Fewest} spread and neighbourhoods mean nothing",
        };
        string other = IsTestTooSmall
            ? $" The test part cannot take their place: it has {Test!.Count:N0}, and {Fewest} are needed."
            : "";
        string advice = Source == TrainingSource ? $"Add {items}." : $"Add {items}, or compare with what was learned from.";
        throw new FigmentException(
            $"{Reference.Count:N0} real {items} are too few to compare with: at least {least} are needed ({why})"
                + $"{(Training.Form is null ? ", and 10,000 are usual" : "")}.{other} {advice}"
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Test?.Dispose();
    }
}
