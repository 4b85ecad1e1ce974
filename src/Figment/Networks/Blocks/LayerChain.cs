using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Layers one behind the other: TorchSharp's <c>Sequential</c>, with the same names, but in training a batch normalisation and the leaky
/// rectifier behind it are one pass where <see cref="NormRectifier"/> takes them. Hooks on either are not called then. Whoever calls the
/// layers one by one, as <see cref="DenseProduct"/> does in float32, does not get it.
/// </summary>
internal sealed class LayerChain : Sequential
{
    /// <summary>Puts layers together, which belong to it from then on.</summary>
    /// <param name="layers">In their order, named by their place.</param>
    internal LayerChain(params Module<Tensor, Tensor>[] layers)
        : base(layers)
    {
    }

    /// <summary>What the first layer takes to what the last one gives.</summary>
    public override Tensor forward(Tensor tensor)
    {
        if (Count == 0) return base.forward(tensor);
        Tensor now = tensor;
        for (int i = 0; i < Count; i++)
        {
            Tensor next;
            if (training && i + 1 < Count && this[i] is BatchNormalization norm && this[i + 1] is LeakyRectifier rectifier)
            {
                next = NormRectifier.Of(norm, rectifier, now);
                i++;
            }
            else
            {
                next = ((Module<Tensor, Tensor>)this[i]).call(now);
            }

            if (!ReferenceEquals(now, tensor)) now.Dispose();
            now = next;
        }

        return now;
    }
}
