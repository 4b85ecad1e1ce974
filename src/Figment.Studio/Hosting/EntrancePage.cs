using System.Net;
using Figment.Studio.Words;
using Microsoft.AspNetCore.Http;

namespace Figment.Studio.Hosting;

/// <summary>The pages for visitors who come without the token, and for those who bring it.</summary>
internal static class EntrancePage
{
    // Once this browser has been let in through another tab, this tab continues to its target.
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

    /// <summary>Tells the visitor where to find the address; answers with plain text if the request is not for a page.</summary>
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

    /// <summary>Continues to an address without the token.</summary>
    internal static Task LetIn(HttpContext context, string address)
    {
        context.Response.Headers.CacheControl = "no-store";
        // After navigation from elsewhere, for example from the file that opened the browser, a redirect would still count as
        // cross-site: the browser would store a strict cookie, but not send it. Therefore a page of the studio forwards the
        // browser.
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
