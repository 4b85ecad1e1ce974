using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Figment.Server;

/// <summary>
/// Turns errors into problem documents (RFC 9457): an error that a visitor can fix keeps its message, and any other is sent
/// without details.
/// </summary>
internal sealed partial class ProblemAnswers(IProblemDetailsService documents) : IExceptionHandler
{
    private const int MostWritten = 100;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        string[] problems = exception is OptionsException { Problems: var all } ? AnswerText.Some(all) : [];
        ProblemDetails problem = exception switch
        {
            OptionsException => Of(StatusCodes.Status400BadRequest, string.Join(' ', problems)),
            BadHttpRequestException { InnerException: System.Text.Json.JsonException, StatusCode: var status } => Of(
                status,
                "The body is not valid JSON for this request. openapi/v1.json describes the format."
            ),
            BadHttpRequestException e => Of(
                e.StatusCode,
                Unreadable()
                    .Replace(
                        e.Message,
                        match =>
                            $"{match.Groups[2].Value.ToLowerInvariant()} needs {Needed(match.Groups[1].Value)}, not "
                            + $"'{AnswerText.Shorten(match.Groups[3].Value, MostWritten)}'."
                    )
            ),
            BusyException e => Of(StatusCodes.Status503ServiceUnavailable, e.Message),
            _ => Of(StatusCodes.Status500InternalServerError, "The model failed. The terminal of the server shows more."),
        };
        if (exception is OptionsException)
            problem.Extensions["problems"] = problems;
        if (exception is BusyException)
            httpContext.Response.Headers.RetryAfter = "1";
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await documents.TryWriteAsync(
            new ProblemDetailsContext
            {
                HttpContext = httpContext,
                ProblemDetails = problem,
                Exception = exception,
            }
        );
    }

    // ASP.NET Core's message names the C# type.
    [GeneratedRegex("^Failed to bind parameter \"(.*) (\\w+)\" from \"(.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex Unreadable();

    private static string Needed(string type) =>
        type.Contains("long", StringComparison.Ordinal) ? $"a whole number of at most {long.MaxValue}"
        : type.Contains("int", StringComparison.Ordinal) ? $"a whole number of at most {int.MaxValue}"
        : "a number";

    private static ProblemDetails Of(int status, string detail) => new() { Status = status, Detail = detail };
}
