using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Layers one behind the other: TorchSharp's <c>Sequential</c>, with the same names, but in training a batch normalisation and the leaky
/// rectifier behind it are one pass (<see cref="NormRectifier"/>). Hooks on either are not called then.
/// </summary>
internal sealed class LayerChain : Sequential
{
    private readonly Module<Tensor, Tensor>[] layers;

    /// <summary>Puts layers together, which belong to it from then on.</summary>
    /// <param name="layers">In their order, named by their place.</param>
    internal LayerChain(params Module<Tensor, Tensor>[] layers)
        : base(layers) => this.layers = layers;

    /// <summary>What the first layer takes to what the last one gives.</summary>
    public override Tensor forward(Tensor tensor)
    {
        Tensor now = tensor;
        for (int i = 0; i < layers.Length; i++)
        {
            bool isPair = training && i + 1 < layers.Length && layers[i] is BatchNormalization && layers[i + 1] is LeakyRectifier;
            Tensor next = isPair ? NormRectifier.Of((BatchNormalization)layers[i], (LeakyRectifier)layers[i + 1], now) : layers[i].call(now);
            if (!ReferenceEquals(now, tensor)) now.Dispose();
            now = next;
            if (isPair) i++;
        }

        return now;
    }
}
