using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Layers one behind the other: TorchSharp's <c>Sequential</c>, with the same names, but in training a batch normalisation and
/// the leaky rectifier behind it are one pass where <see cref="NormRectifier"/> takes them. Hooks on either are not called then.
/// </summary>
internal sealed class LayerChain : Sequential
{
    /// <summary>Puts layers together, which belong to it from then on.</summary>
    /// <param name="layers">In their order, named by their place.</param>
    internal LayerChain(params Module<Tensor, Tensor>[] layers)
        : base(layers) { }

    /// <summary>What the first layer takes to what the last one gives.</summary>
    public override Tensor forward(Tensor tensor) =>
        Count == 0 ? base.forward(tensor) : Run(this, tensor, static (layer, x) => layer.call(x));

    /// <summary>
    /// Runs the layers of any sequential network, each by a call of one's own. What stands between two layers is freed at once.
    /// Pairs are one pass in a chain only: the layers of another network may be watched by their hooks.
    /// </summary>
    /// <param name="layers">The network.</param>
    /// <param name="input">What its first layer takes; it stays the caller's.</param>
    /// <param name="call">Calls a layer that stands alone.</param>
    /// <returns>What its last layer gives; the input itself where there is none.</returns>
    internal static Tensor Run(Sequential layers, Tensor input, Func<Module<Tensor, Tensor>, Tensor, Tensor> call)
    {
        bool arePaired = layers is LayerChain && layers.training;
        Tensor x = input;
        for (int i = 0; i < layers.Count; i++)
        {
            Tensor next;
            if (
                arePaired
                && i + 1 < layers.Count
                && layers[i] is BatchNormalization norm
                && layers[i + 1] is LeakyRectifier rectifier
            )
            {
                next = NormRectifier.Of(norm, rectifier, x);
                i++;
            }
            else
            {
                next = call((Module<Tensor, Tensor>)layers[i], x);
            }

            if (!ReferenceEquals(x, input) && !ReferenceEquals(x, next))
                x.Dispose();
            x = next;
        }

        return x;
    }
}
