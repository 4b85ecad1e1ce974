using Figment.Backend;
using Figment.Data.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>
/// A picture from a file, and a mask for it, converted to the model's size in the same way as its training pictures. The tensors
/// belong to the dispose scope in which they were created.
/// </summary>
/// <param name="Name">The name of the file, without its extension.</param>
/// <param name="Image">[1, C, H, W], float32 in [0, 1], on the CPU.</param>
/// <param name="Mask">[1, 1, H, W], float32 in [0, 1], on the CPU; null without a mask.</param>
/// <param name="Note">How its size was changed, in a sentence; null if it had the model's size.</param>
internal sealed record GivenPicture(string Name, Tensor Image, Tensor? Mask, string? Note)
{
    /// <summary>Reads a picture.</summary>
    /// <param name="path">The path of the picture.</param>
    /// <param name="maskPath">
    /// The path of a mask of the same size, white (or transparent) where the picture is to be generated anew; null for none.
    /// </param>
    /// <param name="shape">The shape of the images that the model makes.</param>
    /// <param name="pictures">
    /// How the training pictures were converted to images; if null, the picture is cropped to the middle.
    /// </param>
    /// <exception cref="FigmentException">A file does not exist or is not a picture, or the sizes do not match.</exception>
    internal static GivenPicture Read(string path, string? maskPath, ImageShape shape, PictureOptions? pictures)
    {
        byte[] content = Bytes(path);
        (int Width, int Height) size = Of(path, () => PictureDecoder.Measure(content));
        pictures ??= new PictureOptions();
        PictureTarget? target =
            size == (shape.Width, shape.Height)
                ? null
                : new PictureTarget(new PictureSize(shape.Width, shape.Height), pictures.Fit) { Background = pictures.Paper };
        DecodedPicture picture = Of(path, () => PictureDecoder.Decode(content, target, pictures.Paper));
        Tensor image = Values(picture, shape.Channels);
        string? note = target is null
            ? null
            : $"{path} has {size.Width}×{size.Height} pixels, but the model makes {shape.Width}×{shape.Height}, so the "
                + $"picture was converted: pictures are {target.Words.English}.";
        return new GivenPicture(
            Path.GetFileNameWithoutExtension(path),
            image,
            maskPath is null ? null : MaskOf(maskPath, path, size, target),
            note
        );
    }

    private static Tensor MaskOf(string path, string picturePath, (int Width, int Height) size, PictureTarget? target)
    {
        byte[] content = Bytes(path);
        (int Width, int Height) own = Of(path, () => PictureDecoder.Measure(content));
        if (own != size)
            throw new FigmentException(
                $"The mask {path} has {own.Width}×{own.Height} pixels, but {picturePath} has {size.Width}×{size.Height}. Make "
                    + $"the mask the same size as the picture."
            );
        byte[] mask = Of(path, () => EditMask.Of(content)).ToPng();
        return Values(
            PictureDecoder.Decode(
                mask,
                target is null ? null : target with { Background = PictureColour.Black },
                PictureColour.Black
            ),
            1
        );
    }

    private static Tensor Values(DecodedPicture picture, int channels)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = tensor(picture.Pixels, [1, picture.Shape.Channels, picture.Shape.Height, picture.Shape.Width])
            .to(ScalarType.Float32)
            .Over(255);
        return ImageChannels.Convert(values, channels).MoveToOuterDisposeScope();
    }

    private static byte[] Bytes(string path) =>
        !File.Exists(path)
            ? throw new FigmentException($"There is no picture {path}. Choose a PNG, JPEG, BMP, GIF, WebP or TIFF file.")
            : Of(path, () => Storage.Try(path, "read", () => PictureDecoder.ReadFile(path)));

    private static T Of<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FileFormatException e)
        {
            throw new FileFormatException(
                $"{path} cannot be read as a picture: {OptionSentence.Reason(e)}. Repair it, or choose another.",
                e
            );
        }
    }
}
