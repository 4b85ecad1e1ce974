using Figment.Data.Sounds;
using Figment.Studio.Kinds;
using Figment.Studio.Learn;
using Figment.Studio.Shelves;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Figment.Studio.Hosting;

/// <summary>
/// The sounds and pictures of the lessons on sounds and on one's own pictures. Each has its own address, as in <see
/// cref="Sounds"/> and <see cref="Pictures"/>.
/// </summary>
internal static class LessonSounds
{
    internal static void MapLessonSounds(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder sounds = routes.MapGroup("/lesson").AddEndpointFilter(Addresses.Explain);
        sounds.MapGet(
            "/drum.wav",
            (ModelShelf models, CancellationToken cancellation, string drum, int take = 0) =>
                Made(models, () => Wav(LessonDrums.Real(Kind(drum), Take(take)), 0), cancellation)
        );
        sounds.MapGet(
            "/drum.png",
            (ModelShelf models, CancellationToken cancellation, string drum, int take = 0) =>
                Made(models, () => Png(LessonDrums.Real(Kind(drum), Take(take)), 0), cancellation)
        );
        sounds.MapGet(
            "/seen.png",
            (ModelShelf models, CancellationToken cancellation, string drum, int take = 0, int rows = 128) =>
                Made(
                    models,
                    () => Results.Bytes(LessonDrums.Seen(Kind(drum), Take(take), Rows(rows)).ToPng(), "image/png"),
                    cancellation
                )
        );
        sounds.MapGet(
            "/back.wav",
            (ModelShelf models, CancellationToken cancellation, string drum, int take = 0, int rows = 128) =>
                Made(models, () => Wav(LessonDrums.Back(Kind(drum), Take(take), Rows(rows)), 0), cancellation)
        );
        sounds.MapGet(
            "/back.png",
            (ModelShelf models, CancellationToken cancellation, string drum, int take = 0, int rows = 128) =>
                Made(models, () => Png(LessonDrums.Back(Kind(drum), Take(take), Rows(rows)), 0), cancellation)
        );
        sounds.MapGet(
            "/recorded.wav",
            (ModelShelf models, CancellationToken cancellation, bool few = false, int step = 1_400, int? index = null) =>
                Made(models, () => Wav(LessonDrums.Recorded(few, Step(step)), Index(index)), cancellation)
        );
        sounds.MapGet(
            "/recorded.png",
            (ModelShelf models, CancellationToken cancellation, bool few = false, int step = 1_400, int index = 0) =>
                Made(models, () => Png(LessonDrums.Recorded(few, Step(step)), Index(index)!.Value), cancellation)
        );
    }

    private static async Task<IResult> Made(ModelShelf models, Func<IResult> make, CancellationToken cancellation) =>
        await models.ComputeAsync(make, cancellation);

    private static IResult Wav(SoundSamples sounds, int? index) =>
        Results.Bytes(SoundFace.Wav(sounds, index), "audio/wav", enableRangeProcessing: true);

    private static IResult Png(SoundSamples sounds, int index) => Results.Bytes(SoundFace.Png(sounds, index), "image/png");

    private static string Kind(string drum) =>
        LessonDrums.Kinds.Contains(drum)
            ? drum
            : throw new OptionsException([
                $"There is no drum called {drum}; the drums are {string.Join(", ", LessonDrums.Kinds)}.",
            ]);

    private static int Take(int take)
    {
        Addresses.Check(("take", take, 0, LessonDrums.Takes - 1));
        return take;
    }

    private static int Rows(int rows) =>
        LessonDrums.Rows.Contains(rows)
            ? rows
            : throw new OptionsException([$"rows must be one of {string.Join(", ", LessonDrums.Rows)}."]);

    private static int Step(int step) =>
        LessonDrums.Steps.Contains(step)
            ? step
            : throw new OptionsException([$"step must be one of {string.Join(", ", LessonDrums.Steps)}."]);

    private static int? Index(int? index)
    {
        Addresses.Check(("index", index ?? 0, 0, LessonDrums.Kinds.Count - 1));
        return index;
    }
}
