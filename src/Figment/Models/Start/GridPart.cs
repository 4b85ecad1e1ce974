using Figment.Backend;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models;

/// <summary>A place for each channel, row and column of a picture or of maps of features, in this order.</summary>
/// <param name="Name">What the grid is.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="IsRead">
/// Whether a layer reads it, so that all places add up; otherwise it writes it, each place by itself.
/// </param>
/// <param name="AreColours">
/// Whether the channels are colours, which grey stands for; otherwise each is what it learned to be.
/// </param>
internal sealed record GridPart(string Name, long Channels, long Height, long Width, bool IsRead, bool AreColours)
    : AxisPart(Name)
{
    /// <inheritdoc/>
    internal override long Size => Channels * Height * Width;

    /// <inheritdoc/>
    internal override string Difference => AreColours ? "pixels" : "maps";

    /// <summary>
    /// Another number of rows and columns is interpolated. Grey is repeated for every colour, colours become their mean. What is
    /// read is scaled, so that the same picture in another size or in grey adds up to as much as before.
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

    /// <summary>Means over areas where it gets smaller, straight lines between places where it gets larger.</summary>
    private Tensor Resized(Tensor grid, GridPart before)
    {
        bool isSmaller = Height <= before.Height && Width <= before.Width;
        return isSmaller
            ? functional.adaptive_avg_pool2d(grid, [Height, Width])
            : functional.interpolate(grid, size: [Height, Width], mode: InterpolationMode.Bilinear, align_corners: false);
    }
}
