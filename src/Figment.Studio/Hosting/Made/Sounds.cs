using System.IO.Compression;
using Figment.Generation.Sounds;
using Figment.Studio.Kinds;
using Figment.Studio.Recordings;
using Figment.Studio.Shelves;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using static Figment.Studio.Hosting.Addresses;

namespace Figment.Studio.Hosting;

/// <summary>
/// The addresses of everything that a page plays or offers as a download, like those of pictures (<see cref="Pictures"/>).
/// </summary>
internal static class Sounds
{
    internal static void MapSounds(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder sounds = routes.MapGroup("").AddEndpointFilter(Explain);
        sounds.MapGet(
            "/runs/{run}/sounds.wav",
            ([AsParameters] Asked asked, [AsParameters] SeedQuery query) => Wav(asked, query)
        );
        sounds.MapGet(
            "/runs/{run}/sounds.png",
            ([AsParameters] Asked asked, [AsParameters] SeedQuery query) => Png(asked, query)
        );
        sounds.MapGet(
            "/runs/{run}/morph.wav",
            ([AsParameters] Asked asked, [AsParameters] MorphQuery query) => Wav(asked, query)
        );
        sounds.MapGet(
            "/runs/{run}/morph.png",
            ([AsParameters] Asked asked, [AsParameters] MorphQuery query) => Png(asked, query)
        );
        sounds.MapGet("/runs/{run}/sounds.zip", Zip);
        sounds.MapGet("/runs/{run}/sounds.npy", Numbers);
        sounds.MapGet("/recordings/{set}/{word}/{take}", Recorded);
    }

    private static Task<IResult> Wav(Asked asked, SoundQuery query) =>
        With(asked, query, made => Play(SoundFace.Wav(made.Samples, query.Index)));

    private static Task<IResult> Png(Asked asked, SoundQuery query) =>
        With(asked, query, made => Results.Bytes(SoundFace.Png(made.Samples, query.Index ?? 0), "image/png"));

    /// <summary>A ZIP with one WAV file for each sound.</summary>
    private static Task<IResult> Zip([AsParameters] Asked asked, [AsParameters] SeedQuery query) =>
        With(
            asked,
            query,
            made =>
            {
                using MemoryStream file = new();
                using (ZipArchive archive = new(file, ZipArchiveMode.Create, leaveOpen: true))
                {
                    for (int k = 0; k < made.Samples.Count; k++)
                    {
                        using Stream entry = archive.CreateEntry($"{k:D4}.wav").Open();
                        entry.Write(SoundFace.Wav(made.Samples, k));
                    }
                }

                return Results.Bytes(
                    file.ToArray(),
                    "application/zip",
                    RunShelf.DownloadName(asked.Run, $"seed{query.Seed ?? 0}.zip")
                );
            }
        );

    private static async Task<IResult> Numbers([AsParameters] Asked asked, [AsParameters] SeedQuery query)
    {
        query.Check();
        if (asked.Runs.Find(asked.Run) is not { } found)
            return Results.NotFound();
        return await asked.Models.UseAsync(
            found,
            model =>
                Download(
                    RunShelf.DownloadName(asked.Run, $"seed{query.Seed ?? 0}.npy"),
                    "application/octet-stream",
                    path =>
                        SoundFiles.Write(model, query.Number, query.Options, path, new Others(asked.Models), asked.Cancellation)
                ),
            asked.Cancellation,
            isSlow: true
        );
    }

    private static IResult Recorded(RecordingShelf recordings, HttpResponse response, string set, string word, string take)
    {
        // A name may later mean another take: after one was deleted, or after a class was given the name of another.
        response.Headers.CacheControl = "no-cache";
        if (recordings.FileOf(set, word, take) is not string file)
            return Results.NotFound();
        DateTimeOffset made = File.GetLastWriteTimeUtc(file);
        EntityTagHeaderValue tag = new($"\"{made.UtcTicks:x}\"");
        return Results.File(file, "audio/wav", lastModified: made, entityTag: tag, enableRangeProcessing: true);
    }

    private static async Task<IResult> With(Asked asked, SoundQuery query, Func<SoundBatch, IResult> use)
    {
        query.Check();
        return asked.Runs.Find(asked.Run) is { } found
            ? use(await MadeSounds.MakeAsync(asked.Models, found, query, asked.Cancellation))
            : Results.NotFound();
    }

    // Browsers request parts of the file.
    private static IResult Play(byte[] wav) => Results.Bytes(wav, "audio/wav", enableRangeProcessing: true);
}
