using Figment.Imaging;
using TorchSharp.Modules;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Models.Images;

/// <summary>The meaning of the axes of an encoder's and a decoder's tensors, whatever layers lie in between.</summary>
internal static class VaeLayers
{
    /// <summary>
    /// Describes both networks: the encoder reads pixels and, next to the features that it computes from them, the class; the
    /// decoder reads latents and the class, and writes pixels.
    /// </summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="decoder">The decoder.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="latentSize">The number of values in a latent vector.</param>
    /// <param name="classes">The classes.</param>
    internal static IReadOnlyList<TensorAxis> AxesOf(
        Module encoder,
        Module decoder,
        ImageShape shape,
        int latentSize,
        ConditionPart classes
    )
    {
        IReadOnlyList<(string Name, Module Layer)> making = TensorAxis.LayersOf(decoder);
        if (making is not [var fromLatents, .., var last])
            return [];
        return
        [
            .. ReadBy(TensorAxis.LayersOf(encoder), shape, classes),
            TensorAxis.Read("decoder", fromLatents, new PlainPart("latents", latentSize), classes),
            .. last.Layer is Linear ? [] : OfMaps(making.Last(layer => layer.Layer is Linear)),
            .. TensorAxis.Written("decoder", last, GanLayers.PixelsOf(last.Layer, shape, isRead: false)),
        ];

        IEnumerable<TensorAxis> OfMaps((string, Module Layer) layer) =>
            TensorAxis.Written("decoder", layer, MapsOf(((Linear)layer.Layer).out_features, shape, isRead: false));
    }

    private static IEnumerable<TensorAxis> ReadBy(
        IReadOnlyList<(string Name, Module Layer)> layers,
        ImageShape shape,
        ConditionPart classes
    )
    {
        if (layers.FirstOrDefault(layer => layer.Layer is Linear) is not { Layer: Linear linear } joined)
            yield break;
        GridPart pixels = GanLayers.PixelsOf(layers[0].Layer, shape, isRead: true);
        bool isDense = layers[0].Layer is Linear;
        if (!isDense)
            yield return TensorAxis.Read("encoder", layers[0], pixels);
        GridPart seen = isDense ? pixels : MapsOf(linear.in_features - classes.Size, shape, isRead: true);
        yield return TensorAxis.Read("encoder", joined, seen, classes);
    }

    /// <summary>Describes feature maps over patches.</summary>
    private static GridPart MapsOf(long size, ImageShape shape, bool isRead)
    {
        int side = Networks.VaeNetworks.PatchSide(shape),
            height = shape.Height / side,
            width = shape.Width / side;
        return new GridPart("maps", size / (height * width), height, width, isRead, AreColours: false);
    }
}
