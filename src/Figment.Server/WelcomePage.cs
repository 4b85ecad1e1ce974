using System.Net;
using Microsoft.AspNetCore.Http;

namespace Figment.Server;

/// <summary>The page for visitors with a browser: what the model makes, and how to request it.</summary>
/// <param name="model">The model.</param>
internal abstract class WelcomePage(IServed model) : IResult
{
    /// <summary>
    /// What the page may load from this server, as a directive of a content security policy; empty if it loads nothing.
    /// </summary>
    protected abstract string Loads { get; }

    /// <summary>Additional lines of CSS.</summary>
    protected abstract string Style { get; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        string at = httpContext.Request.PathBase.ToUriComponent();
        string preset = Encode(model.Facts.Preset),
            data = Encode(model.Facts.Data);
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; {Loads}style-src 'unsafe-inline'; frame-ancestors 'none'";
        return httpContext.Response.WriteAsync(
            $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Figment: {{preset}} · {{data}}</title>
            <style>
            body { font: 1rem/1.6 system-ui, sans-serif; color-scheme: light dark }
            body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
            code { overflow-wrap: anywhere }
            {{Style}}
            </style>
            </head>
            <body>
            <h1>{{Encode(model.Facts.Name)}}</h1>
            <p>{{preset}}, learned from {{data}}: {{Encode(Makes())}}</p>
            {{Body(httpContext.Request, Encode(at))}}
            <ul>
            {{string.Join('\n', Links().Concat(Always).Select(Item))}}
            </ul>
            </body>
            </html>
            """
        );

        string Item((string Address, string Answer) link) =>
            $"<li><a href=\"{Encode(at + link.Address)}\"><code>{Encode(at + link.Address)}</code></a>: "
            + $"{Encode(link.Answer)}</li>";
    }

    /// <summary>What the model makes, as plain text that follows the name of its training data.</summary>
    protected abstract string Makes();

    /// <summary>The middle of the page, in HTML.</summary>
    /// <param name="request">The request.</param>
    /// <param name="at">The address of the server, encoded for HTML.</param>
    protected abstract string Body(HttpRequest request, string at);

    /// <summary>Addresses on this server, and what each returns, in plain text.</summary>
    protected abstract IEnumerable<(string Address, string Answer)> Links();

    /// <summary>Encodes plain text as HTML.</summary>
    protected static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static IReadOnlyList<(string Address, string Answer)> Always { get; } =
    [("/health", "the health of the server"), ("/openapi/v1.json", "all parameters and their ranges, as OpenAPI")];
}
