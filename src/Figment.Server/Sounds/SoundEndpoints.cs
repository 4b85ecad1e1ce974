using System.Globalization;
using Figment.Data.Sounds;
using Figment.Models.Images;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Figment.Server;

/// <summary>One sound in an answer.</summary>
/// <param name="Class">Its class by number; null of a model without classes.</param>
/// <param name="ClassName">The name of its class.</param>
/// <param name="Wav">A WAV file of 16 bits, in base64.</param>
internal sealed record SoundAnswer(long? Class, string? ClassName, byte[] Wav);

/// <summary>Sounds as JSON.</summary>
/// <param name="Seed">Ask with it for the same sounds.</param>
/// <param name="Sounds">In order.</param>
internal sealed record SoundsAnswer(long Seed, IReadOnlyList<SoundAnswer> Sounds)
{
    /// <summary>What may surprise of the classes that were asked for, in sentences; not there as a rule.</summary>
    public IReadOnlyList<string>? Notes { get; init; }
}

/// <summary>What the model is.</summary>
/// <param name="Name">Where it is.</param>
/// <param name="Preset">Of which recipe.</param>
/// <param name="Data">What it learned from.</param>
/// <param name="Channels">1 for mono, 2 for stereo.</param>
/// <param name="Length">Samples of each channel of a sound.</param>
/// <param name="Rate">Samples a second, in Hz.</param>
/// <param name="Seconds">How long a sound lasts.</param>
/// <param name="Classes">Their names, by class number; not there of a model without classes.</param>
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
    /// <summary>Where sounds have several labels, the values of each; not there as a rule.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Labels { get; init; }
}

/// <summary>What has an address where a model of sounds is served.</summary>
internal static class SoundEndpoints
{
    internal static void MapSounds(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder sounds = routes.MapModel((ServedSounds model) => new SoundWelcomePage(model), Describe).MapWork();
        sounds.MapGet("/sounds", Sounds).WithSummary("New sounds as JSON: of each a WAV in base64 and the class");
        sounds
            .MapGet("/sounds.wav", Wav)
            .WithSummary("New sounds as one WAV of 16 bits, one after the other with short pauses")
            .WithDescription(
                $"The header {ModelEndpoints.SeedHeader} says the seed. What may surprise of a range of classes, /sounds says."
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

        // Players ask for parts; those of a seed fit together.
        return Results.Bytes(ToWav(made.Sounds), "audio/wav", enableRangeProcessing: query.Seed is not null);
    }

    private static byte[] ToWav(SoundSamples sounds)
    {
        using MemoryStream file = new();
        sounds.Save(file);
        return file.ToArray();
    }
}
