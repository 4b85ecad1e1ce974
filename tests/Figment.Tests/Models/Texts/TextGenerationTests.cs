using Figment.Backend;
using Figment.Models.Texts;

namespace Figment.Tests.Models.Texts;

public sealed class TextGenerationTests
{
    private static readonly string[] Prompts = ["", "To be, or not", "a", "春眠不觉晓", "\n\n"];

    [Fact]
    public void Each_text_is_what_it_would_be_alone()
    {
        using Gpt model = Model();
        using TokenDecoder decoder = model.NewDecoder();
        TextOptions options = new()
        {
            Seed = 3,
            Tokens = 40,
            Temperature = 1,
        };
        TextGeneration[] Begin() =>
            [
                .. Prompts.Select(
                    (prompt, i) => new TextGeneration(decoder, model.Tokenizer, model.Context, model.PromptOf(prompt), options, i)
                ),
            ];

        IReadOnlyList<string> together = TextGeneration.ToEnd(Begin());
        string[] alone = [.. Begin().Select(text => TextGeneration.ToEnd([text]).Single())];

        Assert.Equal(alone, together);
        Assert.Equal(Prompts.Length, together.Distinct().Count());
    }

    [Fact]
    public void Greedy_text_takes_what_the_network_finds_most_probable()
    {
        using Gpt model = Model();
        string text = string.Concat(model.Generate("And so", new TextOptions { Temperature = 0, Tokens = 12 }));

        List<int> tokens = [model.Tokenizer.EndOfText, .. model.Tokenizer.Encode("And so")];
        List<int> made = [];
        for (int i = 0; i < 12 && (made.Count == 0 || made[^1] != model.Tokenizer.EndOfText); i++)
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            TorchSharp.torch.Tensor logits = model.Logits(
                TorchSharp.torch.tensor([.. tokens.Select(token => (long)token)], [1, tokens.Count])
            );
            int best = (int)logits[0, -1].narrow(0, 0, model.Tokenizer.EndOfText + 1).argmax().item<long>();
            tokens.Add(best);
            made.Add(best);
        }

        Assert.Equal(model.Tokenizer.DecodeText(made), text);
    }

    [Fact]
    public void The_same_seed_makes_the_same_text_and_another_another()
    {
        using Gpt model = Model();
        string Made(long seed, int tokens) =>
            string.Concat(
                model.Generate(
                    "x",
                    new TextOptions
                    {
                        Seed = seed,
                        Tokens = tokens,
                        Temperature = 1,
                    }
                )
            );

        Assert.Equal(Made(1, 300), Made(1, 300));
        Assert.NotEqual(Made(1, 300), Made(2, 300));
        Assert.StartsWith(Made(1, 20).TrimEnd('\uFFFD'), Made(1, 300), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_another_thread_it_is_the_same_text_and_can_be_left()
    {
        using Gpt model = Model();
        TextOptions options = new()
        {
            Seed = 4,
            Tokens = 30,
            Temperature = 1,
        };
        List<string> pieces = [];
        await foreach (string piece in model.GenerateAsync("a", options))
            pieces.Add(piece);

        Assert.Equal(string.Concat(model.Generate("a", options)), string.Concat(pieces));
        Assert.Throws<OptionsException>(() => model.GenerateAsync("a", options with { Tokens = 0 }));
        using CancellationTokenSource left = new();
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (string _ in model.GenerateAsync("a", options, cancellationToken: left.Token)) { }
        });
    }

    [Fact]
    public void Past_the_context_the_window_slides()
    {
        using Gpt model = Model();
        using TokenDecoder decoder = model.NewDecoder();
        TextGeneration Begun(string prompt, int tokens) =>
            new(
                decoder,
                model.Tokenizer,
                model.Context,
                model.PromptOf(prompt),
                new TextOptions { Tokens = tokens, Temperature = 0 },
                0
            );

        TextGeneration within = Begun("abc", 8),
            longer = Begun("abc", 100),
            prompted = Begun(new string('z', 90), 2);
        TextGeneration.ToEnd([within, longer, prompted]);

        Assert.Equal((false, true, true), (within.HasSlid, longer.HasSlid, prompted.HasSlid));
        Assert.Equal(100, longer.Made);
    }

    [Fact]
    public void It_ends_before_a_text_to_stop_at()
    {
        TextStream stream = new(["STOP", "\n\n"]);
        string told = string.Concat(
            new[] { "a", "b\n", "cS", "TO", "Q S", "T", "OP", " more" }
                .TakeWhile(_ => !stream.IsStopped)
                .Select(piece => stream.Add(System.Text.Encoding.UTF8.GetBytes(piece)))
        );

        Assert.Equal("ab\ncSTOQ ", told);
        Assert.True(stream.IsStopped);
        Assert.Equal("", stream.End(isCut: false));
    }

    [Fact]
    public void A_character_is_told_once_it_is_whole()
    {
        TextStream stream = new([]);
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes("山é🌊");

        string[] told = [.. bytes.Select(value => stream.Add([value]))];

        Assert.Equal("山é🌊", string.Concat(told));
        Assert.All(told.Where(text => text.Length > 0), text => Assert.DoesNotContain('\uFFFD', text));
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "\uFFFD")]
    public void A_character_that_is_not_whole_is_left_out_where_the_text_was_cut_and_told_as_unreadable_where_it_ended(
        bool isCut,
        string expected
    )
    {
        TextStream stream = new([]);
        stream.Add([0xE5, 0xB1]);

        Assert.Equal(expected, stream.End(isCut));
    }

    [Theory]
    [InlineData(2, 1.0, 0.0, new[] { 1, 3 })]
    [InlineData(0, 0.6, 0.0, new[] { 1 })]
    [InlineData(0, 0.65, 0.0, new[] { 1, 3 })]
    [InlineData(0, 1.0, 0.2, new[] { 1, 3 })]
    [InlineData(0, 1.0, 0.0, new[] { 1, 3, 0, 2 })]
    [InlineData(1, 0.999, 0.9, new[] { 1 })]
    public void Only_tokens_that_are_probable_enough_are_drawn_from(int topK, double topP, double minP, int[] expected)
    {
        float[] logits = [MathF.Log(0.1f), MathF.Log(0.62f), MathF.Log(0.08f), MathF.Log(0.2f)];

        (int Token, double Probability)[] kept = TokenChooser.Kept(
            logits,
            new TextOptions
            {
                TopK = topK,
                TopP = topP,
                MinP = minP,
                Temperature = 1,
            }
        );

        Assert.Equal(expected, kept.Select(entry => entry.Token));
        Assert.Equal(0.62, kept[0].Probability, 1e-6);
    }

    [Fact]
    public void Tokens_are_drawn_as_often_as_they_are_probable()
    {
        float[] logits = [MathF.Log(0.1f), MathF.Log(0.6f), float.NegativeInfinity, MathF.Log(0.3f)];
        int[] counts = new int[4];
        for (int i = 0; i < 1000; i++)
            counts[TokenChooser.Choose((float[])logits.Clone(), new TextOptions { Temperature = 1 }, (i + 0.5) / 1000)]++;

        Assert.Equal([100, 600, 0, 300], counts);
    }

    [Fact]
    public void Options_out_of_their_range_are_told_together()
    {
        using Gpt model = Model();
        OptionsException e = Assert.Throws<OptionsException>(() =>
            model.Generate(
                "",
                new TextOptions
                {
                    Tokens = 0,
                    Temperature = 11,
                    TopP = 0,
                    Stop = [""],
                }
            )
        );

        Assert.Equal(4, e.Problems.Count);
    }

    private static Gpt Model() =>
        Gpt.Create(
            new GptOptions
            {
                Layers = 2,
                Width = 32,
                Heads = 2,
                KeyValueHeads = 1,
                Context = 24,
                Merges = 0,
            },
            new SeededRandom(5)
        );
}
