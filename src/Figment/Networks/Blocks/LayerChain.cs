using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// A sequence of layers: TorchSharp's <c>Sequential</c> with the same names, except that in training a batch normalisation and
/// the leaky rectifier after it run as one pass where <see cref="NormRectifier"/> supports them. In that case, hooks on either
/// layer are not called.
/// </summary>
internal sealed class LayerChain : Sequential
{
    /// <summary>Chains layers, and takes ownership of them.</summary>
    /// <param name="layers">The layers in order; each is named by its index.</param>
    internal LayerChain(params Module<Tensor, Tensor>[] layers)
        : base(layers) { }

    /// <summary>Takes the input of the first layer and returns the output of the last.</summary>
    public override Tensor forward(Tensor tensor) =>
        Count == 0 ? base.forward(tensor) : Run(this, tensor, static (layer, x) => layer.call(x));

    /// <summary>
    /// Runs the layers of any sequential network, calling each one through the given function. Each intermediate result is freed
    /// at once. Pairs of layers are merged into one pass only in a chain, because hooks may watch the layers of other networks.
    /// </summary>
    /// <param name="layers">The network.</param>
    /// <param name="input">The input of the first layer; the caller keeps ownership.</param>
    /// <param name="call">Calls a layer that is not merged with another.</param>
    /// <returns>The output of the last layer; the input itself if there are no layers.</returns>
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
