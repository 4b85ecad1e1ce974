using System.Net;
using Figment.Server;
using Figment.Studio.Words;
using Microsoft.AspNetCore.Http;

namespace Figment.Studio.Hosting;

/// <summary>
/// Answers only requests from pages of the studio. A page from elsewhere in the same browser must neither read nor control the
/// studio, not even through a host name that it has pointed here (DNS rebinding). This therefore checks the Host and Origin
/// headers.
/// </summary>
/// <param name="options">The allowed names.</param>
internal sealed class HostGuard(ListenOptions options)
{
    internal Task Check(HttpContext context, Func<Task> next)
    {
        HttpRequest request = context.Request;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; media-src 'self' data:; "
            + "style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'self'; "
            + "form-action 'self'";
        if (!options.Answers(request.Host.Host))
            return Refuse(context, StatusCodes.Status421MisdirectedRequest, Ui.OtherName);
        if (request.Headers.Origin is [{ } origin, ..] && !IsOwnOrigin(origin, request))
            return Refuse(context, StatusCodes.Status403Forbidden, Ui.FromElsewhere);
        if (request.Headers["Sec-Fetch-Site"] == "cross-site" && request.Headers["Sec-Fetch-Mode"] != "navigate")
            return Refuse(context, StatusCodes.Status403Forbidden, Ui.FromElsewhere);
        return next();
    }

    /// <summary>Whether the origin is the studio's own: the same name and port as the request's.</summary>
    private static bool IsOwnOrigin(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
        && uri.Scheme == request.Scheme
        && uri.Authority.Equals(
            new UriBuilder(request.Scheme, request.Host.Host, request.Host.Port ?? -1).Uri.Authority,
            StringComparison.OrdinalIgnoreCase
        );

    private static Task Refuse(HttpContext context, int status, Text why)
    {
        context.Response.StatusCode = status;
        return PlainPage.IsWanted(context)
            ? PlainPage.Show(context, Ui.Refused, script: null, language => $"<p>{WebUtility.HtmlEncode(why.In(language))}</p>")
            : PlainPage.Say(context, why.English);
    }
}
