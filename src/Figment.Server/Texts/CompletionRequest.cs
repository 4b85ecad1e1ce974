using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Models.Texts;

namespace Figment.Server;

/// <summary>A request in the format of OpenAI's API; unknown properties are ignored, as on other servers.</summary>
internal record TextRequest
{
    private const int MostTexts = 16,
        MostTokens = 8192;

    [JsonPropertyName("model")]
    [Description("Any name: there is only one model.")]
    public string? Model { get; init; }

    [JsonPropertyName("max_tokens")]
    [Range(1, MostTokens, ErrorMessage = "max_tokens must be between {1} and {2}.")]
    public int? MaxTokens { get; init; }

    [JsonPropertyName("temperature")]
    [Range(0.0, 2.0, ErrorMessage = "temperature must be between {1} and {2}.")]
    public double? Temperature { get; init; }

    [JsonPropertyName("top_p")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, ErrorMessage = "top_p must be above 0 and at most 1.")]
    public double? TopP { get; init; }

    [JsonPropertyName("top_k")]
    [Range(0, 1_000_000, ErrorMessage = "top_k must be between {1} (all tokens) and {2}.")]
    [Description("An extension of OpenAI's API: draws only from this many of the most likely tokens.")]
    public int? TopK { get; init; }

    [JsonPropertyName("min_p")]
    [Range(0.0, 1.0, ErrorMessage = "min_p must be between {1} and {2}.")]
    [Description(
        "An extension of OpenAI's API: draws only from tokens with at least this probability relative to "
            + "the most likely one."
    )]
    public double? MinP { get; init; }

    [JsonPropertyName("n")]
    [Range(1, MostTexts, ErrorMessage = "n must be between {1} and {2}.")]
    public int? N { get; init; }

    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    [JsonPropertyName("stream")]
    public bool? Stream { get; init; }

    [JsonPropertyName("stream_options")]
    public StreamOptions? StreamOptions { get; init; }

    [JsonPropertyName("stop")]
    [Description("A text, or a list of at most 4 texts.")]
    public JsonElement? Stop { get; init; }

    [JsonPropertyName("frequency_penalty")]
    [Range(0.0, 0.0, ErrorMessage = "frequency_penalty is not supported: omit it, or set it to 0.")]
    public double? FrequencyPenalty { get; init; }

    [JsonPropertyName("presence_penalty")]
    [Range(0.0, 0.0, ErrorMessage = "presence_penalty is not supported: omit it, or set it to 0.")]
    public double? PresencePenalty { get; init; }

    internal int Count => N ?? 1;

    /// <summary>The options of the text.</summary>
    /// <param name="usual">The default number of tokens.</param>
    /// <exception cref="OptionsException">A value is out of range; the error reports all problems.</exception>
    internal TextOptions ToOptions(int usual)
    {
        List<string> problems = [];
        IReadOnlyList<string> stop = Texts(Stop, "stop", problems);
        if (stop.Count > 4 || stop.Any(text => text.Length is 0 or > 1000))
            problems.Add("stop takes at most 4 texts of 1 to 1000 characters.");
        try
        {
            OptionsValidator.ThrowIfInvalid(this);
        }
        catch (OptionsException e)
        {
            problems.InsertRange(0, e.Problems);
        }

        if (problems.Count > 0)
            throw new OptionsException(problems);
        return new TextOptions
        {
            Tokens = MaxTokens ?? usual,
            Temperature = Temperature ?? 1,
            TopP = TopP ?? 1,
            TopK = TopK ?? 0,
            MinP = MinP ?? 0,
            Seed = Seed ?? System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue),
            Stop = stop,
        };
    }

    /// <summary>A text, or a list of them.</summary>
    protected static IReadOnlyList<string> Texts(JsonElement? value, string name, List<string> problems)
    {
        if (value is not { } given || given.ValueKind == JsonValueKind.Null)
            return [];
        if (given.ValueKind == JsonValueKind.String)
            return [given.GetString()!];
        if (given.ValueKind == JsonValueKind.Array && given.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String))
            return [.. given.EnumerateArray().Select(text => text.GetString()!)];
        problems.Add($"{name} must be a text, or a list of texts.");
        return [];
    }
}

/// <summary>The options of a stream.</summary>
internal sealed record StreamOptions
{
    [JsonPropertyName("include_usage")]
    public bool IncludeUsage { get; init; }
}

/// <summary>A request to continue a prompt.</summary>
internal sealed record CompletionRequest : TextRequest
{
    internal const int UsualTokens = 16; // as in OpenAI's API

    [JsonPropertyName("prompt")]
    [Description("The beginning of the text: a text, or a list of one text.")]
    public JsonElement? Prompt { get; init; }

    [JsonPropertyName("echo")]
    [Description("Whether the answer repeats the prompt.")]
    public bool? Echo { get; init; }

    /// <summary>The prompt; an empty one starts a new text.</summary>
    /// <exception cref="OptionsException">The prompt is invalid.</exception>
    internal string PromptText()
    {
        List<string> problems = [];
        IReadOnlyList<string> prompts = Texts(Prompt, "prompt", problems);
        if (prompts.Count > 1)
            problems.Add("Each request takes one prompt. Send one request for each.");
        return problems.Count == 0 ? (prompts is [string prompt] ? prompt : "") : throw new OptionsException(problems);
    }
}
