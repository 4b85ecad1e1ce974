using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>A side of an image.</summary>
internal enum EditSide
{
    /// <summary>The left half.</summary>
    Left,

    /// <summary>The right half.</summary>
    Right,

    /// <summary>The upper half.</summary>
    Top,

    /// <summary>The lower half.</summary>
    Bottom,
}

/// <summary>Masks that say which part of an image is generated anew, [1, 1, H, W] in [0, 1]; a pixel at 0 is kept.</summary>
internal static class EditMask
{
    /// <summary>Creates a mask that keeps one half and generates the other anew.</summary>
    internal static Tensor Keeping(EditSide side, ImageShape shape)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = ones(1, 1, shape.Height, shape.Width);
        bool isAcross = side is EditSide.Left or EditSide.Right;
        long length = isAcross ? shape.Width : shape.Height,
            half = length / 2;
        mask.narrow(isAcross ? 3 : 2, side is EditSide.Left or EditSide.Top ? 0 : length - half, half).zero_();
        return mask.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Converts a picture into a mask, 0 to 255: the transparency of each pixel if any pixel is transparent, whatever the
    /// colours; otherwise the brightness of each pixel.
    /// </summary>
    /// <param name="content">The content of the file.</param>
    /// <exception cref="FileFormatException">The content is not a picture; the message gives only the reason.</exception>
    internal static Picture Of(byte[] content)
    {
        DecodedPicture onWhite = PictureDecoder.Decode(content, background: PictureColour.White);
        DecodedPicture onBlack = PictureDecoder.Decode(content, background: PictureColour.Black);
        bool isTransparent = onWhite.Facts.IsTransparent;
        byte[] pixels = new byte[onWhite.Shape.Height * onWhite.Shape.Width];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)
                Math.Clamp(isTransparent ? Value(onWhite, i) - Value(onBlack, i) : Value(onWhite, i), 0, byte.MaxValue);
        return new Picture(onWhite.Shape.Width, onWhite.Shape.Height, 1, pixels);
    }

    /// <summary>Says in a sentence why a mask is useless; null if it can be used.</summary>
    internal static OptionSentence? WhyUseless(Tensor mask)
    {
        using DisposeScope scope = NewDisposeScope();
        (float least, float most) = (mask.min().item<float>(), mask.max().item<float>());
        return (least, most) switch
        {
            _ when !(least >= 0 && most <= 1) => "The mask holds values outside of 0 to 1. 0 keeps a pixel, and 1 "
                + "generates it anew.",
            (_, 0) => "The mask is empty: it is black everywhere, so nothing would be generated anew. Paint the part to be "
                + "generated white.",
            (1, _) => "The mask is full: it is white everywhere, so nothing of the picture would be kept. Paint the part to "
                + "be kept black, or omit the mask to get variants.",
            _ => null,
        };
    }

    /// <summary>Uses the luma of ITU-R BT.601, like every other conversion to grey here.</summary>
    private static int Value(DecodedPicture picture, int i)
    {
        int plane = picture.Shape.Height * picture.Shape.Width;
        return picture.Shape.Channels == 1
            ? picture.Pixels[i]
            : (int)
                Math.Round(
                    (0.299 * picture.Pixels[i]) + (0.587 * picture.Pixels[plane + i]) + (0.114 * picture.Pixels[(2 * plane) + i])
                );
    }
}
