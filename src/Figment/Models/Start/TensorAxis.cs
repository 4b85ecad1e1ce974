using TorchSharp.Modules;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Models;

/// <summary>The meaning of an axis of a model's tensor, part by part.</summary>
/// <param name="Tensor">The name of the tensor as it is saved: network, layer, parameter.</param>
/// <param name="Axis">The index of the axis.</param>
/// <param name="Parts">The parts in order; together they cover the whole axis.</param>
internal sealed record TensorAxis(string Tensor, int Axis, IReadOnlyList<AxisPart> Parts)
{
    /// <summary>
    /// Returns the layers of a network that have a weight matrix or kernel, in the order in which the network lists them.
    /// </summary>
    /// <param name="network">The network.</param>
    internal static IReadOnlyList<(string Name, Module Layer)> LayersOf(Module network)
    {
        return [.. Below(network, "")];

        static IEnumerable<(string Name, Module Layer)> Below(Module module, string prefix) =>
            module
                .named_children()
                .SelectMany(child =>
                    child.module is Linear or Conv2d or ConvTranspose2d
                        ? [(prefix + child.name, child.module)]
                        : Below(child.module, $"{prefix}{child.name}.")
                );
    }

    /// <summary>Describes the input axis of a layer.</summary>
    /// <param name="network">The name of the layer's network.</param>
    /// <param name="layer">One of <see cref="LayersOf"/>.</param>
    /// <param name="parts">The parts of the axis, in order.</param>
    internal static TensorAxis Read(string network, (string Name, Module Layer) layer, params IReadOnlyList<AxisPart> parts) =>
        new($"{network}.{layer.Name}.weight", layer.Layer is ConvTranspose2d ? 0 : 1, parts);

    /// <summary>Describes the output axis of a layer.</summary>
    /// <inheritdoc cref="Read"/>
    internal static IEnumerable<TensorAxis> Written(
        string network,
        (string Name, Module Layer) layer,
        params IReadOnlyList<AxisPart> parts
    ) =>
        [
            new($"{network}.{layer.Name}.weight", layer.Layer is ConvTranspose2d ? 1 : 0, parts),
            new($"{network}.{layer.Name}.bias", 0, parts),
        ];
}
