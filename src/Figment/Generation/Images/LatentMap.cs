using Figment.Backend;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>
/// Everything that a model with two latent numbers can make, as a map: latents at the quantiles of their normal distribution, so
/// that each image stands for an equal share of samples.
/// </summary>
/// <remarks>See D. Kingma, M. Welling, "Auto-Encoding Variational Bayes", 2013, figure 4.</remarks>
internal static class LatentMap
{
    /// <summary>Whether a model's latents are pairs of numbers.</summary>
    public static bool IsPossible(ImageModel model) => LatentShape(model) is [2];

    /// <summary>
    /// Returns the latents of a map, row by row: as in a chart, the first number increases to the right and the second upwards.
    /// </summary>
    /// <param name="model">A model with two latent numbers.</param>
    /// <param name="size">The number of images per side, at least 2.</param>
    /// <param name="label">The class of the map, for a conditional model; otherwise null.</param>
    /// <returns>size² latents, [size², 2].</returns>
    /// <exception cref="OptionsException">The size is too small, or the class does not fit the model.</exception>
    /// <exception cref="FigmentException">The model's latents are not pairs of numbers.</exception>
    public static Latents Grid(ImageModel model, int size, int? label = null)
    {
        long[] shape = LatentShape(model);
        if (shape is not [2])
            throw new FigmentException(
                $"A map needs a model whose latents have two numbers each; this model's have {string.Join(" × ", shape)}. Train "
                    + $"one with a latent size of 2, or try 'interpolate'."
            );
        List<string> problems = [];
        if (size < 2)
            problems.Add("A map needs at least 2 images per side.");
        if (model.IsConditional && !(label >= 0 && label < model.Askable))
            problems.Add(
                $"This model makes images by class, and each class has its own map: choose a class from 0 to {model.Askable - 1}."
            );
        if (!model.IsConditional && label is not null)
            problems.Add("The model was trained without classes, so its map cannot be of a class. Omit the class.");
        if (problems.Count > 0)
            throw new OptionsException(problems);

        using DisposeScope scope = NewDisposeScope();
        Tensor quantiles = Quantiles(size);
        Tensor x = quantiles.repeat(size),
            y = quantiles.flip(0).repeat_interleave(size);
        Tensor latents = stack([x, y], 1).to(ScalarType.Float32).to(model.Device);
        return new Latents(
            latents.MoveToOuterDisposeScope(),
            label is int c
                ? Scalars.Filled([(long)size * size], c, ScalarType.Int64, model.Device).MoveToOuterDisposeScope()
                : null
        );
    }

    /// <summary>
    /// Returns Φ⁻¹((i + ½)/size), i = 0 … size − 1: the medians of equally probable intervals of a standard normal distribution,
    /// [size], float64.
    /// </summary>
    internal static Tensor Quantiles(int size)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor p = Scalars.Range(size, ScalarType.Float64).Plus(Scalars.Half).Over(size);
        return p.mul(Scalars.Two).sub(Scalars.One).erfinv().Times(Math.Sqrt(2)).MoveToOuterDisposeScope();
    }

    private static long[] LatentShape(ImageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using DisposeScope scope = NewDisposeScope();
        using Backend.Draws random = new Backend.SeededRandom(0).Draws("latent shape");
        return model.DrawLatents(1, random).shape[1..];
    }
}
