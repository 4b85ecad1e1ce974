using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Figment.Server;

/// <summary>The first page of a model of sounds, with some sounds to listen to.</summary>
internal sealed class SoundWelcomePage(ServedSounds model) : WelcomePage(model)
{
    private const int Played = 8,
        MostPlayers = 12;
    private readonly ServedSounds model = model;

    protected override string Loads => "media-src 'self'; ";

    protected override string Style => "audio { width: 100% }";

    protected override string Makes() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"sounds of {model.Shape}{(model.Classes is { Count: > 0 } classes ? $", {classes.Count} classes" : "")}. These "
                + $"are new; reload for others."
        );

    protected override string Body(HttpRequest request, string at)
    {
        int seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        string all = Player($"{at}/sounds.wav?count={Played}&amp;seed={seed}", $"{Played} sounds that the model has just made");
        return string.Join(
            '\n',
            (model.Classes ?? [])
                .Take(MostPlayers)
                .Select(
                    (name, label) =>
                    {
                        string four = $"{at}/sounds.wav?count=4&amp;class={label}&amp;seed={seed}";
                        return $"<p>{Encode(name)}<br>{Player(four, $"Four new sounds: {name}")}</p>";
                    }
                )
                .Prepend($"<p>{all}</p>")
        );
    }

    protected override IEnumerable<(string Address, string Answer)> Links() =>
        [
            ($"/sounds.wav?count=16{model.ByClass}&seed=7", "a WAV"),
            ($"/sounds?count=2{model.ByClass}", "JSON with a WAV in base64 and the class of each sound"),
            ("/model", "a description of the model"),
        ];

    // A page with several players loads only the sounds that are played.
    private static string Player(string address, string label) =>
        $"<audio controls preload=\"none\" src=\"{address}\" aria-label=\"{Encode(label)}\"></audio>";
}
