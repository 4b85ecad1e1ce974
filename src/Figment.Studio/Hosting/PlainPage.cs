using System.Net;
using System.Security.Cryptography;
using System.Text;
using Figment.Studio.Words;
using Microsoft.AspNetCore.Http;

namespace Figment.Studio.Hosting;

/// <summary>
/// A self-contained page, without Blazor or external style sheets, for visitors who are not let in yet and for failures.
/// </summary>
internal static class PlainPage
{
    private const string Style = """
        :root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
        body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem }
        input, button { font: inherit; padding: .3rem .6rem } code { overflow-wrap: anywhere }
        """;

    /// <summary>Whether the request is for a page, and not for a picture or a connection.</summary>
    internal static bool IsWanted(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>The language of the visitor's cookie, or else of the browser.</summary>
    internal static Language LanguageOf(HttpContext context) =>
        Preferences.LanguageOf(context.Request.Cookies[Preferences.LanguageCookie], context.Request.Headers.AcceptLanguage);

    /// <summary>Shows a page.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="title">The heading.</param>
    /// <param name="script">The only script that may run on the page.</param>
    /// <param name="body">The content in a language, as HTML.</param>
    /// <param name="next">The address to continue to at once.</param>
    internal static Task Show(HttpContext context, Text title, string? script, Func<Language, string> body, string? next = null)
    {
        Language language = LanguageOf(context);
        string heading = WebUtility.HtmlEncode(title.In(language));
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src {Hash(Style)}; script-src {(script is null ? "'none'" : Hash(script))}; "
            + $"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        return Write(
            context,
            "text/html",
            $"""
            <!doctype html>
            <html lang="{Languages.Of(language).Tag}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            {(next is null ? "" : $"<meta http-equiv=\"refresh\" content=\"0;url={WebUtility.HtmlEncode(next)}\">")}
            <title>{heading}</title><style>{Style}</style></head>
            <body><main><h1>{heading}</h1>
            {body(language)}
            </main>{(script is null ? "" : $"<script>{script}</script>")}</body>
            </html>
            """.ReplaceLineEndings("\n")
        );
    }

    /// <summary>Answers with plain text.</summary>
    internal static Task Say(HttpContext context, string words)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Write(context, "text/plain", words);
    }

    private static Task Write(HttpContext context, string type, string text)
    {
        context.Response.ContentType = $"{type}; charset=utf-8";
        return context.Response.WriteAsync(text);
    }

    private static string Hash(string text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))))}'";
}
