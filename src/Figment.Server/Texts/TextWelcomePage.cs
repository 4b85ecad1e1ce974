using System.Net;
using Microsoft.AspNetCore.Http;

namespace Figment.Server;

/// <summary>For those who open the address in a browser: what the model is, and how to ask it.</summary>
internal sealed class TextWelcomePage(ServedTexts model) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        string at = Encode(httpContext.Request.PathBase.ToUriComponent());
        string url = Encode($"{httpContext.Request.Scheme}://{httpContext.Request.Host}") + at;
        string does = model.Model.KnowsDialogues ? "it answers messages" : "it goes on with a text";
        string path = model.Model.KnowsDialogues ? "chat/completions" : "completions";
        string body = model.Model.KnowsDialogues ? "\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]"
            : "\"prompt\": \"Once\", \"max_tokens\": 100";
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        return httpContext.Response.WriteAsync($$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Figment: {{Encode(model.Facts.Preset)}} · {{Encode(model.Facts.Data)}}</title>
            <style>body { font: 1rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark } pre { white-space: pre-wrap; overflow-wrap: anywhere }</style>
            </head>
            <body>
            <h1>{{Encode(model.Facts.Name)}}</h1>
            <p>{{Encode(model.Facts.Preset)}}, learned from {{Encode(model.Facts.Data)}}: {{does}}, and sees {{model.Context}} tokens at once.</p>
            <p>It speaks OpenAI's interface, so clients for that work: the base address is <code>{{url}}/v1</code>, any key and any model name do.</p>
            <pre>curl {{url}}/v1/{{path}} -H "Content-Type: application/json" -d '{{{body}}, "stream": true}'</pre>
            <ul>
            <li><a href="{{at}}/v1/models"><code>{{at}}/v1/models</code></a>: the model</li>
            <li><a href="{{at}}/health"><code>{{at}}/health</code></a>: whether the server is well</li>
            <li><a href="{{at}}/openapi/v1.json"><code>{{at}}/openapi/v1.json</code></a>: all parameters and their ranges, as OpenAPI</li>
            </ul>
            </body>
            </html>
            """);
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
