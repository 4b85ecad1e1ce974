using Figment.Data.Sounds;
using Figment.Imaging;
using Figment.Runs.Images;
using Figment.Runs.Sounds;
using Figment.Studio.Kinds;
using Figment.Studio.Shelves;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Figment.Studio.Hosting.Addresses;

namespace Figment.Studio.Hosting;

/// <summary>The addresses of the samples that look most and least real to a run's judge.</summary>
internal static class Convincing
{
    /// <summary>The number of sounds at each end, most real and least real.</summary>
    internal const int Heard = 4;

    private const int Shown = 10,
        Columns = 5,
        MostClasses = 256;

    internal static void MapConvincing(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder convincing = routes.MapGroup("").AddEndpointFilter(Explain);
        convincing.MapGet("/runs/{run}/convincing.png", Picture);
        convincing.MapGet("/runs/{run}/convincing.wav", Sound);
    }

    private static async Task<IResult> Picture(
        RunShelf runs,
        ConvincingShelf shelf,
        string run,
        string? which = null,
        int? label = null,
        int? index = null
    )
    {
        Check(which, label, index);
        if (runs.Find(run) is not { } found)
            return Results.NotFound();
        if (found.Folder.Options.Data is SoundRunData)
        {
            return await SoundOf(shelf, found, which, label, index) is { } seen
                ? Results.Bytes(SoundFace.Png(seen, 0), "image/png")
                : Results.NotFound();
        }

        ConvincingImages images = await shelf.Of(found);
        ImageBatch? chosen =
            label is int one ? images.OfClass(one)
            : which == "least" ? images.Least(Shown)
            : images.Most(Shown);
        return chosen is null
            ? Results.NotFound()
            : Results.Bytes(chosen.ToGrid(label is null ? Columns : 1, null).ToPng(), "image/png");
    }

    private static async Task<IResult> Sound(
        RunShelf runs,
        ConvincingShelf shelf,
        string run,
        string? which = null,
        int? index = null
    )
    {
        Check(which, null, index);
        return
            runs.Find(run) is { } found
            && found.Folder.Options.Data is SoundRunData
            && await SoundOf(shelf, found, which, null, index) is { } heard
            ? Results.Bytes(SoundFace.Wav(heard, null), "audio/wav", enableRangeProcessing: true)
            : Results.NotFound();
    }

    private static async Task<SoundSamples?> SoundOf(ConvincingShelf shelf, ShelvedRun run, string? which, int? label, int? index)
    {
        ConvincingSounds sounds = await shelf.SoundsOf(run);
        return label is int one
            ? sounds.OfClass(one)
            : (which == "least" ? sounds.Least(Heard) : sounds.Most(Heard)).ElementAtOrDefault(index ?? 0);
    }

    private static void Check(string? which, int? label, int? index)
    {
        Addresses.Check(("label", label ?? 0, 0, MostClasses - 1), ("index", index ?? 0, 0, Heard - 1));
        if (which is not (null or "most" or "least"))
            throw new OptionsException(["'which' must be 'most' or 'least'."]);
    }
}
