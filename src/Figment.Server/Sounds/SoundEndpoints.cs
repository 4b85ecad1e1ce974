using System.Globalization;
using Figment.Data.Sounds;
using Figment.Models.Images;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Figment.Server;

/// <summary>One sound in an answer.</summary>
/// <param name="Class">The number of its class; null for a model without classes.</param>
/// <param name="ClassName">The name of its class.</param>
/// <param name="Wav">A 16-bit WAV file, in base64.</param>
internal sealed record SoundAnswer(long? Class, string? ClassName, byte[] Wav);

/// <summary>Sounds as JSON.</summary>
/// <param name="Seed">The seed; a request with it returns the same sounds.</param>
/// <param name="Sounds">The sounds, in order.</param>
internal sealed record SoundsAnswer(long Seed, IReadOnlyList<SoundAnswer> Sounds)
{
    /// <summary>Notes, in sentences, on anything surprising about the requested classes; usually omitted.</summary>
    public IReadOnlyList<string>? Notes { get; init; }
}

/// <summary>A description of the model.</summary>
/// <param name="Name">The path of the model.</param>
/// <param name="Preset">The preset of the model.</param>
/// <param name="Data">The training data.</param>
/// <param name="Channels">1 for mono, 2 for stereo.</param>
/// <param name="Length">The number of samples in each channel of a sound.</param>
/// <param name="Rate">The sample rate in hertz.</param>
/// <param name="Seconds">The duration of a sound in seconds.</param>
/// <param name="Classes">The names of the classes, by class number; omitted for a model without classes.</param>
internal sealed record SoundModelAnswer(
    string Name,
    string Preset,
    string Data,
    int Channels,
    int Length,
    int Rate,
    double Seconds,
    IReadOnlyList<string>? Classes
)
{
    /// <summary>The values of each label if sounds have several labels; usually omitted.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Labels { get; init; }
}

/// <summary>The addresses of a served model of sounds.</summary>
internal static class SoundEndpoints
{
    internal static void MapSounds(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder sounds = routes.MapModel((ServedSounds model) => new SoundWelcomePage(model), Describe).MapWork();
        sounds.MapGet("/sounds", Sounds).WithSummary("New sounds as JSON, each with a WAV in base64 and its class");
        sounds
            .MapGet("/sounds.wav", Wav)
            .WithSummary("New sounds as one 16-bit WAV, one after the other with short pauses")
            .WithDescription(
                $"The header {ModelEndpoints.SeedHeader} contains the seed. Notes on a range of classes are only in "
                    + $"the answer of /sounds."
            )
            .Produces<Stream>(StatusCodes.Status200OK, "audio/wav");
    }

    private static SoundModelAnswer Describe(ServedSounds model) =>
        new(
            model.Facts.Name,
            model.Facts.Preset,
            model.Facts.Data,
            model.Shape.Channels,
            model.Shape.Length,
            model.Shape.Rate,
            model.Shape.Seconds,
            model.Classes
        )
        {
            Labels = model.Labels,
        };

    private static async Task<SoundsAnswer> Sounds(
        [AsParameters] SoundsQuery query,
        ServedSounds model,
        ServedRequest request,
        CancellationToken cancellation
    )
    {
        List<string> notes = [];
        SampleOptions options = query.ToOptions(model, notes);
        query.CheckSize(model);
        MadeSounds made = await model.MakeAsync(query.Number, options, request, cancellation);
        return new SoundsAnswer(options.Seed, [.. Enumerable.Range(0, made.Sounds.Count).Select(Sound)])
        {
            Notes = AnswerText.SomeOrNone(notes),
        };

        SoundAnswer Sound(int index)
        {
            byte[] wav = ToWav(made.Sounds.Only(index));
            return made.Classes.Count == 0
                ? new SoundAnswer(null, null, wav)
                : new SoundAnswer(made.Classes[index], model.NameOf(made.Classes[index]), wav);
        }
    }

    private static async Task<IResult> Wav(
        [AsParameters] SoundsQuery query,
        ServedSounds model,
        ServedRequest request,
        HttpResponse response,
        CancellationToken cancellation
    )
    {
        SampleOptions options = query.ToOptions(model);
        query.CheckSize(model);
        MadeSounds made = await model.MakeAsync(query.Number, options, request, cancellation);
        response.Headers[ModelEndpoints.SeedHeader] = options.Seed.ToString(CultureInfo.InvariantCulture);

        // Players request parts of the file; with a fixed seed, the parts fit together.
        return Results.Bytes(ToWav(made.Sounds), "audio/wav", enableRangeProcessing: query.Seed is not null);
    }

    private static byte[] ToWav(SoundSamples sounds)
    {
        using MemoryStream file = new();
        sounds.Save(file);
        return file.ToArray();
    }
}
