using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Figment.Server;

/// <summary>Why a request failed, in the words of the metrics (<c>error.type</c>).</summary>
internal static class FailureReason
{
    /// <summary>The request was invalid.</summary>
    internal const string BadRequest = "bad_request";

    /// <summary>The request used a host name that is not allowed.</summary>
    internal const string UnknownHost = "unknown_host";

    /// <summary>Too many requests were already waiting.</summary>
    internal const string Busy = "busy";

    /// <summary>The request took longer than allowed.</summary>
    internal const string Timeout = "timeout";

    /// <summary>The client did not wait for the answer.</summary>
    internal const string Left = "left";

    /// <summary>The server was shutting down.</summary>
    internal const string Closing = "closing";

    /// <summary>The model failed.</summary>
    internal const string Model = "model";

    internal static string Of(Exception exception, HttpContext context) =>
        exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status421MisdirectedRequest } => UnknownHost,
            OptionsException or BadHttpRequestException => BadRequest,
            BusyException => Busy,
            OperationCanceledException when IsTimeout(context) => Timeout,
            OperationCanceledException when context.RequestAborted.IsCancellationRequested => Left,
            OperationCanceledException => Closing,
            _ => Model,
        };

    /// <summary>Why an answer without an exception is still a failure; null if it is not.</summary>
    internal static string? Of(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status504GatewayTimeout ? Timeout : null;

    private static bool IsTimeout(HttpContext context) =>
        context.Features.Get<IHttpRequestTimeoutFeature>() is { RequestTimeoutToken.IsCancellationRequested: true };
}
