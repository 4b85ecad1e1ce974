using System.Globalization;
using Figment.Generation.Images;
using Figment.Generation.Sounds;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Objectives;
using Figment.Studio.Kinds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TorchSharp;
using static Figment.Studio.Hosting.Addresses;

namespace Figment.Studio.Hosting;

/// <summary>Views inside a model: sheets of pictures side by side without gaps, which the page cuts up.</summary>
internal static class InsidePictures
{
    /// <summary>The number of samples on a shelf.</summary>
    internal const int ShelfSize = 24;

    /// <summary>The largest number of steps in a film.</summary>
    internal const int MostSteps = 40;

    private const int MostTerms = 8;

    internal static void MapInsidePictures(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder inside = routes.MapGroup("/runs/{run}/inside").AddEndpointFilter(Explain);
        inside.MapGet("/film.png", Film);
        inside.MapGet("/shelf.png", Shelf);
        inside.MapGet("/sum.png", SumPicture);
        inside.MapGet("/sum.wav", SumSound);
    }

    /// <summary>The samples from a seed on a shelf; for a class-conditional model the classes take turns.</summary>
    internal static SampleOptions OfShelf(ImageModel model, long seed) =>
        new() { Seed = seed, Classes = [.. Enumerable.Range(0, Math.Min(model.ClassCounts.Count, ShelfSize))] };

    /// <summary>
    /// One column for each step of the sampler: its current picture above, and the picture that the model expects below.
    /// </summary>
    private static Task<IResult> Film(
        [AsParameters] Asked asked,
        long seed = 0,
        int index = 0,
        string? label = null,
        string? solver = null,
        double? guidance = null
    )
    {
        Check(("index", index, 0, 255));
        OdeSolver? way = solver is null ? null : OdeSolver.Parse(solver);
        if (way is not null)
            Check(("steps", way.Steps, 1, MostSteps));
        return With(
            asked,
            model =>
            {
                Latents latents = Latents.OfSamples(model, [index], Options(seed, label, 1));
                IReadOnlyList<SamplingFrame> film = SamplingFilm.Of(model, latents, way, guidance, asked.Cancellation);
                return Sheet([.. film.Select(frame => frame.Images)], [.. film.Select(frame => frame.Guesses)]);
            }
        );
    }

    private static Task<IResult> Shelf([AsParameters] Asked asked, long seed = 0) =>
        With(asked, model => Sheet([.. model.Sample(ShelfSize, OfShelf(model, seed)).split(1)]));

    private static Task<IResult> SumPicture([AsParameters] Asked asked, string images, string weights, long seed = 0) =>
        With(
            asked,
            model =>
            {
                Latents sum = Sum(model, images, weights, seed);
                return Sheet([model.Generate(sum.Values, sum.Labels)]); // alone: a whole block would take many times as long
            }
        );

    private static Task<IResult> SumSound([AsParameters] Asked asked, string images, string weights, long seed = 0) =>
        With(
            asked,
            model =>
            {
                if (model.Meaning is null)
                    throw new FigmentException("This model makes pictures, so there is nothing to play.");
                byte[] wav = SoundFace.Wav(
                    SoundBlocks.Of(model, Sum(model, images, weights, seed), null, CancellationToken.None),
                    0
                );
                return Results.Bytes(wav, "audio/wav", enableRangeProcessing: true);
            }
        );

    private static Latents Sum(ImageModel model, string images, string weights, long seed)
    {
        double[] numbers = Numbers(images);
        Check([("terms", numbers.Length, 1, MostTerms), .. numbers.Select(number => ("image", (int)number, 0, ShelfSize - 1))]);
        Latents terms = Latents.OfSamples(model, [.. numbers.Select(number => (int)number)], OfShelf(model, seed));
        return LatentSum.Of(model, terms, Numbers(weights));
    }

    private static double[] Numbers(string text) =>
        [
            .. text.Split(',')
                .Select(part =>
                    double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                        ? number
                        : throw new OptionsException([$"'{part}' is not a number."])
                ),
        ];

    /// <summary>A sheet of rows of pictures of one size, each [1, C, H, W].</summary>
    private static IResult Sheet(params torch.Tensor[][] rows)
    {
        torch.Tensor sheet = torch.cat([.. rows.Select(row => torch.cat(row, 3))], 2);
        return Results.Bytes(ImageBatch.FromTensor(sheet).ToPicture().ToPng(), "image/png");
    }

    private static async Task<IResult> With(Asked asked, Func<ImageModel, IResult> use) =>
        asked.Runs.Find(asked.Run) is { } found
            ? await asked.Models.UseAsync(found, use, asked.Cancellation)
            : Results.NotFound();
}
