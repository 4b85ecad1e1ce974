using Figment.Backend;
using Figment.Networks;
using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <summary>
/// Pushes a flow towards a class: v(x, t) + s (v(x, t, c) − v(x, t)) (J. Ho, T. Salimans, "Classifier-Free Diffusion Guidance",
/// 2022, equation 6; s = 1 + w).
/// </summary>
internal static class Guidance
{
    /// <summary>Returns the guided velocity.</summary>
    /// <param name="ops">The operations that compute it.</param>
    /// <param name="look">Evaluates the velocity: v(x, t, labels).</param>
    /// <param name="labels">The class of each image; null without classes.</param>
    /// <param name="none">The label that means no class.</param>
    /// <param name="scale">The guidance scale s; with 1 only v(x, t, c) is evaluated.</param>
    internal static Func<T, double, T> Of<T>(IOperations<T> ops, Func<T, double, T?, T> look, T? labels, long none, double scale)
    {
        if (scale == 1 || labels is null)
            return (x, t) => look(x, t, labels);
        T asked = ops.Concat(0, labels, ops.AllSame(labels, none));
        return (x, t) =>
        {
            T[] both = ops.Split(look(ops.Concat(0, x, x), t, asked), 2, 0);
            return ops.Between(both[1], both[0], scale);
        };
    }

    /// <summary>Replaces some labels by the label that means no class.</summary>
    /// <param name="labels">[B], int64.</param>
    /// <param name="none">The label that means no class.</param>
    /// <param name="share">The share of labels to replace, 0 to 1.</param>
    /// <param name="random">Chooses which labels to replace.</param>
    internal static Tensor Drop(Tensor labels, long none, double share, Draws random)
    {
        if (share == 0)
            return labels;
        Tensor drawn = random.Uniform("labels", [labels.shape[0]]);
        Tensor dropped = drawn.Below(share).On(labels.device);
        return Scalars.With(none, kept => labels.masked_fill(dropped, kept));
    }

    /// <summary>
    /// Returns labels as the network takes them: class shares get a weight of 0 for the label that means no class.
    /// </summary>
    internal static Tensor WithNone(Tensor labels) => labels.dim() == 1 ? labels : nn.functional.pad(labels, [0, 1]);

    /// <summary>Returns the label that means no class, for each image.</summary>
    internal static Tensor None(Tensor images, long none) =>
        Scalars.Filled([images.shape[0]], none, ScalarType.Int64, images.device);
}
