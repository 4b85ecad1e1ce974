using System.Text;
using Figment.Backend;
using Figment.Data.Texts;
using Figment.Evaluation.Texts;
using Figment.Models.Texts;

namespace Figment.Tests.Evaluation.Texts;

public sealed class KnownTextTests
{
    private static readonly string Learned = string.Join(' ', Enumerable.Range(0, 400).Select(i => $"word{i}"));

    [Fact]
    public void Copies_are_passages_that_stand_in_what_was_learned_from()
    {
        using TextDataset data = TextDataset.Of("words", [Learned]);
        KnownText known = new(data.Texts);

        // Twenty words in order are 13 passages of 8 and 5 of 16; the same words backwards contain none.
        string[] words = Learned.Split(' ')[40..60];
        Passages copied = known.Look([Bytes(string.Join(' ', words))]),
            turned = known.Look([Bytes(string.Join(' ', words.Reverse()))]);

        Assert.Equal((1, 1, 20), (copied.CopiedShort, copied.CopiedLong, copied.LongestCopy));
        Assert.Equal((0, 0, 0), (turned.CopiedShort, turned.CopiedLong, turned.LongestCopy));
        Assert.Equal((1, 1), (copied.KnownWords, turned.KnownWords));
        Assert.Equal(
            0.5,
            known.Look([Bytes(string.Join(' ', words[..10].Concat(words[..10].Select(word => $"un{word}"))))]).KnownWords
        );
    }

    [Fact]
    public void Chinese_is_looked_at_character_by_character()
    {
        using TextDataset data = TextDataset.Of("poems", ["春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。床前明月光"]);
        KnownText known = new(data.Texts);

        Assert.Equal(1, known.Look([Bytes("春眠不觉晓，处处闻")]).CopiedShort); // eight characters; the punctuation mark does not count
        Assert.Equal(0, known.Look([Bytes("处处闻啼鸟，春眠不觉晓")]).CopiedShort);
        Assert.Equal(8.0 / 9, known.Look([Bytes("处处闻啼鸟，春眠不觉晓")]).KnownWords, 1e-9); // one of nine pairs is new
    }

    [Theory]
    [InlineData("a rose is a rose is a rose is a rose is a rose is a rose", true)]
    [InlineData("no no no no no no no no no no no no", true)]
    [InlineData("no no no no no no no no no", false)] // fewer than twelve words
    [InlineData("one two three four five six seven eight nine ten eleven twelve one two three four", false)]
    [InlineData("好好好好好好好好好好好好好", true)]
    [InlineData("", false)]
    public void A_text_that_says_the_same_four_times_goes_round_in_circles(string text, bool isLoop) =>
        Assert.Equal(isLoop, Repetition.Is(TextUnits.Of(Bytes(text))));

    [Fact]
    public void Any_bytes_are_text_to_look_at()
    {
        Random random = new(7);
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            Assert.True(TextUnits.Of(bytes).Count <= bytes.Length);
            Assert.InRange(TextUnits.Words(bytes).Count, 0, bytes.Length);
        }
    }

    [Fact]
    public void A_model_that_knows_nothing_takes_the_logarithm_of_its_tokens_for_each()
    {
        using TextDataset data = TextDataset.Of("words", [Learned], ["some text that is held back, 春眠"]);
        using Gpt model = Gpt.Create(
            new GptOptions
            {
                Layers = 1,
                Width = 32,
                Heads = 2,
                KeyValueHeads = 2,
                Context = 8,
            },
            new SeededRandom(1)
        );
        using (TorchSharp.torch.no_grad())
            model.Network.Table.zero_(); // all tokens alike

        TextLoss loss = TextLoss.Of(model, data.HeldOut);

        Assert.Equal(Math.Log(259), loss.NatsPerToken, 1e-4);
        Assert.Equal(259, loss.Perplexity, 0.05);
        Assert.Equal(32, loss.Tokens); // 35 bytes and a special token are 35 tokens to predict, of which only whole blocks count
        Assert.Equal(Math.Log2(259) * loss.Tokens / loss.Bytes, loss.BitsPerByte, 1e-4);
    }

    [Fact]
    public void Frequencies_of_bytes_are_those_of_what_was_learned_from()
    {
        using TextDataset data = TextDataset.Of("letters", [new string('a', 999_744)], [new string('a', 1000)]);
        using TextDataset other = TextDataset.Of("letters", [new string('a', 999_744)], [new string('b', 1000)]);

        Assert.Equal(Math.Log2(1_000_000 / 999_745.0), ByteFrequencies.BitsPerByte(data.Texts, data.HeldOut), 1e-9);
        Assert.Equal(Math.Log2(1_000_000), ByteFrequencies.BitsPerByte(other.Texts, other.HeldOut), 1e-9);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
