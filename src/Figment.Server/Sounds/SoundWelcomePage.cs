using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Figment.Server;

/// <summary>For those who open the address in a browser: what the model makes, to listen to, and how to ask for it.</summary>
internal sealed class SoundWelcomePage(ServedSounds model) : IResult
{
    private const int Played = 8, MostPlayers = 12;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        string at = Encode(httpContext.Request.PathBase.ToUriComponent()), byClass = Encode(model.ByClass);
        int seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        string[] classes = [.. model.Classes ?? []];
        string players = string.Concat(classes.Take(MostPlayers).Select((name, label) =>
            $"<p>{Encode(name)}<br>{Player($"{at}/sounds.wav?count=4&amp;class={label}&amp;seed={seed}", $"Four new sounds: {name}")}</p>\n"));
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        return httpContext.Response.WriteAsync($$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Figment: {{Encode(model.Facts.Preset)}} · {{Encode(model.Facts.Data)}}</title>
            <style>body { font: 1rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark } audio { width: 100% } code { overflow-wrap: anywhere }</style>
            </head>
            <body>
            <h1>{{Encode(model.Facts.Name)}}</h1>
            <p>{{Encode(model.Facts.Preset)}}, learned from {{Encode(model.Facts.Data)}}: sounds of {{Encode(model.Shape.ToString())}}{{(classes.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $", {classes.Length} classes") : "")}}. These are new; reload for others.</p>
            <p>{{Player($"{at}/sounds.wav?count={Played}&amp;seed={seed}", $"{Played} sounds that the model has just made")}}</p>
            {{players}}<ul>
            <li><a href="{{at}}/sounds.wav?count=16{{byClass}}&amp;seed=7"><code>{{at}}/sounds.wav?count=16{{byClass}}&amp;seed=7</code></a>: a WAV</li>
            <li><a href="{{at}}/sounds?count=2{{byClass}}"><code>{{at}}/sounds?count=2{{byClass}}</code></a>: JSON, a WAV in base64 and the class of each</li>
            <li><a href="{{at}}/model"><code>{{at}}/model</code></a>: what the model is</li>
            <li><a href="{{at}}/health"><code>{{at}}/health</code></a>: whether the server is well</li>
            <li><a href="{{at}}/openapi/v1.json"><code>{{at}}/openapi/v1.json</code></a>: all parameters and their ranges, as OpenAPI</li>
            </ul>
            </body>
            </html>
            """);
    }

    // A page with several players makes only what is played.
    private static string Player(string address, string label) =>
        $"<audio controls preload=\"none\" src=\"{address}\" aria-label=\"{Encode(label)}\"></audio>";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
