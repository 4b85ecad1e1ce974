using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Figment.Studio.Hosting;

/// <summary>
/// Lets in only visitors who know the token: first through the printed address, then through a cookie. The token then disappears
/// from the address bar, so that neither the history nor a screenshot shows it.
/// </summary>
internal sealed class TokenGuard(AccessToken token)
{
    internal const string Parameter = "token";

    private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once a visitor has come in through the address with the token.</summary>
    internal Task Entered => entered.Task;

    internal Task Check(HttpContext context, Func<Task> next)
    {
        HttpRequest request = context.Request;
        bool isKnown = token.Is(request.Cookies[CookieOf(context)]);
        if (
            !request.Query.TryGetValue(Parameter, out var given)
            || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        )
            return isKnown ? next() : EntrancePage.Show(context, isWrong: false);
        bool isRight = token.Is(given.ToString().Trim());
        if (!isKnown && !isRight)
            return EntrancePage.Show(context, isWrong: true);
        if (isRight)
        {
            context.Response.Cookies.Append(
                CookieOf(context),
                token.Value,
                new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Strict,
                    Secure = request.IsHttps,
                    Path = request.PathBase.HasValue ? request.PathBase.Value : "/",
                    IsEssential = true,
                }
            );
            entered.TrySetResult();
        }

        return EntrancePage.LetIn(context, WithoutToken(request));
    }

    /// <summary>A browser sends a cookie to every port of a host, so each studio has its own cookie name.</summary>
    private static string CookieOf(HttpContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"figment-token-{context.Connection.LocalPort}");

    /// <summary>The same address without the token; it always belongs to this studio, whatever the path looks like.</summary>
    private static string WithoutToken(HttpRequest request)
    {
        string path = request.PathBase.Add(request.Path).ToUriComponent();
        QueryBuilder others = new(request.Query.Where(pair => pair.Key != Parameter));
        return '/' + path.TrimStart('/', '\\') + others.ToQueryString().ToUriComponent();
    }
}
