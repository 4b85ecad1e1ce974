using Figment.Backend;
using Figment.Data.Images;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>
/// Adds and subtracts latents: for instance a seven, minus what sevens have in common, plus what nines have in common. This works
/// if the model has learned to represent a property as a direction.
/// </summary>
/// <remarks>
/// A. Radford et al., "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks", 2015,
/// section 6.3.2 (of samples); A. Larsen et al., "Autoencoding beyond pixels using a learned similarity metric", 2015,
/// section 4.2 (of encoded images, by attribute).
/// </remarks>
internal static class LatentArithmetic
{
    /// <summary>Computes zᵢ − mean(a) + mean(b) for each zᵢ.</summary>
    /// <param name="start">The latents zᵢ; they keep their classes.</param>
    /// <param name="subtract">[count, …]; the mean of these is subtracted. Null subtracts nothing.</param>
    /// <param name="add">[count, …]; the mean of these is added. Null adds nothing.</param>
    /// <returns>As many latents as <paramref name="start"/>.</returns>
    public static Latents Apply(Latents start, Tensor? subtract, Tensor? add)
    {
        ArgumentNullException.ThrowIfNull(start);
        using DisposeScope scope = NewDisposeScope();
        Tensor values = start.Values.clone();
        if (subtract is not null)
            values.sub_(subtract.mean([0], keepdim: true));
        if (add is not null)
            values.Increase(add.mean([0], keepdim: true));
        return new Latents(values.MoveToOuterDisposeScope(), start.Labels);
    }

    /// <summary>Encodes the first images of a class.</summary>
    /// <param name="model">A model that is an <see cref="ILatentEncoder"/>, without classes.</param>
    /// <param name="data">Labelled images of the model's height and width.</param>
    /// <param name="label">The class.</param>
    /// <param name="count">The maximum number of images.</param>
    /// <param name="cancellationToken">Cancels between blocks of images.</param>
    /// <exception cref="FigmentException">
    /// The data has no image of that class, the model has no encoder, or the model receives the class separately, so that its
    /// latents need not contain the class.
    /// </exception>
    public static (Latents Latents, Tensor Images) OfClass(
        ImageModel model,
        ImageDataset data,
        int label,
        int count,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        if (model.IsConditional)
            throw new FigmentException(
                "The model receives the class of each image separately, so the latents do not contain the class, and there is "
                    + "nothing to subtract. Use a model without classes, or make the same image in another class."
            );
        using DisposeScope scope = NewDisposeScope();
        Tensor indices = GivenImages.FirstOfClass(data, label, count);
        if (indices.shape[0] == 0)
            throw new FigmentException(
                $"{data.Name} has no image of class {(label < data.ClassNames.Count ? data.ClassNames[label] : label)}. "
                    + $"Choose another class."
            );
        Tensor images = GivenImages.Take(data, indices, model).Items;
        Latents latents = Latents.OfImages(model, images, null, cancellationToken);
        return (new Latents(latents.Values.MoveToOuterDisposeScope(), latents.Labels), images.MoveToOuterDisposeScope());
    }
}
