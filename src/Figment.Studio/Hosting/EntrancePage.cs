using System.Net;
using Figment.Studio.Words;
using Microsoft.AspNetCore.Http;

namespace Figment.Studio.Hosting;

/// <summary>What those see who come without the token, and those who bring it.</summary>
internal static class EntrancePage
{
    // As soon as this browser has come in by another tab, this one goes on to where it was going.
    private const string Wait = """
        setInterval(async () => {
          if (document.hidden) return;
          const address = new URL(location.href);
          address.searchParams.delete("token");
          try {
            if ((await fetch(address, { method: "HEAD", cache: "no-store" })).status !== 401) location.replace(address);
          } catch { /* the studio is not there */ }
        }, 2000);
        """;

    /// <summary>Says where the address is found; without a page where none can be shown.</summary>
    internal static Task Show(HttpContext context, bool isWrong)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Figment";
        if (!PlainPage.IsWanted(context))
            return PlainPage.Say(context, Ui.TokenMissing.English);
        return PlainPage.Show(
            context,
            Ui.TokenTitle,
            Wait,
            language =>
                $"""
                    <p>{Encode(isWrong ? Ui.TokenWrong : Ui.TokenMissing)}</p>
                    <p>{Encode(Ui.TokenWhere)}</p>
                    <form><label>{Encode(
                        Ui.TokenField
                    )} <input name="{TokenGuard.Parameter}" type="password" autocomplete="off" required></label>
                    <button>{Encode(Ui.TokenEnter)}</button></form>
                    <p><small>{Encode(Ui.TokenWhy)}</small></p>
                    """
        );

        string Encode(Text text) => WebUtility.HtmlEncode(text.In(PlainPage.LanguageOf(context)));
    }

    /// <summary>Goes on to an address without the token.</summary>
    internal static Task LetIn(HttpContext context, string address)
    {
        context.Response.Headers.CacheControl = "no-store";
        // A browser that comes from elsewhere, for instance from the file that it was opened with, keeps a strict cookie but
        // would not show it after a redirect: all of that counts as the other place's doing. So a page of the studio sends it on.
        if (context.Request.Headers["Sec-Fetch-Site"] == "cross-site")
            return PlainPage.Show(
                context,
                Ui.TokenTitle,
                script: null,
                language =>
                    $"""<p><a href="{WebUtility.HtmlEncode(address)}">{WebUtility.HtmlEncode(Ui.GoHome.In(language))}</a></p>""",
                address
            );
        context.Response.Redirect(address);
        return Task.CompletedTask;
    }
}
