using System.ClientModel;
using Figment.Backend;
using Figment.Models.Texts;
using Figment.Server;
using OpenAI;
using OpenAI.Chat;

namespace Figment.Tests;

/// <summary>A served language model, used with a third-party client: OpenAI's own for .NET.</summary>
public sealed class OpenAiClientTests : IAsyncLifetime
{
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
    private ChatClient client = null!;

    public async ValueTask InitializeAsync()
    {
        server = await ModelServer.StartAsync(model, new ModelFacts("runs/mine", "gpt", "poems", []), new ServerOptions());
        client = new ChatClient(
            "gpt-poems",
            new ApiKeyCredential("none"),
            new OpenAIClientOptions { Endpoint = new Uri($"{server.Url}/v1") }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        model.Dispose();
    }

    [Fact]
    public async Task It_answers_whole_and_in_pieces()
    {
        OpenAI.Chat.ChatMessage[] messages = [new SystemChatMessage("Poems."), new UserChatMessage("春眠不觉晓")];
        ChatCompletionOptions options = new() { MaxOutputTokenCount = 20, Temperature = 0 };

        ChatCompletion whole = await client.CompleteChatAsync(messages, options);
        string streamed = "";
        ChatFinishReason? reason = null;
        await foreach (StreamingChatCompletionUpdate part in client.CompleteChatStreamingAsync(messages, options))
        {
            streamed += string.Concat(part.ContentUpdate.Select(piece => piece.Text));
            reason ??= part.FinishReason;
        }

        Assert.Equal(whole.Content[0].Text, streamed);
        Assert.Equal(whole.FinishReason, reason);
        Assert.Equal(
            string.Concat(model.Generate("Poems.\n春眠不觉晓\n", new TextOptions { Tokens = 20, Temperature = 0 })),
            streamed
        );
        Assert.Equal(20, whole.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task A_model_that_learned_dialogues_gets_messages_as_it_has_learned_them_and_stops_where_its_own_ends()
    {
        await using ModelServer talks = await ModelServer.StartAsync(
            SmallDialogues.Model.Value,
            new ModelFacts("runs/mine", "gpt", "talk", []),
            new ServerOptions()
        );
        ChatClient asks = new(
            "any",
            new ApiKeyCredential("none"),
            new OpenAIClientOptions { Endpoint = new Uri($"{talks.Url}/v1") }
        );
        ChatCompletionOptions options = new() { MaxOutputTokenCount = 60, Temperature = 0 };
        foreach ((string question, string answer) in SmallDialogues.All)
        {
            ChatCompletion whole = await asks.CompleteChatAsync([new UserChatMessage(question)], options);
            string streamed = "";
            await foreach (
                StreamingChatCompletionUpdate part in asks.CompleteChatStreamingAsync([new UserChatMessage(question)], options)
            )
                streamed += string.Concat(part.ContentUpdate.Select(piece => piece.Text));

            Assert.Equal((answer, answer, ChatFinishReason.Stop), (whole.Content[0].Text, streamed, whole.FinishReason));
        }
    }

    [Fact]
    public async Task What_it_does_not_take_is_a_bad_request()
    {
        ClientResultException e = await Assert.ThrowsAsync<ClientResultException>(() =>
            client.CompleteChatAsync([new UserChatMessage("a")], new ChatCompletionOptions { Temperature = 3 })
        );

        Assert.Equal(400, e.Status);
    }
}
