using System.Runtime.CompilerServices;
using Figment.Data.Texts;
using Microsoft.Extensions.AI;

namespace Figment.Models.Texts;

/// <summary>
/// A language model as a chat client of <c>Microsoft.Extensions.AI</c>, so that an application need not depend on Figment's
/// types.
/// </summary>
/// <param name="model">The model; the caller keeps ownership.</param>
/// <param name="defaults">How answers are generated where a request does not say otherwise.</param>
internal sealed class TextChatClient(TextModel model, TextOptions defaults) : IChatClient
{
    private readonly Answerer answerer = new(model);
    private readonly ChatClientMetadata metadata = new("figment", defaultModelId: "gpt");

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        Answer answer = Begin(messages, options);
        string text = await Task.Run(() => string.Concat(answer.Pieces(cancellationToken)), cancellationToken)
            .ConfigureAwait(false);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text) { MessageId = NewId() })
        {
            ResponseId = NewId(),
            ModelId = metadata.DefaultModelId,
            FinishReason = ReasonOf(answer),
            Usage = UsageOf(answer),
        };
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => Stream(Begin(messages, options), cancellationToken); // Errors are reported here and not during enumeration.

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(metadata) ? metadata
            : serviceType.IsInstanceOfType(model) ? model
            : null;
    }

    /// <summary>Ends the answers in progress. The model itself is not disposed.</summary>
    public void Dispose() => answerer.Dispose();

    private async IAsyncEnumerable<ChatResponseUpdate> Stream(
        Answer answer,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string response = NewId(),
            message = NewId();
        using IEnumerator<string> pieces = answer.Pieces(cancellationToken).GetEnumerator();
        while (await Task.Run(pieces.MoveNext, cancellationToken).ConfigureAwait(false))
            yield return Update(new TextContent(pieces.Current));
        ChatResponseUpdate last = Update(new UsageContent(UsageOf(answer)));
        last.FinishReason = ReasonOf(answer);
        yield return last;

        ChatResponseUpdate Update(AIContent content) =>
            new(ChatRole.Assistant, [content])
            {
                ResponseId = response,
                MessageId = message,
                ModelId = metadata.DefaultModelId,
            };
    }

    private Answer Begin(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<DialogueMessage> said = [.. messages.Select(MessageOf)];
        if (options?.Instructions is { Length: > 0 } instructions)
            said.Insert(0, new DialogueMessage(DialogueMessage.System, instructions));
        return said.Count > 0
            ? answerer.Begin(said, OptionsOf(options))
            : throw new FigmentException("There is no message to answer. Give at least one user message.");
    }

    private static DialogueMessage MessageOf(ChatMessage message, int index)
    {
        string role = message.Role.Value;
        if (!DialogueMessage.Roles.Contains(role, StringComparer.Ordinal))
        {
            throw new FigmentException(
                $"Message {index + 1} has the role '{PrintableText.Of(role)}', but the model knows only "
                    + $"{string.Join(", ", DialogueMessage.Roles)}. Leave the message out."
            );
        }

        return message.Contents.FirstOrDefault(content => content is not TextContent) is { } other
            ? throw new FigmentException(
                $"Message {index + 1} holds {other.GetType().Name}, but the model reads only text. Leave it out."
            )
            : new DialogueMessage(role, message.Text);
    }

    private TextOptions OptionsOf(ChatOptions? options) =>
        options is null
            ? defaults
            : defaults with
            {
                Temperature = options.Temperature ?? defaults.Temperature,
                TopP = options.TopP ?? defaults.TopP,
                TopK = options.TopK ?? defaults.TopK,
                Tokens = options.MaxOutputTokens ?? defaults.Tokens,
                Seed = options.Seed ?? defaults.Seed,
                Stop = options.StopSequences is { } stop ? [.. stop] : defaults.Stop,
            };

    private static ChatFinishReason? ReasonOf(Answer answer) =>
        answer.End switch
        {
            TextEnd.Stop => ChatFinishReason.Stop,
            TextEnd.Length => ChatFinishReason.Length,
            _ => null,
        };

    private static UsageDetails UsageOf(Answer answer) =>
        new()
        {
            InputTokenCount = answer.PromptTokens,
            OutputTokenCount = answer.Made,
            TotalTokenCount = answer.PromptTokens + answer.Made,
        };

    private static string NewId() => Guid.NewGuid().ToString("N");
}
