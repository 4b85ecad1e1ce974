using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <content>How its discriminator sees images, and how it is told what is known of its clusters.</content>
public sealed partial class Gan
{
    /// <summary>Maps images to [−1, 1].</summary>
    private protected override Tensor AsSeen(Tensor images) => images * Scalars.Two - Scalars.One;

    private protected override Tensor? ClusterOf(Tensor images) => clusters?.Of(images);

    internal override void TakeDraws(IReadOnlyList<double> counts) => clusters?.Take(counts);
}
