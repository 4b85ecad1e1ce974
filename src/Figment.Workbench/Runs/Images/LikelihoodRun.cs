using System.ComponentModel.DataAnnotations;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Models.Images;

namespace Figment.Runs.Images;

/// <summary>The run for which to estimate the likelihood, and how to do it.</summary>
internal sealed record LikelihoodRequest : IValidatableObject
{
    /// <summary>The run's folder.</summary>
    public required string Run { get; init; }

    /// <summary>How to estimate the likelihood.</summary>
    public LikelihoodOptions Options { get; init; } = new();

    /// <summary>
    /// Which weights to use. The default is the last weights, because the best weights are chosen by measures other than the
    /// likelihood.
    /// </summary>
    public Checkpoint Checkpoint { get; init; } = Checkpoint.Last;

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c>, or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (!ComputeDevice.IsKnown(Device))
            yield return new BrokenRule(null, ComputeDevice.ExplainUnknown(Device));
    }
}

/// <summary>An estimate, and what it refers to.</summary>
/// <param name="Report">The estimate.</param>
/// <param name="Weights">The weights, in words.</param>
/// <param name="Data">The name of the images.</param>
/// <param name="WereLearnedFrom">
/// Whether the run was trained on these images because its data has no test part; the numbers are then too optimistic.
/// </param>
internal sealed record LikelihoodResult(LikelihoodReport Report, string Weights, string Data, bool WereLearnedFrom)
{
    /// <summary>What a reader needs to know about the images.</summary>
    public IReadOnlyList<Text> Notes { get; init; } = [];
}

/// <summary>Estimates the likelihood of a run's model on the test part of its training data.</summary>
internal static class LikelihoodRun
{
    /// <summary>Loads the model and the images, and estimates the likelihood.</summary>
    /// <param name="request">The request.</param>
    /// <param name="progress">Receives the progress, on this thread.</param>
    /// <param name="loading">Receives the progress of a download and of the reading.</param>
    /// <param name="cancellationToken">Stops the estimation.</param>
    /// <exception cref="FigmentException">Any error that a user can fix.</exception>
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
        run.ImageData(); // fails for a run of another kind
        using ImageModel model = run.LoadModel<ImageModel>(ComputeDevice.Resolve(request.Device), request.Checkpoint);
        if (model is not Vae vae)
            throw new FigmentException(
                $"{request.Run} was trained as '{run.Options.Preset}', but only variational autoencoders (vae, "
                    + $"conv-vae) can estimate how likely an image is. Judge it with 'figment evaluate'."
            );
        using RealImages real = run.OpenImages(null, loading, cancellationToken: cancellationToken)
            .ToReal(run.Options.Data.Source, loading, cancellationToken);
        ImageDataset heldOut = real.Test ?? real.Training; // even if there are few test images
        ImageDataset judged = Judged(real, vae.IsConditional);
        using ImageDataset? owned = ReferenceEquals(judged, heldOut) ? null : judged;
        LikelihoodReport report = LikelihoodEstimator.Estimate(vae, judged, request.Options, progress, cancellationToken);
        return new LikelihoodResult(report, run.Model.Describe(request.Checkpoint), heldOut.Name, real.Test is null)
        {
            Notes = vae.IsConditional ? real.Notes : [],
        };
    }

    /// <summary>The images to use. A class-conditional model gets only images of classes that it knows, by name.</summary>
    private static ImageDataset Judged(RealImages real, bool isConditional)
    {
        if (real.Test is null || !isConditional)
            return real.Test ?? real.Training;
        return real.LabelledTest()
            ?? throw new FigmentException(
                $"The model needs the class of each image, but none of the {real.Test.Count:N0} test images of {real.Source} "
                    + $"belongs to a class that the model knows. Sort them into folders named after the training classes."
            );
    }
}
