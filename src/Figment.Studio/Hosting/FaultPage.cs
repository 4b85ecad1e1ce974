using System.Net;
using Figment.Studio.Words;
using Microsoft.AspNetCore.Http;

namespace Figment.Studio.Hosting;

/// <summary>Answers with a reference when a request fails with an unexpected error.</summary>
internal sealed class FaultPage(Faults faults)
{
    internal async Task Catch(HttpContext context, Func<Task> next)
    {
        // The query may contain the token
        string where = $"{context.Request.Method} {context.Request.PathBase}{context.Request.Path}";
        try
        {
            await next();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The visitor has left.
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = e.StatusCode;
            await PlainPage.Say(context, "The request is invalid.");
        }
        catch (Exception e)
        {
            string reference = faults.Note(e, where);
            if (context.Response.HasStarted)
                context.Abort();
            else
                await Show(context, reference);
        }
    }

    private static Task Show(HttpContext context, string reference)
    {
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        Text words = Ui.FaultWords.Fill(("reference", reference));
        return PlainPage.IsWanted(context)
            ? PlainPage.Show(
                context,
                Ui.FaultTitle,
                script: null,
                language =>
                    $"""
                        <p>{WebUtility.HtmlEncode(words.In(language))}</p>
                        <p><a href="{WebUtility.HtmlEncode(context.Request.PathBase.Value)}/">{WebUtility.HtmlEncode(
                            Ui.GoHome.In(language)
                        )}</a></p>
                        """
            )
            : PlainPage.Say(context, words.English);
    }
}
