using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace Figment.Server;

/// <summary>The requested images, and their arrangement.</summary>
internal sealed record GridQuery : SamplesQuery
{
    private const int MostPixels = 1 << 24;

    [Description("Images per row; by default the grid is square.")]
    [FromQuery(Name = "columns")]
    [Range(1, 256, ErrorMessage = "columns must be between {1} and {2}.")]
    public int? Columns { get; init; }

    [Description("Every pixel becomes a square of this many pixels; by default, a size that is pleasant to look at.")]
    [FromQuery(Name = "scale")]
    [Range(1, 16, ErrorMessage = "scale must be between {1} and {2}.")]
    public int? Scale { get; init; }

    /// <summary>Checks that the picture fits into memory.</summary>
    /// <exception cref="OptionsException">The picture would have too many pixels.</exception>
    internal void CheckSize(ServedImages model)
    {
        long pixels = (long)Number * model.Shape.Height * model.Shape.Width * (Scale ?? 1) * (Scale ?? 1);
        if (pixels > MostPixels)
            throw new OptionsException([
                $"The picture would have {pixels:N0} pixels, but at most {MostPixels:N0} are drawn. Request fewer images, or a "
                    + $"smaller scale.",
            ]);
    }
}
