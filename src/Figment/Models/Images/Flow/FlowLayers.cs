using Figment.Imaging;
using Figment.Networks;

namespace Figment.Models.Images;

/// <summary>
/// What the places of a <see cref="UNet"/>'s tensors stand for, and which of its layers are nearest to the data.
/// </summary>
internal static class FlowLayers
{
    /// <summary>
    /// The first layer reads squares of pixels, the last reads them again and writes them; a row for each class, or a column for
    /// each value of several labels.
    /// </summary>
    /// <param name="network">The network; another than a U-Net says nothing.</param>
    /// <param name="shape">The images.</param>
    /// <param name="classes">How many classes there are, or values of several labels.</param>
    /// <param name="learnsNone">Whether the row behind them, for none of them, is ever learned.</param>
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

    /// <summary>The layers that what it learns from passes first.</summary>
    internal static IReadOnlyList<NamedNetwork> WayDown(NamedNetwork network) =>
        network.Module is not UNet net
            ? []
            : [.. net.WayDown.Select(layer => new NamedNetwork($"{network.Name}.{layer.Name}", layer.Layer))];
}
