using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Figment.Server;

/// <summary>An answer that is told as it is made, by server-sent events (WHATWG HTML, section 9.2).</summary>
/// <param name="events">What is told, a line each.</param>
internal sealed class EventStream(IAsyncEnumerable<string> events) : IResult
{
    /// <summary>What ends a stream, by OpenAI's interface.</summary>
    internal const string Done = "[DONE]";

    internal static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it stands in no page
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        try
        {
            await foreach (string line in events.WithCancellation(httpContext.RequestAborted))
            {
                await response.WriteAsync($"data: {line}\n\n", httpContext.RequestAborted);
                await response.Body.FlushAsync(httpContext.RequestAborted);
            }
        }
        catch (OperationCanceledException e)
        {
            // The reader has left, or the time is over: there is nobody to tell, or nothing more to say.
            httpContext.RequestServices.GetRequiredService<ServedRequest>().Fail(FailureReason.Of(e, httpContext));
        }
    }
}
