using Figment.Backend;
using Figment.Data.Texts;
using Figment.Models.Texts;
using Microsoft.Extensions.AI;

namespace Figment.Tests.Models.Texts;

/// <summary>
/// A small model that learned dialogues, and what applications request from it through <c>Microsoft.Extensions.AI</c>.
/// </summary>
public sealed class ChatClientTests
{
    private static readonly ChatOptions Greedy = new() { Temperature = 0, MaxOutputTokens = 60 };

    [Fact]
    public async Task It_answers_what_it_has_learned_and_ends_with_the_message()
    {
        using IChatClient client = SmallDialogues.Model.Value.AsChatClient();
        foreach ((string question, string answer) in SmallDialogues.All)
        {
            ChatResponse response = await client.GetResponseAsync(question, Greedy);

            Assert.Equal((answer, ChatFinishReason.Stop), (response.Text, response.FinishReason));
            int made = SmallDialogues.Model.Value.Tokenizer.Encode(answer).Length + 1; // and the mark
            Assert.Equal(made, response.Usage!.OutputTokenCount);
            Assert.Equal(response.Usage.InputTokenCount + made, response.Usage.TotalTokenCount);
        }
    }

    [Fact]
    public async Task A_stream_tells_the_same_in_pieces()
    {
        using IChatClient client = SmallDialogues.Model.Value.AsChatClient();
        List<ChatResponseUpdate> updates = [];
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("Who are you?", Greedy))
            updates.Add(update);

        ChatResponse whole = updates.ToChatResponse();
        Assert.True(updates.Count > 3);
        Assert.Equal(("I am Figment.", ChatFinishReason.Stop), (whole.Text, whole.FinishReason));
        Assert.Single(whole.Messages);
        Assert.Equal(
            (await client.GetResponseAsync("Who are you?", Greedy)).Usage!.TotalTokenCount,
            whole.Usage!.TotalTokenCount
        );
    }

    [Fact]
    public async Task Options_say_how_it_is_written()
    {
        using IChatClient client = SmallDialogues.Model.Value.AsChatClient(new TextOptions { Temperature = 0, Tokens = 3 });
        async Task<ChatResponse> Ask(ChatOptions? options) => await client.GetResponseAsync("Who are you?", options);

        ChatResponse usual = await Ask(null),
            stopped = await Ask(new ChatOptions { MaxOutputTokens = 60, StopSequences = ["Fig"] });
        Assert.Equal((3L, ChatFinishReason.Length), (usual.Usage!.OutputTokenCount, usual.FinishReason));
        Assert.Equal(("I am ", ChatFinishReason.Stop), (stopped.Text, stopped.FinishReason));

        ChatOptions surprising = new()
        {
            MaxOutputTokens = 40,
            Temperature = 10,
            Seed = 1,
        };
        Assert.Equal((await Ask(surprising)).Text, (await Ask(surprising)).Text);
        surprising.Seed = 2;
        string other = (await Ask(surprising)).Text;
        surprising.Seed = 1;
        Assert.NotEqual(other, (await Ask(surprising)).Text);
        surprising.TopK = 1; // only the most probable token
        Assert.Equal("I am Figment.", (await Ask(surprising)).Text);
        (surprising.TopK, surprising.TopP) = (null, 1e-6f);
        Assert.Equal("I am Figment.", (await Ask(surprising)).Text);
        await Assert.ThrowsAsync<OptionsException>(() => Ask(new ChatOptions { Temperature = 11 }));
    }

    [Fact]
    public async Task Several_threads_may_ask_at_once_and_each_gets_its_answer()
    {
        using IChatClient client = SmallDialogues.Model.Value.AsChatClient();

        string[] answers = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(async i =>
                    (await Task.Run(() => client.GetResponseAsync(SmallDialogues.All[i % 3].Question, Greedy))).Text
                )
        );

        Assert.Equal(Enumerable.Range(0, 12).Select(i => SmallDialogues.All[i % 3].Answer), answers);
    }

    [Fact]
    public async Task It_can_be_left_and_tells_what_it_is()
    {
        TextModel model = SmallDialogues.Model.Value;
        IChatClient client = model.AsChatClient();
        Assert.Same(model, client.GetService<TextModel>());
        Assert.Same(client, client.GetService<IChatClient>());
        Assert.Equal("figment", client.GetService<ChatClientMetadata>()!.ProviderName);
        Assert.Null(client.GetService<HttpClient>());

        using CancellationTokenSource left = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync("Who are you?", Greedy, left.Token))
                await left.CancelAsync();
        });
        client.Dispose();
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetResponseAsync("Who are you?"));
    }

    [Fact]
    public async Task What_it_cannot_answer_is_refused_in_a_sentence()
    {
        using IChatClient client = SmallDialogues.Model.Value.AsChatClient();
        async Task<string> Refusal(params ChatMessage[] messages) =>
            (await Assert.ThrowsAsync<FigmentException>(() => client.GetResponseAsync(messages))).Message;

        Assert.Contains("no message to answer", await Refusal(), StringComparison.Ordinal);
        Assert.Contains(
            "Message 1 has the role 'tool'",
            await Refusal(new ChatMessage(ChatRole.Tool, "x")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Message 1 holds DataContent",
            await Refusal(new ChatMessage(ChatRole.User, [new DataContent("data:image/png;base64,AAAA")])),
            StringComparison.Ordinal
        );
        using Gpt plain = Gpt.Create(SmallDialogues.Options, new SeededRandom(1));
        Assert.Contains(
            "learned from texts that are not dialogues",
            Assert.Throws<FigmentException>(() => plain.AsChatClient()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_does_not_fit_is_forgotten_from_the_oldest_on_but_for_the_system()
    {
        Tokenizer tokenizer = new([]);
        DialogueMessage[] messages =
        [
            new("system", "S"),
            new("user", "one"),
            new("assistant", "two"),
            new("system", "T"),
            new("user", "three"),
        ];

        (TextPrompt all, int none) = DialoguePrompt.Of(tokenizer, messages, 200, 50);
        (TextPrompt some, int two) = DialoguePrompt.Of(tokenizer, messages, 64, 16);
        (TextPrompt last, int most) = DialoguePrompt.Of(tokenizer, messages, 10, 5);

        Assert.Equal(
            "system\nS\nuser\none\nassistant\ntwo\nsystem\nT\nuser\nthree\nassistant\n",
            tokenizer.DecodeText(all.Tokens)
        );
        Assert.Equal((0, 2, 2), (none, two, most)); // the last message stays, whatever its length
        Assert.Equal("system\nS\nsystem\nT\nuser\nthree\nassistant\n", tokenizer.DecodeText(some.Tokens));
        Assert.Equal(some.Tokens, last.Tokens);
        Assert.Equal(6, all.Tokens.Count(token => token == tokenizer.MessageStart));
        Assert.Equal(5, all.Tokens.Count(token => token == tokenizer.MessageEnd));
    }

    [Fact]
    public void A_prompt_is_made_of_the_tokens_that_were_learned()
    {
        TextModel model = SmallDialogues.Model.Value;
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.jsonl"], SmallDialogues.Lines());
        using TextDataset data = TextSources.Open(folder["a.jsonl"]);
        using TokenSequence learned = TokenSequence.Of(data.Texts, model.Tokenizer);
        (TextPrompt prompt, _) = DialoguePrompt.Of(
            model.Tokenizer,
            [new("user", SmallDialogues.All[0].Question)],
            model.Context,
            1
        );

        Assert.Equal(learned.Slice(0, prompt.Tokens.Count).ToArray().Select(token => (int)token), prompt.Tokens);
    }

    [Fact]
    public void Text_of_its_own_has_messages_and_tells_no_marks()
    {
        string text = SmallDialogues.Model.Value.Write(1, new TextOptions { Temperature = 0, Tokens = 80 }).Single();

        Assert.Matches("^user\n.+\nassistant\n.+\n$", text);
        Assert.DoesNotContain("\uFFFD", text, StringComparison.Ordinal);
    }
}
