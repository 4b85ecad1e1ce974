using Figment.Imaging;
using TorchSharp.Modules;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Models.Images;

/// <summary>What the places of a generator's and a discriminator's tensors stand for, whatever layers are between.</summary>
internal static class GanLayers
{
    /// <summary>The generator reads latents and conditions, and writes pixels.</summary>
    /// <param name="name">What the network is called.</param>
    /// <param name="network">The network.</param>
    /// <param name="latentSize">Numbers per latent vector.</param>
    /// <param name="conditions">Classes or clusters.</param>
    /// <param name="shape">The images.</param>
    /// <param name="maps">
    /// What its first layer writes and the convolutions behind it read; null where that has no rows and columns.
    /// </param>
    internal static IEnumerable<TensorAxis> OfGenerator(
        string name,
        Module network,
        int latentSize,
        ConditionPart conditions,
        ImageShape shape,
        GridPart? maps
    )
    {
        if (TensorAxis.LayersOf(network) is not [var first, .., var last])
            return [];
        return
        [
            TensorAxis.Read(name, first, new PlainPart("latents", latentSize), conditions),
            .. maps is null ? [] : TensorAxis.Written(name, first, maps with { IsRead = false }),
            .. TensorAxis.Written(name, last, PixelsOf(last.Layer, shape, isRead: false)),
        ];
    }

    /// <summary>The discriminator reads pixels, and writes logits of conditions, or the one of none.</summary>
    /// <inheritdoc cref="OfGenerator"/>
    internal static IEnumerable<TensorAxis> OfDiscriminator(
        string name,
        Module network,
        ConditionPart conditions,
        ImageShape shape,
        GridPart? maps
    )
    {
        if (TensorAxis.LayersOf(network) is not [var first, .., var last] layers)
            return [];
        ConditionPart logits = conditions.Count > 0 ? conditions : conditions with { HasAny = true };
        (string, Module) behindMaps = layers.FirstOrDefault(layer => layer.Layer is Linear);
        return
        [
            TensorAxis.Read(name, first, PixelsOf(first.Layer, shape, isRead: true)),
            .. maps is null ? Enumerable.Empty<TensorAxis>() : [TensorAxis.Read(name, behindMaps, maps with { IsRead = true })],
            .. TensorAxis.Written(name, last, logits),
        ];
    }

    /// <summary>
    /// Pixels as a layer takes them: all of a picture, or in a convolution one by one or in squares, of each channel.
    /// </summary>
    internal static GridPart PixelsOf(Module layer, ImageShape shape, bool isRead)
    {
        if (layer is Linear)
            return new GridPart("pixels", shape.Channels, shape.Height, shape.Width, isRead, AreColours: true);
        long places = layer switch
        {
            Conv2d convolution => isRead ? convolution.in_channels : convolution.out_channels,
            ConvTranspose2d convolution => isRead ? convolution.in_channels : convolution.out_channels,
            _ => shape.Channels,
        };
        long side = (long)Math.Round(Math.Sqrt((double)places / shape.Channels));
        return new GridPart("pixels", shape.Channels, side, side, isRead, AreColours: true);
    }

    /// <summary>The layers of a network one after the other that have weights, but for the last, which judges.</summary>
    internal static IReadOnlyList<NamedNetwork> WithWeights(string name, Module network) =>
        [
            .. network
                .named_children()
                .Where(child => child.module.parameters().Any())
                .Select(child => new NamedNetwork($"{name}.{child.name}", child.module))
                .SkipLast(1),
        ];
}
