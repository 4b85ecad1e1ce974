using Figment.Backend;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>Calculates with the latents of single images: one less another and with a third, or the middle of several.</summary>
/// <remarks>
/// A. Radford et al., "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks", 2015,
/// section 6.3.2. Where latents are noise images, as a flow's are, Σ wᵢ zᵢ is divided by √(Σ wᵢ²), so that it is again noise of
/// deviation 1 (J. Song et al., "Denoising Diffusion Implicit Models", 2020, section 5.3, walks on spheres for the same reason);
/// latents that stand twice in the sum count as one term.
/// </remarks>
public static class LatentSum
{
    /// <summary>Σ wᵢ zᵢ as latents of one image.</summary>
    /// <param name="model">The model that the latents are of.</param>
    /// <param name="terms">The zᵢ; those of a seed by <see cref="Latents.OfSamples"/>.</param>
    /// <param name="weights">As many wᵢ: 1, −1, 1 is A − B + C; 1/2, 1/2 is the middle of two. Finite.</param>
    /// <returns>
    /// One latent. Its class is that of the first term where some weight is negative, since no class can be taken off another;
    /// where none is, it holds each term's class by its weight, if the model mixes classes.
    /// </returns>
    /// <exception cref="OptionsException">
    /// There are no terms, more or fewer of them than weights, or weights that are not finite.
    /// </exception>
    public static Latents Of(ImageModel model, Latents terms, IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count == 0 || weights.Count != terms.Count)
            throw new OptionsException([
                $"A sum needs a weight for each of its {terms.Count} terms, and {weights.Count} are given.",
            ]);
        if (weights.FirstOrDefault(weight => !double.IsFinite(weight)) is not 0 and double bad)
            throw new OptionsException([$"The weight {bad} is not a finite number. 1 adds, −1 takes off."]);
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

    /// <summary>Each latent that is there, by the number of its first term, with the sum of its weights.</summary>
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
