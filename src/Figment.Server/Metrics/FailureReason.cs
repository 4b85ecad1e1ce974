using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Figment.Server;

/// <summary>Why a request was not answered as asked, in the words that measurements know it by (<c>error.type</c>).</summary>
internal static class FailureReason
{
    /// <summary>It asked for what there is not.</summary>
    internal const string BadRequest = "bad_request";

    /// <summary>It came by a name that is not allowed.</summary>
    internal const string UnknownHost = "unknown_host";

    /// <summary>Too many waited already.</summary>
    internal const string Busy = "busy";

    /// <summary>It took longer than a request may.</summary>
    internal const string Timeout = "timeout";

    /// <summary>Whoever asked did not wait for the answer.</summary>
    internal const string Left = "left";

    /// <summary>The server was closing.</summary>
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

    /// <summary>Why an answer that threw nothing is a failure all the same; null where it is none.</summary>
    internal static string? Of(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status504GatewayTimeout ? Timeout : null;

    private static bool IsTimeout(HttpContext context) =>
        context.Features.Get<IHttpRequestTimeoutFeature>() is { RequestTimeoutToken.IsCancellationRequested: true };
}
