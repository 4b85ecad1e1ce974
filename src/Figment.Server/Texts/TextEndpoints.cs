using System.Text.Json;
using System.Threading.Channels;
using Figment.Models.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Figment.Server;

/// <summary>The addresses of a served language model: OpenAI's API, so that its clients work.</summary>
internal static class TextEndpoints
{
    internal static void MapTexts(this IEndpointRouteBuilder routes)
    {
        routes = routes.MapModel((ServedTexts model) => new TextWelcomePage(model));
        routes.MapGet("/v1/models", (ServedTexts model) => new ModelList([Listed(model)])).WithSummary("The served model");
        routes
            .MapGet("/v1/models/{id}", (string id, ServedTexts model) => Listed(model) with { Id = id })
            .ExcludeFromDescription();
        RouteGroupBuilder texts = routes.MapWork();
        texts
            .MapPost("/v1/completions", Complete)
            .WithSummary("Continues a prompt; at once, or as it is written (stream)")
            .Produces<CompletionAnswer>();
        texts
            .MapPost("/v1/chat/completions", Answer)
            .WithSummary("Answers messages; at once, or as it is written (stream)")
            .Produces<ChatAnswer>();
    }

    private static ListedModel Listed(ServedTexts model) => new(NameOf(model), 0);

    private static string NameOf(ServedTexts model) => $"{model.Facts.Preset}-{model.Facts.Data}";

    private static Task<IResult> Complete(
        CompletionRequest request,
        ServedTexts model,
        ServedRequest served,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        string before = request.Echo == true ? request.PromptText() : "",
            id = $"cmpl-{Guid.NewGuid():N}";
        long created = clock.GetUtcNow().ToUnixTimeSeconds();
        CompletionAnswer Answer(IReadOnlyList<CompletionChoice> choices, UsageAnswer? usage) =>
            new(id, created, NameOf(model), choices, usage);
        return Tell(
            request,
            _ => model.Model.PromptOf(request.PromptText()),
            CompletionRequest.UsualTokens,
            model,
            served,
            "text_completion",
            (texts, usage) =>
                Answer(
                    [
                        .. texts.Select(
                            (text, i) => new CompletionChoice(before + text.Text, i, CompletionChoice.Reason(text.End))
                        ),
                    ],
                    usage
                ),
            (index, piece, isFirst, end) =>
                Answer([new CompletionChoice((isFirst ? before : "") + piece, index, CompletionChoice.Reason(end))], null),
            usage => Answer([], usage),
            cancellation
        );
    }

    private static Task<IResult> Answer(
        ChatRequest request,
        ServedTexts model,
        ServedRequest served,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        string id = $"chatcmpl-{Guid.NewGuid():N}";
        long created = clock.GetUtcNow().ToUnixTimeSeconds();
        ChatAnswer Answer(string kind, IReadOnlyList<ChatChoice> choices, UsageAnswer? usage) =>
            new(id, kind, created, NameOf(model), choices, usage);
        return Tell(
            request,
            options => request.PromptOf(model.Model, options.Tokens),
            request.MaxCompletionTokens ?? ChatRequest.UsualTokens,
            model,
            served,
            "chat",
            (texts, usage) =>
                Answer(
                    "chat.completion",
                    [
                        .. texts.Select(
                            (text, i) =>
                                new ChatChoice(i, new ChatText("assistant", text.Text), null, CompletionChoice.Reason(text.End))
                        ),
                    ],
                    usage
                ),
            (index, piece, isFirst, end) =>
                Answer(
                    "chat.completion.chunk",
                    [
                        new ChatChoice(
                            index,
                            null,
                            new ChatText(isFirst ? "assistant" : null, piece),
                            CompletionChoice.Reason(end)
                        ),
                    ],
                    null
                ),
            usage => Answer("chat.completion.chunk", [], usage),
            cancellation
        );
    }

    /// <summary>Makes the requested texts and sends them, either complete or piece by piece.</summary>
    private static async Task<IResult> Tell<TAnswer>(
        TextRequest request,
        Func<TextOptions, TextPrompt> prompt,
        int usual,
        ServedTexts model,
        ServedRequest served,
        string operation,
        Func<IReadOnlyList<(string Text, TextEnd End)>, UsageAnswer, TAnswer> whole,
        Func<int, string, bool, TextEnd, TAnswer> part,
        Func<UsageAnswer, TAnswer> last,
        CancellationToken cancellation
    )
    {
        TextOptions options = request.ToOptions(usual);
        TextPrompt begins = prompt(options);
        served.Text = new TextAsked(operation, begins.Tokens.Count);
        IReadOnlyList<TextUnderWay> texts = model.Begin(begins, request.Count, options, served, cancellation);
        if (request.Stream == true)
            return new EventStream(Events());
        string[] made = await Task.WhenAll(texts.Select(text => text.ReadToEnd()));
        return Results.Json(
            whole([.. made.Select((text, i) => (text, texts[i].Generation.End))], UsageAnswer.Of(texts)),
            EventStream.Json
        );

        async IAsyncEnumerable<string> Events()
        {
            HashSet<int> begun = [];
            await foreach ((int index, string? piece) in Together(texts))
                yield return Line(
                    part(index, piece ?? "", begun.Add(index), piece is null ? texts[index].Generation.End : TextEnd.None)
                );
            if (request.StreamOptions?.IncludeUsage == true)
                yield return Line(last(UsageAnswer.Of(texts)));
            yield return EventStream.Done;
        }
    }

    /// <summary>The pieces of all texts as they are made, and null at the end of each text.</summary>
    private static async IAsyncEnumerable<(int Index, string? Piece)> Together(IReadOnlyList<TextUnderWay> texts)
    {
        Channel<(int, string?)> all = Channel.CreateUnbounded<(int, string?)>();
        Task reading = Task.WhenAll(
                texts.Select(
                    async (text, i) =>
                    {
                        await foreach (string piece in text.Read())
                            all.Writer.TryWrite((i, piece));
                        all.Writer.TryWrite((i, null));
                    }
                )
            )
            .ContinueWith(done => all.Writer.TryComplete(done.Exception?.InnerException), TaskScheduler.Default);
        await foreach ((int, string?) piece in all.Reader.ReadAllAsync())
            yield return piece;
        await reading;
    }

    private static string Line<TAnswer>(TAnswer answer) => JsonSerializer.Serialize(answer, EventStream.Json);
}
