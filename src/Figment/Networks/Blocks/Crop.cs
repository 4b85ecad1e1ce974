using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>Crops images to their upper left part: [B, C, H, W] to [B, C, height, width].</summary>
/// <param name="height">At most H.</param>
/// <param name="width">At most W.</param>
internal sealed class Crop(int height, int width) : Module<Tensor, Tensor>(nameof(Crop)), IBody
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Body(TensorOperations.Instance, input);

    /// <inheritdoc/>
    public T Body<T>(IOperations<T> ops, params IReadOnlyList<T> inputs) => ops.Crop(inputs[0], height, width);
}
