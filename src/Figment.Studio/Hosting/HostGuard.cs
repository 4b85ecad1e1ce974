using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Figment.Studio.Hosting;

/// <summary>
/// Answers this machine's own browser and nobody else. A page from elsewhere that the browser also shows must neither read
/// nor command the studio, not even through a name that it made point here (DNS rebinding); so the names in Host and Origin
/// are checked. Beyond loopback, where any name may be right, a visitor shows the token printed at the start.
/// </summary>
/// <param name="isLoopback">Whether the studio listens on this machine alone.</param>
/// <param name="token">What visitors from elsewhere must know; null on loopback.</param>
internal sealed class HostGuard(bool isLoopback, string? token)
{
    private const string Cookie = "figment-token";

    /// <summary>128 random bits.</summary>
    internal static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    internal Task Check(HttpContext context, Func<Task> next)
    {
        HttpRequest request = context.Request;
        if (isLoopback && !IsOwnName(request.Host.Host)) return Refuse(context, StatusCodes.Status421MisdirectedRequest, "The studio answers only to this machine's own name: open it as http://localhost or http://127.0.0.1.");
        if (request.Headers.Origin is [{ } origin, ..] && !IsOwnOrigin(origin, request)) return Refuse(context, StatusCodes.Status403Forbidden, "A page from elsewhere may not use the studio.");
        if (request.Headers["Sec-Fetch-Site"] == "cross-site" && request.Headers["Sec-Fetch-Mode"] != "navigate") return Refuse(context, StatusCodes.Status403Forbidden, "A page from elsewhere may not use the studio.");
        if (token is not null && !IsKnown(context, token)) return Refuse(context, StatusCodes.Status401Unauthorized, "Open the studio with the address that was printed when it started: it ends in ?token=…");

        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";
        return next();
    }

    private static bool IsOwnName(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>A page of the studio itself: the same name and port as the request's.</summary>
    private static bool IsOwnOrigin(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && uri.Scheme == request.Scheme && uri.Authority.Equals(new UriBuilder(request.Scheme, request.Host.Host, request.Host.Port ?? -1).Uri.Authority, StringComparison.OrdinalIgnoreCase);

    private static bool IsKnown(HttpContext context, string token)
    {
        if (context.Request.Query["token"] is [{ } given, ..] && IsEqual(given, token))
        {
            context.Response.Cookies.Append(Cookie, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true });
            return true;
        }

        return context.Request.Cookies[Cookie] is { } kept && IsEqual(kept, token);
    }

    private static bool IsEqual(string given, string token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));

    private static Task Refuse(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(why);
    }
}
