using Figment.Backend;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models;

/// <summary>One index for each channel, row and column of a picture or of feature maps, in this order.</summary>
/// <param name="Name">What the grid represents.</param>
/// <param name="Channels">The number of channels.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Width">The number of columns.</param>
/// <param name="IsRead">
/// Whether a layer reads the grid and sums over it; otherwise a layer writes it, each position independently.
/// </param>
/// <param name="AreColours">
/// Whether the channels are colours, which can be converted to and from grey; otherwise each channel is a learned feature.
/// </param>
internal sealed record GridPart(string Name, long Channels, long Height, long Width, bool IsRead, bool AreColours)
    : AxisPart(Name)
{
    /// <inheritdoc/>
    internal override long Size => Channels * Height * Width;

    /// <inheritdoc/>
    internal override string Difference => AreColours ? "pixels" : "maps";

    /// <summary>
    /// The values are interpolated to the new number of rows and columns. Grey is repeated for every colour, and colours are
    /// averaged to grey. The weights of a layer that reads the grid are rescaled so that the same picture in another size, or in
    /// grey, gives the same sum as before.
    /// </summary>
    /// <inheritdoc/>
    internal override Tensor? From(Tensor values, AxisPart? there, StartClasses classes)
    {
        if (there is not GridPart before || (before.Channels != Channels && !AreColours))
            return null;
        long[] rest = values.shape[1..];
        Tensor grid = values.reshape(before.Channels, before.Height, before.Width, -1).permute(3, 0, 1, 2);
        if (before.Channels != Channels)
            grid = grid.mean([1], keepdim: true).expand(-1, Channels, -1, -1);
        if ((before.Height, before.Width) != (Height, Width))
            grid = Resized(grid, before);
        if (IsRead)
            grid = grid.Times((double)before.Size / Size);
        return grid.permute(1, 2, 3, 0).reshape([Size, .. rest]);
    }

    /// <summary>Averages over areas when the grid shrinks, and interpolates linearly when it grows.</summary>
    private Tensor Resized(Tensor grid, GridPart before)
    {
        bool isSmaller = Height <= before.Height && Width <= before.Width;
        return isSmaller
            ? functional.adaptive_avg_pool2d(grid, [Height, Width])
            : functional.interpolate(grid, size: [Height, Width], mode: InterpolationMode.Bilinear, align_corners: false);
    }
}
