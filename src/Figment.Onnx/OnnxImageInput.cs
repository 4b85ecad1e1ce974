using Figment.Evaluation.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Figment.Onnx;

/// <summary>The single input of a network that reads images, and the conversion of images to its shape.</summary>
/// <param name="ChannelsLast">Whether it is [N, H, W, C] rather than [N, C, H, W].</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Height">The number of rows; null if any number works.</param>
/// <param name="Width">The number of columns; null if any number works.</param>
/// <param name="Batch">The number of images per run; null if any number works.</param>
/// <param name="Scaling">The scaling of pixels.</param>
internal sealed record OnnxImageInput(bool ChannelsLast, int Channels, int? Height, int? Width, int? Batch, PixelScaling Scaling)
{
    private const int MaxSide = 4096;
    private const int MaxBatch = 1024;
    private const long MaxValues = 1 << 28; // 1 GB
    private const int ValuesPerRun = 1 << 22; // 15 images of 3×299×299; the activations need many times more memory

    /// <summary>A description for <see cref="FeatureExtractor.Preprocessing"/>.</summary>
    public override string ToString()
    {
        string grey = Channels == 3 ? "grey repeated to 3 channels, " : "";
        string size = (Height, Width) is (null, null)
            ? "no resizing"
            : $"images of another size resized to "
                + $"{Height?.ToString() ?? "their own height"}×{Width?.ToString() ?? "their own width"} (bilinear with "
                + $"antialiasing: PyTorch's interpolate, align_corners=False)";
        return $"{grey}{size}, {Scaling.Words}";
    }

    /// <summary>Reads the input of a network.</summary>
    /// <exception cref="FileFormatException">The network does not have exactly one input for images.</exception>
    public static OnnxImageInput Read(OnnxSession session, PixelNormalisation? normalisation, string name)
    {
        if (session.Inputs is not [OnnxPort port])
            throw Unfit(
                session.Inputs.Count == 0 ? "it has no input" : OptionSentence.Of($"it has {session.Inputs.Count} inputs"),
                name
            );
        if (!port.IsFloat || port.Shape.Count != 4)
            throw Unfit($"its input is {port}", name);
        bool channelsFirst = port.Shape[1] is 1 or 3;
        if (!channelsFirst && port.Shape[3] is not (1 or 3))
            throw Unfit($"its input is {port}", name);

        int[] sizes = channelsFirst ? [.. port.Shape] : [port.Shape[0], port.Shape[3], port.Shape[1], port.Shape[2]];
        if (
            sizes.Any(size => size == 0)
            || sizes[2] > MaxSide
            || sizes[3] > MaxSide
            || sizes[0] > MaxBatch
            || sizes.Aggregate(1L, (product, size) => product * Math.Abs((long)size)) > MaxValues
        )
            throw Unfit($"its input is {port}, beyond {MaxBatch} images or {MaxSide} pixels a side", name);
        return new OnnxImageInput(
            !channelsFirst,
            sizes[1],
            Fixed(sizes[2]),
            Fixed(sizes[3]),
            Fixed(sizes[0]),
            PixelScaling.Read(session.Metadata, normalisation, sizes[1], name)
        );
    }

    /// <summary>The number of images to run at once.</summary>
    public int ImagesPerRun(ImageShape shape) =>
        Batch ?? (int)Math.Clamp(ValuesPerRun / ((long)Channels * (Height ?? shape.Height) * (Width ?? shape.Width)), 1, 500);

    /// <summary>Converts images to the network's shape and range.</summary>
    /// <param name="images">[B, C, H, W], float32 in [0, 1]; B at most <see cref="Batch"/>.</param>
    /// <returns>
    /// The images in the network's layout, contiguous, on the CPU, padded with blank images if the batch size is fixed.
    /// </returns>
    public Tensor Prepare(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor prepared = images.cpu();
        long[] size = [Height ?? images.shape[2], Width ?? images.shape[3]];
        if (images.shape[2] != size[0] || images.shape[3] != size[1])
            prepared = F.interpolate(prepared, size, mode: InterpolationMode.Bilinear, align_corners: false, antialias: true);
        prepared = Scaling.Apply(prepared.expand(-1, Channels, -1, -1));
        if (Batch > images.shape[0])
            prepared = cat([prepared, zeros([Batch.Value - images.shape[0], .. prepared.shape[1..]])]);
        if (ChannelsLast)
            prepared = prepared.permute(0, 2, 3, 1);
        return prepared.contiguous().MoveToOuterDisposeScope();
    }

    private static int? Fixed(int size) => size > 0 ? size : null;

    private static FileFormatException Unfit(OptionSentence what, string name) =>
        new(
            $"{name} cannot read images: {what}. It needs one float32 input [N, C, H, W] or [N, H, W, C] with 1 "
                + $"or 3 channels; export it again with such an input."
        );
}
