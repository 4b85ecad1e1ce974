using Figment.Data.Images;
using Figment.Models.Images;

namespace Figment.Evaluation.Images;

/// <summary>
/// Which samples of a model are judged: of one that makes images by class, each class in the share that its data has.
/// </summary>
/// <remarks>
/// Classes drawn at random come in other shares than the data's, and distances take that for an error of the model: the Fréchet
/// distance of 1,000 real spoken digits of ten classes, drawn so, was 0.20; in the right shares it is 0.03
/// (docs/experiments.md).
/// </remarks>
internal static class JudgedSamples
{
    /// <summary>Chooses them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Chooses the latents.</param>
    internal static SampleOptions Of(ImageModel model, int count, long seed) =>
        new() { Seed = seed, Classes = model.IsConditional ? ClassShares.InTurn(model.ClassCounts, count) : [] };
}
