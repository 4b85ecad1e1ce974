using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Figment.Backend;
using Figment.Models.Texts;
using Figment.Server;

namespace Figment.Tests.Server;

/// <summary>What a language model answers over HTTP: OpenAI's interface.</summary>
public sealed class TextServerTests : IAsyncLifetime
{
    private static readonly ModelFacts Facts = new("runs/mine", "gpt", "poems", []);
    private readonly TextModel model = Gpt.Create(
        new GptOptions
        {
            Layers = 1,
            Width = 32,
            Heads = 2,
            KeyValueHeads = 2,
            Context = 32,
        },
        new SeededRandom(3)
    );
    private ModelServer server = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        // The end of a text is never the most probable token, so a greedy text goes on for ever.
        using (TorchSharp.torch.no_grad())
            model.Network.Table[model.Tokenizer.EndOfText].zero_();
        server = await ModelServer.StartAsync(model, Facts, new ServerOptions { MostWaiting = 4 });
        client = new HttpClient { BaseAddress = new Uri(server.Url) };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        model.Dispose();
    }

    [Fact]
    public async Task The_text_of_a_seed_is_the_one_that_the_library_makes()
    {
        using JsonDocument answer = await Ask(
            "/v1/completions",
            new
            {
                prompt = "To be",
                max_tokens = 30,
                seed = 7,
                n = 2,
                echo = true,
            }
        );

        IReadOnlyList<string> expected = model.Write(
            2,
            new TextOptions
            {
                Seed = 7,
                Tokens = 30,
                Temperature = 1,
            },
            "To be"
        );
        JsonElement[] choices = [.. answer.RootElement.GetProperty("choices").EnumerateArray()];
        Assert.Equal(expected.Select(text => $"To be{text}"), choices.Select(choice => choice.GetProperty("text").GetString()));
        Assert.All(
            choices,
            choice => Assert.Contains(choice.GetProperty("finish_reason").GetString(), new[] { "stop", "length" })
        );
        JsonElement usage = answer.RootElement.GetProperty("usage");
        Assert.Equal(5, usage.GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(usage.GetProperty("total_tokens").GetInt32(), 5 + usage.GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData("/v1/completions")]
    [InlineData("/v1/chat/completions")]
    public async Task A_stream_tells_the_same_text_in_pieces(string path)
    {
        object Request(bool stream) =>
            path.Contains("chat", StringComparison.Ordinal)
                ? new
                {
                    messages = new[] { new { role = "user", content = "春眠" } },
                    max_tokens = 40,
                    seed = 3,
                    stream,
                    stream_options = new { include_usage = true },
                }
                : new
                {
                    prompt = "春眠\n",
                    max_tokens = 40,
                    seed = 3,
                    stream,
                    stream_options = new { include_usage = true },
                };
        using JsonDocument whole = await Ask(path, Request(false));

        using HttpResponseMessage answer = await client.PostAsJsonAsync(path, Request(true));
        string[] lines = (await answer.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.All(lines, line => Assert.StartsWith("data: ", line, StringComparison.Ordinal));
        Assert.Equal("data: [DONE]", lines[^1]);
        JsonElement[] parts = [.. lines[..^1].Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement)];
        Assert.Equal(TextOf(whole.RootElement), string.Concat(parts[..^1].Select(TextOf)));
        Assert.Equal(whole.RootElement.GetProperty("usage").GetRawText(), parts[^1].GetProperty("usage").GetRawText());
        Assert.NotNull(parts[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Many_at_once_each_get_what_they_would_get_alone()
    {
        string[] together = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(async seed =>
                {
                    using JsonDocument answer = await Ask(
                        "/v1/completions",
                        new
                        {
                            prompt = "x",
                            max_tokens = 60,
                            seed,
                        }
                    );
                    return TextOf(answer.RootElement);
                })
        );

        Assert.Equal(
            Enumerable
                .Range(0, 12)
                .Select(seed =>
                    string.Concat(
                        model.Generate(
                            "x",
                            new TextOptions
                            {
                                Seed = seed,
                                Tokens = 60,
                                Temperature = 1,
                            }
                        )
                    )
                ),
            together
        );
    }

    [Theory]
    [InlineData("""{"prompt": "a", "max_tokens": 0}""", "max_tokens must be between 1 and 8192.")]
    [InlineData("""{"prompt": 7}""", "prompt must be a text, or a list of texts.")]
    [InlineData("""{"prompt": ["a", "b"]}""", "Each request takes one prompt")]
    [InlineData(
        """{"temperature": 3, "top_p": 0, "n": 99}""",
        "temperature must be between 0 and 2. top_p must be above 0 and at most 1. n must be between 1 and 16."
    )]
    [InlineData("""{"stop": ["a", "b", "c", "d", "e"]}""", "stop takes at most 4 texts")]
    [InlineData("""{"frequency_penalty": 1}""", "frequency_penalty is not supported")]
    [InlineData("""{"prompt": """, "The body is not valid JSON for this request.")]
    [InlineData("""[]""", "The body is not valid JSON for this request.")]
    public async Task What_is_wrong_is_said_in_a_problem_document(string body, string problem)
    {
        using HttpResponseMessage answer = await client.PostAsync(
            "/v1/completions",
            new StringContent(body, Encoding.UTF8, "application/json")
        );

        Assert.Equal(
            (HttpStatusCode.BadRequest, "application/problem+json"),
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType)
        );
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Contains(problem, document.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"messages": []}""", "messages must be a list")]
    [InlineData("""{"messages": [{"role": "robot", "content": "a"}, {"role": "user"}]}""", "messages[0].role must be one of")]
    [InlineData("""{"messages": [null]}""", "messages[0].role must be one of")]
    public async Task Messages_that_are_none_are_refused(string body, string problem)
    {
        using HttpResponseMessage answer = await client.PostAsync(
            "/v1/chat/completions",
            new StringContent(body, Encoding.UTF8, "application/json")
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(problem, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_nobody_reads_ends_and_too_many_are_told_to_come_back()
    {
        // 64 texts are made at once and 4 may wait, so of five requests for 16 endless texts each, one is too many.
        using CancellationTokenSource leave = new();
        List<Task<HttpResponseMessage>> asked =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(seed =>
                    client.PostAsJsonAsync(
                        "/v1/completions",
                        new
                        {
                            prompt = "",
                            max_tokens = 8192,
                            n = 16,
                            seed,
                            temperature = 0,
                        },
                        leave.Token
                    )
                ),
        ];
        Task<HttpResponseMessage> first = await Task.WhenAny(asked);
        using HttpResponseMessage busy = await first;
        asked.Remove(first);

        await leave.CancelAsync();
        foreach (Task<HttpResponseMessage> left in asked)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        using JsonDocument after = await Ask("/v1/completions", new { prompt = "a", max_tokens = 3 });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.StatusCode);
        Assert.Equal("1", Assert.Single(busy.Headers.GetValues("Retry-After")));
        Assert.NotNull(after.RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_model_and_its_interface_are_described()
    {
        using JsonDocument models = JsonDocument.Parse(await client.GetStringAsync("/v1/models"));
        Assert.Equal("gpt-poems", models.RootElement.GetProperty("data")[0].GetProperty("id").GetString());
        string description = await client.GetStringAsync("/openapi/v1.json"),
            page = await client.GetStringAsync("/");

        Assert.All(
            ["/v1/completions", "/v1/chat/completions", "max_tokens", "min_p"],
            name => Assert.Contains(name, description, StringComparison.Ordinal)
        );
        Assert.Contains("OpenAI", page, StringComparison.Ordinal);
    }

    private static string TextOf(JsonElement answer)
    {
        JsonElement choice = answer.GetProperty("choices")[0];
        return choice.TryGetProperty("text", out JsonElement text)
            ? text.GetString()!
            : choice.GetProperty(choice.TryGetProperty("delta", out _) ? "delta" : "message").GetProperty("content").GetString()!;
    }

    private async Task<JsonDocument> Ask(string path, object request)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync(path, request);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body);
    }
}
