using System.Net;
using Microsoft.AspNetCore.Http;

namespace Figment.Server;

/// <summary>For those who open the address in a browser: what the model makes, and how to ask for it.</summary>
internal sealed class ImageWelcomePage(ServedImages model) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        string at = Encode(httpContext.Request.PathBase.ToUriComponent());
        string byClass = model.ByClass;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        return httpContext.Response.WriteAsync($$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Figment: {{Encode(model.Facts.Preset)}} · {{Encode(model.Facts.Data)}}</title>
            <style>body { font: 1rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark } img { max-width: 100% } code { overflow-wrap: anywhere }</style>
            </head>
            <body>
            <h1>{{Encode(model.Facts.Name)}}</h1>
            <p>{{Encode(model.Facts.Preset)}}, learned from {{Encode(model.Facts.Data)}}: images of {{model.Shape.Width}}×{{model.Shape.Height}}{{(model.IsConditional ? $", {model.Facts.ClassNames.Count} classes" : "")}}. These are new; reload for others.</p>
            <p><img src="{{at}}/images.png?count=32&amp;columns=8" alt="32 images that the model has just made"></p>
            <ul>
            <li><a href="{{at}}/images.png?count=16{{Encode(byClass)}}&amp;seed=7"><code>{{at}}/images.png?count=16{{Encode(byClass)}}&amp;seed=7</code></a>: a PNG</li>
            <li><a href="{{at}}/images?count=2{{Encode(byClass)}}"><code>{{at}}/images?count=2{{Encode(byClass)}}</code></a>: JSON, a PNG in base64 and the class of each</li>
            <li><a href="{{at}}/model"><code>{{at}}/model</code></a>: what the model is</li>
            <li><a href="{{at}}/health"><code>{{at}}/health</code></a>: whether the server is well</li>
            <li><a href="{{at}}/openapi/v1.json"><code>{{at}}/openapi/v1.json</code></a>: all parameters and their ranges, as OpenAPI</li>
            </ul>
            </body>
            </html>
            """);
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
