using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Figment.Server;

/// <summary>An answer sent while it is being made, as server-sent events (WHATWG HTML, section 9.2).</summary>
/// <param name="events">The events, one line each.</param>
internal sealed class EventStream(IAsyncEnumerable<string> events) : IResult
{
    /// <summary>The end of a stream in OpenAI's API.</summary>
    internal const string Done = "[DONE]";

    internal static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // the JSON is not part of a page
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
            // The reader has left, or the time is up, so nothing more is sent.
            httpContext.RequestServices.GetRequiredService<ServedRequest>().Fail(FailureReason.Of(e, httpContext));
        }
    }
}
