using Figment.Backend;
using Figment.Models.Texts;
using Figment.Networks.Texts;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Models.Texts;

public sealed class WatchedTextTests
{
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_comes_next_is_as_probable_as_the_network_says(int keyValueHeads)
    {
        using Gpt model = Model(keyValueHeads);
        using TokenDecoder decoder = model.NewDecoder();
        using DisposeScope scope = NewDisposeScope();
        int[] tokens = model.Tokenizer.Encode("春 and so");

        TextOutlook outlook = Watched(model).Read(decoder, model.Tokenizer, tokens);

        int drawn = model.Tokenizer.EndOfText + 1;
        Tensor logits = model.Logits(Seen(model, tokens))[0, -1].narrow(0, 0, drawn);
        foreach (double temperature in (double[])[1, 0.5, 1.7])
        {
            float[] expected = functional.softmax(logits / temperature, 0).data<float>().ToArray();
            IReadOnlyList<(int Token, double Probability)> next = outlook.Next(temperature, drawn);
            Assert.Equal(drawn, next.Count);
            Assert.All(next, entry => Assert.Equal(expected[entry.Token], entry.Probability, Tolerance));
            Assert.Equal(next.OrderByDescending(entry => entry.Probability), next);
        }

        Assert.True(outlook.Next(1, 1)[0].Probability > 5.0 / drawn); // the probabilities differ enough to be told apart
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Attention_is_that_of_the_network_and_1_in_sum(int keyValueHeads)
    {
        using Gpt model = Model(keyValueHeads);
        using TokenDecoder decoder = model.NewDecoder();
        using DisposeScope scope = NewDisposeScope();
        int[] tokens = model.Tokenizer.Encode("To be, or not");

        TextOutlook outlook = Watched(model).Read(decoder, model.Tokenizer, tokens);

        Tensor[] expected = AttentionOf(model.Network, Seen(model, tokens)); // [T, T] of each block
        Assert.Equal(expected.Length, outlook.Layers);
        for (int position = 0; position < outlook.Tokens.Count; position++)
        {
            for (int layer = 0; layer < outlook.Layers; layer++)
            {
                float[] row = expected[layer][position].narrow(0, 0, position + 1).data<float>().ToArray();
                Assert.All(outlook.Attention(position, layer).Zip(row), pair => Assert.Equal(pair.Second, pair.First, Tolerance));
            }

            float[] mean = stack(expected).mean([0])[position].narrow(0, 0, position + 1).data<float>().ToArray();
            Assert.All(outlook.Attention(position).Zip(mean), pair => Assert.Equal(pair.Second, pair.First, Tolerance));
            Assert.Equal(1, outlook.Attention(position).Sum(), Tolerance);
        }

        // It is not the same everywhere
        Assert.True(outlook.Attention(outlook.Tokens.Count - 1, 0).Max() > 2.0 / outlook.Tokens.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Written_token_by_token_a_text_is_the_one_that_is_generated_also_past_the_context(double temperature)
    {
        using Gpt model = Model();
        using TokenDecoder decoder = model.NewDecoder();
        using TokenDraws draws = TokenDraws.Of(3, 0);
        WatchedText watched = Watched(model);
        List<int> tokens = [.. model.Tokenizer.Encode("abc")];
        int prompt = tokens.Count,
            forgotten = 0;

        while (tokens.Count < prompt + (3 * model.Context))
        {
            TextOutlook outlook = watched.Read(decoder, model.Tokenizer, tokens);
            int token = outlook.Choose(temperature, draws.At(tokens.Count - prompt));
            if (token == model.Tokenizer.EndOfText)
                break;
            tokens.Add(token);
            forgotten = outlook.Forgotten;
        }

        string expected = string.Concat(
            model.Generate(
                "abc",
                new TextOptions
                {
                    Seed = 3,
                    Temperature = temperature,
                    Tokens = 3 * model.Context,
                }
            )
        );
        Assert.Equal(expected, model.Tokenizer.DecodeText(tokens.Skip(prompt)));
        Assert.True(forgotten > 0);
    }

    [Fact]
    public void A_text_that_changed_is_read_as_if_it_were_new()
    {
        using Gpt model = Model();
        using TokenDecoder decoder = model.NewDecoder();
        WatchedText watched = Watched(model);

        foreach (
            string text in (string[])
                ["To be", "To be, or", "To", "To", "", "Two roads", new string('z', 70), "Two roads diverged"]
        )
        {
            int[] tokens = model.Tokenizer.Encode(text);
            TextOutlook kept = watched.Read(decoder, model.Tokenizer, tokens),
                anew = Watched(model).Read(decoder, model.Tokenizer, tokens);

            Assert.Equal(anew.Next(1, 300), kept.Next(1, 300));
            Assert.Equal(anew.Tokens, kept.Tokens);
            Assert.Equal(anew.Forgotten, kept.Forgotten);
            Assert.All(
                Enumerable.Range(0, kept.Tokens.Count),
                position => Assert.Equal(anew.Attention(position), kept.Attention(position))
            );
        }
    }

    [Fact]
    public void What_is_kept_is_bounded_for_models_that_see_much()
    {
        Assert.Equal(128, new WatchedText(128, 4, MarkUse.None).Seen);
        Assert.Equal(512, new WatchedText(8192, 4, MarkUse.None).Seen);
        Assert.Equal(256, new WatchedText(8192, 64, MarkUse.None).Seen);
    }

    [Theory]
    [InlineData(nameof(MarkUse.None), false, false)]
    [InlineData(nameof(MarkUse.Free), true, true)]
    [InlineData(nameof(MarkUse.Answer), false, true)]
    public void Marks_of_dialogues_are_expected_where_the_model_writes_them(string marks, bool begins, bool ends)
    {
        using Gpt model = Model();
        using TokenDecoder decoder = model.NewDecoder();
        WatchedText watched = new(model.Context, model.Options.Layers, Enum.Parse<MarkUse>(marks));

        TextOutlook outlook = watched.Read(decoder, model.Tokenizer, model.Tokenizer.Encode("a"));

        int[] next = [.. outlook.Next(1, model.Tokenizer.VocabularySize).Select(entry => entry.Token)];
        Assert.Equal(begins, next.Contains(model.Tokenizer.MessageStart));
        Assert.Equal(ends, next.Contains(model.Tokenizer.MessageEnd));
        Assert.Contains(model.Tokenizer.EndOfText, next);
    }

    private static WatchedText Watched(Gpt model) => new(model.Context, model.Options.Layers, model.Marks);

    private static Tensor Seen(Gpt model, int[] tokens) =>
        tensor([model.Tokenizer.EndOfText, .. tokens.Select(token => (long)token)], [1, tokens.Length + 1]);

    /// <summary>
    /// softmax(Q Kᵀ / √d) with later tokens masked, written with tensors, averaged over heads; the blocks themselves continue as
    /// usual.
    /// </summary>
    private static Tensor[] AttentionOf(GptNetwork network, Tensor tokens)
    {
        using IDisposable noGradients = no_grad();
        GptShape shape = network.Shape;
        int length = (int)tokens.shape[1],
            d = shape.HeadSize;
        (float[] cos, float[] sin) = RotaryPositions.Table(length, d, shape.RotaryBase);
        Tensor cosines = tensor(cos, [length, d / 2]),
            sines = tensor(sin, [length, d / 2]),
            x = network.embedding.call(tokens);
        Tensor hidden = ones(length, length, ScalarType.Bool).triu(1);
        List<Tensor> attention = [];
        foreach (DecoderBlock block in network.blocks)
        {
            Tensor projected = block.qkv.call(block.attention_norm.call(x))[0]; // [T, (H + 2 KV) d]
            Tensor[] heads = projected.view(length, -1, d).unbind(1);
            Tensor total = zeros(length, length);
            for (int head = 0; head < shape.Heads; head++)
            {
                Tensor q = Turned(block.q_norm.call(heads[head])),
                    k = Turned(block.k_norm.call(heads[shape.Heads + (head * shape.KeyValueHeads / shape.Heads)]));
                total += functional.softmax((q.matmul(k.t()) / Math.Sqrt(d)).masked_fill(hidden, double.NegativeInfinity), -1);
            }

            attention.Add(total / shape.Heads);
            x = block.Run(x, cosines, sines, null, attention.Count - 1);
        }

        return [.. attention];

        Tensor Turned(Tensor head) => RotaryPositions.Turn(head, cosines, sines);
    }

    /// <summary>An untrained model whose weights are large enough for clear preferences.</summary>
    private static Gpt Model(int keyValueHeads = 1)
    {
        Gpt model = Gpt.Create(
            new GptOptions
            {
                Layers = 2,
                Width = 32,
                Heads = 2,
                KeyValueHeads = keyValueHeads,
                Context = 24,
                Merges = 0,
            },
            new SeededRandom(5)
        );
        using IDisposable noGradients = no_grad();
        foreach ((string _, TorchSharp.Modules.Parameter parameter) in model.Network.named_parameters())
            if (parameter.dim() > 1)
                parameter.mul_(12);
        return model;
    }
}
