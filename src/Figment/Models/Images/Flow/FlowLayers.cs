using Figment.Imaging;
using Figment.Networks;

namespace Figment.Models.Images;

/// <summary>The meaning of the axes of a <see cref="UNet"/>'s tensors, and the layers nearest to the data.</summary>
internal static class FlowLayers
{
    /// <summary>
    /// Describes the tensors: the first layer reads squares of pixels, and the last reads them again and writes them. Classes
    /// have one row each, or one column for each value of several labels.
    /// </summary>
    /// <param name="network">The network; for anything but a U-Net the result is empty.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="classes">The number of classes, or of values of several labels.</param>
    /// <param name="learnsNone">Whether the last row, for no class in particular, is learned.</param>
    internal static IReadOnlyList<TensorAxis> AxesOf(NamedNetwork network, ImageShape shape, int classes, bool learnsNone)
    {
        if (network.Module is not UNet net)
            return [];
        GridPart read = new("pixels", shape.Channels, net.Side, net.Side, IsRead: true, AreColours: true);
        GridPart written = read with { IsRead = false };
        return
        [
            new($"{network.Name}.stem.weight", 1, [read]),
            new($"{network.Name}.head.weight", 0, [written]),
            new($"{network.Name}.head.weight", 1, [new PlainPart("wide", net.Wide), read]),
            new($"{network.Name}.head.bias", 0, [written]),
            new(
                $"{network.Name}.classes.weight",
                net.HasColumns ? 1 : 0,
                learnsNone ? [new ConditionPart(classes, HasAny: true)] : [new ConditionPart(classes), new PlainPart("none", 1)]
            ),
        ];
    }

    /// <summary>Returns the layers that the data passes through first.</summary>
    internal static IReadOnlyList<NamedNetwork> WayDown(NamedNetwork network) =>
        network.Module is not UNet net
            ? []
            : [.. net.WayDown.Select(layer => new NamedNetwork($"{network.Name}.{layer.Name}", layer.Layer))];
}
