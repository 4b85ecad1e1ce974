using System.ComponentModel.DataAnnotations;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Models.Images;

namespace Figment.Runs.Images;

/// <summary>Of which run to tell the likelihood, and how.</summary>
internal sealed record LikelihoodRequest : IValidatableObject
{
    /// <summary>The run's folder.</summary>
    public required string Run { get; init; }

    /// <summary>How it is estimated.</summary>
    public LikelihoodOptions Options { get; init; } = new();

    /// <summary>Which weights: the last, unless asked otherwise, since the best are best by other measures.</summary>
    public Checkpoint Checkpoint { get; init; } = Checkpoint.Last;

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (!ComputeDevice.IsKnown(Device))
            yield return new ValidationResult(ComputeDevice.ExplainUnknown(Device));
    }
}

/// <summary>What was found, and of what.</summary>
/// <param name="Report">The numbers.</param>
/// <param name="Weights">Which weights, in words.</param>
/// <param name="Data">The images' name.</param>
/// <param name="WereLearnedFrom">
/// Whether the run learned from these very images, since its data has no test part: the numbers flatter it then.
/// </param>
internal sealed record LikelihoodResult(LikelihoodReport Report, string Weights, string Data, bool WereLearnedFrom)
{
    /// <summary>What a reader of the numbers must know of the images.</summary>
    public IReadOnlyList<Text> Notes { get; init; } = [];
}

/// <summary>The likelihood of a run's model, on the test part of what it learned from.</summary>
internal static class LikelihoodRun
{
    /// <summary>Loads the model and the images, and estimates.</summary>
    /// <param name="request">What to judge.</param>
    /// <param name="progress">Hears of it, on this thread.</param>
    /// <param name="loading">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">Anything a user can mend.</exception>
    public static LikelihoodResult Estimate(
        LikelihoodRequest request,
        IProgress<EvaluationProgress>? progress = null,
        IProgress<DataProgress>? loading = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        OptionsValidator.ThrowIfInvalid(request, request.Options);
        RunFolder run = RunFolder.Open(request.Run);
        run.ImageData(); // a run of something else says so
        using ImageModel model = run.LoadModel<ImageModel>(ComputeDevice.Resolve(request.Device), request.Checkpoint);
        if (model is not Vae vae)
            throw new FigmentException(
                $"{request.Run} was trained as '{run.Options.Preset}', and only variational autoencoders (vae, conv-vae) tell "
                    + $"how probable an image is. Judge it with 'figment evaluate'."
            );
        using RealImages real = run.OpenImages(null, loading, cancellationToken: cancellationToken)
            .ToReal(run.Options.Data.Source, loading, cancellationToken);
        ImageDataset heldOut = real.Test ?? real.Training; // however few test images there are
        ImageDataset judged = Judged(real, vae.IsConditional);
        using ImageDataset? owned = ReferenceEquals(judged, heldOut) ? null : judged;
        LikelihoodReport report = LikelihoodEstimator.Estimate(vae, judged, request.Options, progress, cancellationToken);
        return new LikelihoodResult(report, run.Model.Describe(request.Checkpoint), heldOut.Name, real.Test is null)
        {
            Notes = vae.IsConditional ? real.Notes : [],
        };
    }

    /// <summary>
    /// The images to tell the likelihood of; a model that is told classes gets those of classes that it knows, by their names.
    /// </summary>
    private static ImageDataset Judged(RealImages real, bool isConditional)
    {
        if (real.Test is null || !isConditional)
            return real.Test ?? real.Training;
        return real.LabelledTest()
            ?? throw new FigmentException(
                $"The model is told the class of each image, and none of the {real.Test.Count:N0} test images of "
                    + $"{real.Source} is of a class that it knows. Sort them into folders named like those learned from."
            );
    }
}
