using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// The real images of a comparison: reference images to compare with, and training images, with which generated images are
/// checked for copies. If a data set has test images, they are the reference, so that a model gains nothing from repeating what
/// it was shown.
/// </summary>
public sealed class RealImages : IDisposable
{
    /// <summary>Combines data sets into the real images of a comparison, and takes ownership of them.</summary>
    /// <param name="source">What the user named.</param>
    /// <param name="training">The images that models learn from.</param>
    /// <param name="test">The images that models do not learn from; null if there are none.</param>
    /// <param name="trainingSource">
    /// What the user named as the training images, if they were named separately; otherwise null.
    /// </param>
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

    /// <summary>Creates the real images when the training images are lost.</summary>
    /// <param name="source">The name or path, given by the user, of the images to compare with.</param>
    /// <param name="held">The images to compare with; this object takes ownership.</param>
    /// <param name="lost">The recorded description of the training images.</param>
    /// <param name="classes">The learned classes, and the number of images of each.</param>
    internal RealImages(string source, ImageDataset held, ImageSetCard lost, IReadOnlyList<(string Name, int Count)> classes)
        : this(source, held) =>
        (Lost, Classes) = (
            lost,
            ClassMatch.Of(held, [.. classes.Select(each => each.Name)], [.. classes.Select(each => each.Count)])
        );

    /// <summary>What the user named: a name or a path.</summary>
    internal string Source { get; }

    /// <summary>What the user named as the training images: <see cref="Source"/>, or another name or path.</summary>
    internal string TrainingSource { get; }

    /// <summary>The images that models learn from.</summary>
    public ImageDataset Training { get; }

    /// <summary>The images that models do not learn from; null if there are none.</summary>
    public ImageDataset? Test { get; }

    /// <summary>
    /// The recorded description of the training images, if the images themselves no longer exist: copies are then not reported,
    /// and <see cref="Training"/> holds only the images that the user named for the comparison.
    /// </summary>
    internal ImageSetCard? Lost { get; init; }

    /// <summary>How the classes of the reference match the learned classes; null if they are the same images.</summary>
    internal ClassMatch? Classes { get; private init; }

    /// <summary>What a reader of the results must know about these images.</summary>
    public IReadOnlyList<Text> Notes => [.. Lost is null ? [] : new[] { CopiesLeftOut(Lost) }, .. Classes?.Notes ?? []];

    /// <summary>
    /// Returns the test images of classes that the training images have, with the class numbers of the training images.
    /// </summary>
    /// <returns>Null if there are none; the caller disposes the result if it is not <see cref="Test"/>.</returns>
    internal ImageDataset? LabelledTest() => Test is null ? null : Classes!.Joined();

    /// <summary>
    /// The images with which generated images are compared. These are the test images, or the training images if there are no
    /// test images or the data set's own test part has fewer than <see cref="EvaluationOptions.Fewest"/>.
    /// </summary>
    public ImageDataset Reference => IsTestTooSmall ? Training : Test ?? Training;

    /// <summary>
    /// Whether the data set's own test part is too small to judge by, so that the training images are the reference. Images that
    /// the user named to compare with are always used.
    /// </summary>
    internal bool IsTestTooSmall => Test is { Count: < EvaluationOptions.Fewest } && Source == TrainingSource;

    /// <summary>Whether generated images are compared with test images.</summary>
    private bool IsHeldOut => ReferenceEquals(Reference, Test);

    /// <summary>
    /// Whether the reference must also stand in for generated images, because there are no other images, or too few.
    /// </summary>
    private bool IsHalved => !IsHeldOut || Training.Count < EvaluationOptions.Fewest;

    /// <summary>
    /// Opens the real images of a data set by the name that a user gives. The test part is converted in the same way as the
    /// training part: to the same size, with pictures fitted in the same way.
    /// </summary>
    /// <param name="nameOrPath">A name or path as for <see cref="Datasets.Open"/>.</param>
    /// <param name="pictures">How a folder's pictures are converted; if null, this is decided from the pictures.</param>
    /// <param name="progress">Receives the progress of downloads and of reading pictures.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
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
    /// Returns how many reference images are also, pixel by pixel, among the training images; null if those are lost.
    /// </summary>
    internal int? CountSeen(CancellationToken cancellationToken)
    {
        if (Lost is not null)
            return null;
        return IsHeldOut ? SeenImages.Count(Reference, Training, cancellationToken) : Training.Count;
    }

    private Text CopiesLeftOut(ImageSetCard lost) => Training.Form.Note("note.comparison.lost").Fill(("source", lost.Source));

    /// <summary>
    /// Returns real images in place of the given number of generated ones, and the reference to compare them with. These are
    /// training images and the unchanged reference, or two halves of the reference if there is only one part or there are too few
    /// training images. The halves are in the same proportion as the two sides of the comparison, because metrics such as
    /// coverage depend on it. If one half would have fewer than <see cref="EvaluationOptions.Fewest"/> images, it gets that many,
    /// and the proportion differs.
    /// </summary>
    /// <returns>
    /// The second value is null if the reference is the same. Neither has fewer than <see cref="EvaluationOptions.Fewest"/>
    /// images.
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

    /// <summary>
    /// Checks that there are enough images to compare with, and enough others to take the place of the generated ones.
    /// </summary>
    /// <exception cref="FigmentException">There are too few images.</exception>
    internal void EnsureEnough()
    {
        const int Fewest = EvaluationOptions.Fewest;
        string items = Training.Form.Plural();
        int least = IsHalved ? 2 * Fewest : Fewest;
        if (Reference.Count >= least)
            return;
        OptionSentence why = (IsHalved, IsHeldOut) switch
        {
            (false, _) => "with fewer, spread and neighbourhoods mean nothing",
            (true, true) => OptionSentence.Of(
                $"the score of real {OptionSentence.Word(items)} needs two halves, because there are only {Training.Count:N0} "
                    + $"to learn from"
            ),
            _ => OptionSentence.Of(
                $"the score of real {OptionSentence.Word(items)} needs two halves of them, and with fewer than {Fewest} "
                    + $"spread and neighbourhoods "
                    + $"mean nothing"
            ),
        };
        OptionSentence other = IsTestTooSmall
            ? OptionSentence.Of($" The test part cannot take their place: it has {Test!.Count:N0}, and {Fewest} are needed.")
            : "";
        OptionSentence advice =
            Source == TrainingSource
                ? $"Add {OptionSentence.Word(items)}."
                : OptionSentence.Of($"Add {OptionSentence.Word(items)}, or compare with those learned from.");
        throw new FigmentException(
            $"{Reference.Count:N0} real {OptionSentence.Word(items)} are too few to compare with: at least {least} are "
                + $"needed ({why})"
                + $"{(Training.Form is null ? OptionSentence.Of($", and 10,000 are usual") : "")}.{other} {advice}"
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Test?.Dispose();
    }
}
