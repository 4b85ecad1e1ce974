using TorchSharp.Modules;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Models;

/// <summary>What an axis of a model's tensor stands for, part by part.</summary>
/// <param name="Tensor">The tensor as it is saved: network, layer, parameter.</param>
/// <param name="Axis">Which axis.</param>
/// <param name="Parts">Its parts in order; together they are the whole axis.</param>
internal sealed record TensorAxis(string Tensor, int Axis, IReadOnlyList<AxisPart> Parts)
{
    /// <summary>The layers of a network that multiply, in the order in which it names them.</summary>
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

    /// <summary>What a layer reads.</summary>
    /// <param name="network">The name of its network.</param>
    /// <param name="layer">One of <see cref="LayersOf"/>.</param>
    /// <param name="parts">What stands for what.</param>
    internal static TensorAxis Read(string network, (string Name, Module Layer) layer, params IReadOnlyList<AxisPart> parts) =>
        new($"{network}.{layer.Name}.weight", layer.Layer is ConvTranspose2d ? 0 : 1, parts);

    /// <summary>What a layer writes.</summary>
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
