using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Data.Texts;
using Figment.Models.Texts;

namespace Figment.Server;

/// <summary>One message of a dialogue.</summary>
internal sealed record ChatMessage
{
    [JsonPropertyName("role")]
    public string? Role { get; init; }

    [JsonPropertyName("content")]
    [Description("A text, or a list of parts of the type text.")]
    public JsonElement? Content { get; init; }
}

/// <summary>A request for an answer in a dialogue.</summary>
internal sealed record ChatRequest : TextRequest
{
    internal const int UsualTokens = 256;
    private const int MostMessages = 1000;
    private const string Developer = "developer"; // OpenAI's newer word for the system role
    private static readonly string[] Roles = [DialogueMessage.System, Developer, DialogueMessage.User, DialogueMessage.Assistant];

    [JsonPropertyName("messages")]
    public IReadOnlyList<ChatMessage?>? Messages { get; init; }

    [JsonPropertyName("max_completion_tokens")]
    [Range(1, 8192, ErrorMessage = "max_completion_tokens must be between {1} and {2}.")]
    public int? MaxCompletionTokens { get; init; }

    /// <summary>
    /// The prompt for the model: the messages, formatted as in its training. A model of plain text was not trained on messages;
    /// its prompt contains only their texts, one per line.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">The largest number of tokens in the answer.</param>
    /// <exception cref="OptionsException">A message is invalid.</exception>
    internal TextPrompt PromptOf(TextModel model, int tokens)
    {
        IReadOnlyList<DialogueMessage> said = Said();
        return model.KnowsDialogues
            ? DialoguePrompt.Of(model.Tokenizer, said, model.Context, tokens).Prompt
            : model.PromptOf(string.Concat(said.Select(message => $"{message.Content}\n")));
    }

    private List<DialogueMessage> Said()
    {
        List<string> problems = [];
        if (Messages is not { Count: > 0 and <= MostMessages })
            problems.Add($"messages must be a list of 1 to {MostMessages} messages.");
        List<DialogueMessage> said = [];
        foreach ((int i, ChatMessage? message) in (Messages ?? []).Take(MostMessages).Index())
        {
            if (message?.Role is not string role || !Roles.Contains(role))
                problems.Add($"messages[{i}].role must be one of {string.Join(", ", Roles)}.");
            else if (TextOf(message.Content) is string text)
                said.Add(new DialogueMessage(role == Developer ? DialogueMessage.System : role, text));
            else
                problems.Add($"messages[{i}].content must be a text, or a list of parts of the type text.");
        }

        return problems.Count == 0 ? said : throw new OptionsException(problems);
    }

    private static string? TextOf(JsonElement? content)
    {
        if (content is not { } given)
            return null;
        if (given.ValueKind == JsonValueKind.String)
            return given.GetString();
        if (given.ValueKind != JsonValueKind.Array)
            return null;
        List<string> texts = [];
        foreach (JsonElement part in given.EnumerateArray())
        {
            if (
                part.ValueKind != JsonValueKind.Object
                || !part.TryGetProperty("text", out JsonElement text)
                || text.ValueKind != JsonValueKind.String
            )
                return null;
            texts.Add(text.GetString()!);
        }

        return string.Concat(texts);
    }
}

/// <summary>The text of an answer, or a piece of it.</summary>
internal sealed record ChatText(
    [property: JsonPropertyName("role")] string? Role,
    [property: JsonPropertyName("content")] string? Content
);

/// <summary>One answer, or a piece of it.</summary>
internal sealed record ChatChoice(
    [property: JsonPropertyName("index")] int Index,
    [property: JsonPropertyName("message")] ChatText? Message,
    [property: JsonPropertyName("delta")] ChatText? Delta,
    [property: JsonPropertyName("finish_reason"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason
);

/// <summary>An answer in a dialogue, or a part of a stream.</summary>
internal sealed record ChatAnswer(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("object")] string Object,
    [property: JsonPropertyName("created")] long Created,
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("choices")] IReadOnlyList<ChatChoice> Choices,
    [property: JsonPropertyName("usage")] UsageAnswer? Usage
);
