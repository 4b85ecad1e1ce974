using Figment.Imaging;
using Figment.Runs.Images;
using Figment.Studio.Shelves;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Figment.Studio.Hosting.Addresses;

namespace Figment.Studio.Hosting;

/// <summary>The addresses of the samples that look most and least real to a run's judge.</summary>
internal static class Convincing
{
    private const int Shown = 10,
        Columns = 5,
        MostClasses = 256;

    internal static void MapConvincing(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/runs/{run}/convincing.png", Picture).AddEndpointFilter(Explain);

    private static async Task<IResult> Picture(
        RunShelf runs,
        ConvincingShelf shelf,
        string run,
        string? which = null,
        int? label = null
    )
    {
        Check(("label", label ?? 0, 0, MostClasses - 1));
        if (which is not (null or "most" or "least"))
            throw new OptionsException(["which must be most or least."]);
        if (runs.Find(run) is not { } found)
            return Results.NotFound();
        ConvincingImages images = await shelf.Of(found);
        ImageBatch? chosen =
            label is int one ? images.OfClass(one)
            : which == "least" ? images.Least(Shown)
            : images.Most(Shown);
        return chosen is null
            ? Results.NotFound()
            : Results.Bytes(chosen.ToGrid(label is null ? Columns : 1, null).ToPng(), "image/png");
    }
}
