using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <content>How the discriminator sees images, and how the model takes over known frequencies of its clusters.</content>
public sealed partial class Gan
{
    /// <summary>Maps images to [−1, 1].</summary>
    private protected override Tensor AsSeen(Tensor images) => images * Scalars.Two - Scalars.One;

    private protected override Tensor? ClusterOf(Tensor images) => clusters?.Of(images);

    internal override void TakeDraws(IReadOnlyList<double> counts) => clusters?.Take(counts);
}
