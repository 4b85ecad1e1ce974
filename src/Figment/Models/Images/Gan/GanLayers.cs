using Figment.Imaging;
using TorchSharp.Modules;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Models.Images;

/// <summary>The meaning of the axes of a generator's and a discriminator's tensors, whatever layers lie in between.</summary>
internal static class GanLayers
{
    /// <summary>Describes a generator, which reads latents and conditions and writes pixels.</summary>
    /// <param name="name">The name of the network.</param>
    /// <param name="network">The network.</param>
    /// <param name="latentSize">The number of values in a latent vector.</param>
    /// <param name="conditions">The classes or clusters.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="maps">
    /// The maps that its first layer writes and the next convolution reads; null where they have no rows and columns.
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

    /// <summary>
    /// Describes a discriminator, which reads pixels and writes one logit per condition, or one logit without conditions.
    /// </summary>
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
    /// Describes the pixels that a layer reads or writes: all pixels of a picture or, in a convolution, single pixels or squares
    /// of pixels, for each channel.
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

    /// <summary>Returns the layers of a sequential network that have weights, except the last, which judges.</summary>
    internal static IReadOnlyList<NamedNetwork> WithWeights(string name, Module network) =>
        [
            .. network
                .named_children()
                .Where(child => child.module.parameters().Any())
                .Select(child => new NamedNetwork($"{name}.{child.name}", child.module))
                .SkipLast(1),
        ];
}
