using System.Text.Json.Serialization;
using Figment.Models.Texts;

namespace Figment.Server;

/// <summary>The number of tokens in a request.</summary>
internal sealed record UsageAnswer(
    [property: JsonPropertyName("prompt_tokens")] int Prompt,
    [property: JsonPropertyName("completion_tokens")] int Made,
    [property: JsonPropertyName("total_tokens")] int Total
)
{
    internal static UsageAnswer Of(IReadOnlyList<TextUnderWay> texts)
    {
        int prompt = texts[0].Generation.PromptTokens,
            made = texts.Sum(text => text.Generation.Made);
        return new UsageAnswer(prompt, made, prompt + made);
    }
}

/// <summary>One continuation of the prompt, or a piece of it.</summary>
internal sealed record CompletionChoice(
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("index")] int Index,
    [property: JsonPropertyName("finish_reason"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason
)
{
    [JsonPropertyName("logprobs")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public object? LogProbabilities { get; }

    /// <summary>Why a text ended, in OpenAI's words; null if it has not ended.</summary>
    internal static string? Reason(TextEnd end) =>
        end switch
        {
            TextEnd.Stop => "stop",
            TextEnd.Length => "length",
            _ => null,
        };
}

/// <summary>An answer, or a part of a stream.</summary>
internal sealed record CompletionAnswer(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("created")] long Created,
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("choices")] IReadOnlyList<CompletionChoice> Choices,
    [property: JsonPropertyName("usage")] UsageAnswer? Usage
)
{
    [JsonPropertyName("object")]
    public string Object { get; } = "text_completion";
}

/// <summary>A model, as OpenAI's API lists it.</summary>
internal sealed record ListedModel(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("created")] long Created
)
{
    [JsonPropertyName("object")]
    public string Object { get; } = "model";

    [JsonPropertyName("owned_by")]
    public string OwnedBy { get; } = "figment";
}

/// <summary>The list of all served models, which has one entry.</summary>
internal sealed record ModelList([property: JsonPropertyName("data")] IReadOnlyList<ListedModel> Data)
{
    [JsonPropertyName("object")]
    public string Object { get; } = "list";
}
