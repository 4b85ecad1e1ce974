using Figment.Backend;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>Computes weighted sums of single images' latents: one minus another plus a third, or the mean of several.</summary>
/// <remarks>
/// See A. Radford et al., "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks", 2015,
/// section 6.3.2. Where latents are noise images, as in a flow, Σ wᵢ zᵢ is divided by √(Σ wᵢ²), so that the result is again noise
/// with standard deviation 1 (J. Song et al., "Denoising Diffusion Implicit Models", 2020, section 5.3, interpolate on spheres
/// for the same reason). A latent that occurs twice in the sum counts as one term.
/// </remarks>
public static class LatentSum
{
    /// <summary>Computes Σ wᵢ zᵢ as the latent of one image.</summary>
    /// <param name="model">The model of the latents.</param>
    /// <param name="terms">The latents zᵢ; <see cref="Latents.OfSamples"/> returns the latents that belong to a seed.</param>
    /// <param name="weights">
    /// One weight wᵢ for each latent, all finite: 1, −1, 1 gives A − B + C, and 1/2, 1/2 gives the mean of two.
    /// </param>
    /// <returns>
    /// One latent. If any weight is negative, the result has the class of the first term, because classes cannot be subtracted.
    /// Otherwise, if the model mixes classes, the result has each term's class in proportion to the term's weight.
    /// </returns>
    /// <exception cref="OptionsException">
    /// There are no terms, the numbers of terms and weights differ, or a weight is not finite.
    /// </exception>
    public static Latents Of(ImageModel model, Latents terms, IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count == 0 || weights.Count != terms.Count)
            throw new OptionsException([
                $"A sum needs a weight for each of its {terms.Count} terms, but {weights.Count} are given.",
            ]);
        if (weights.FirstOrDefault(weight => !double.IsFinite(weight)) is not 0 and double bad)
            throw new OptionsException([$"The weight {bad} is not a finite number. 1 adds a term, and −1 subtracts it."]);
        using DisposeScope scope = NewDisposeScope();
        Tensor values = zeros_like(terms.Values[0]);
        double squares = 0;
        foreach ((int first, double weight) in Merged(terms.Values, weights))
        {
            values = values.Plus(terms.Values[first].Times(weight));
            squares += weight * weight;
        }

        if (model is IOdeSampler && squares > 0)
            values = values.Times(1 / Math.Sqrt(squares));
        return new Latents(
            values.unsqueeze(0).MoveToOuterDisposeScope(),
            LabelsOf(model, terms, weights)?.MoveToOuterDisposeScope()
        );
    }

    /// <summary>Merges equal latents: maps the index of the first occurrence to the sum of the weights.</summary>
    private static Dictionary<int, double> Merged(Tensor values, IReadOnlyList<double> weights)
    {
        Dictionary<int, double> merged = [];
        for (int i = 0; i < weights.Count; i++)
        {
            int first = merged.Keys.FirstOrDefault(known => values[known].equal(values[i]).all().item<bool>(), i);
            merged[first] = merged.GetValueOrDefault(first) + weights[i];
        }

        return merged;
    }

    private static Tensor? LabelsOf(ImageModel model, Latents terms, IReadOnlyList<double> weights)
    {
        if (terms.Labels is null)
            return null;
        double sum = weights.Sum();
        if (!model.MixesClasses || weights.Any(weight => weight < 0) || sum == 0)
            return terms.Labels.narrow(0, 0, 1).clone();
        Tensor shares = terms.InShares(model).Labels!,
            parts = tensor([.. weights.Select(weight => (float)(weight / sum))]);
        return parts.On(shares.device).unsqueeze(0).matmul(shares);
    }
}
