using System.Net;
using System.Security.Cryptography;
using System.Text;
using Figment.Studio.Words;
using Microsoft.AspNetCore.Http;

namespace Figment.Studio.Hosting;

/// <summary>
/// A page that stands alone, without Blazor and without files of styles: for those who may not in yet, and for when something has
/// failed.
/// </summary>
internal static class PlainPage
{
    private const string Style = """
        :root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
        body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem }
        input, button { font: inherit; padding: .3rem .6rem } code { overflow-wrap: anywhere }
        """;

    /// <summary>Whether it is a page that is asked for, not a picture or a connection.</summary>
    internal static bool IsWanted(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>As the visitor's cookie has it, or else the browser.</summary>
    internal static Language LanguageOf(HttpContext context) =>
        Preferences.LanguageOf(context.Request.Cookies[Preferences.LanguageCookie], context.Request.Headers.AcceptLanguage);

    /// <summary>Shows a page.</summary>
    /// <param name="context">Whose answer it is.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="script">The only script that may run on it.</param>
    /// <param name="body">Its content in a language, as HTML.</param>
    /// <param name="next">Where it leads at once.</param>
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

    /// <summary>Says something in plain text.</summary>
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
