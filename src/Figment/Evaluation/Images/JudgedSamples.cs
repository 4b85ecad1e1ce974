using Figment.Data.Images;
using Figment.Models.Images;

namespace Figment.Evaluation.Images;

/// <summary>
/// Chooses which samples of a model are judged. For a model that makes images by class, each class has the same share as in the
/// data.
/// </summary>
/// <remarks>
/// If classes are drawn at random, their shares differ from those in the data, and distances count that as an error of the model:
/// for 1,000 real spoken digits of ten classes drawn at random, the Fréchet distance was 0.20; with the right shares, it is 0.03
/// (docs/experiments.md).
/// </remarks>
internal static class JudgedSamples
{
    /// <summary>Returns options for the samples.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">The number of samples, at least 1.</param>
    /// <param name="seed">The seed of the latents.</param>
    internal static SampleOptions Of(ImageModel model, int count, long seed) =>
        new() { Seed = seed, Classes = model.IsConditional ? ClassShares.InTurn(model.ClassCounts, count) : [] };
}
