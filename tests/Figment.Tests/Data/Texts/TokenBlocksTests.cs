using System.Text;
using Figment.Backend;
using Figment.Data.Texts;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Data.Texts;

public sealed class TokenBlocksTests
{
    private const int Context = 32,
        Blocks = 800;

    [Fact]
    public void Of_few_texts_some_blocks_begin_with_the_mark_and_the_beginning_of_a_line()
    {
        string text = string.Concat(Enumerable.Range(0, 400).Select(i => $"Line {i}\n"));
        using TextDataset data = TextDataset.Of("lines", [text]);
        Tokenizer tokenizer = new([]);

        (long[] first, string[] rest) = Gather(data, tokenizer, new LineBeginnings(tokenizer));

        int begun = first.Count(token => token == tokenizer.EndOfText);
        Assert.InRange(begun, Blocks / 8 * 0.6, Blocks / 8 * 1.4);
        Assert.All(
            first.Zip(rest).Where(block => block.First == tokenizer.EndOfText),
            block => Assert.StartsWith("Line ", block.Second, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Without_line_ends_the_mark_stands_where_the_block_begins()
    {
        using TextDataset data = TextDataset.Of("one line", [new string('a', 5000)]);
        Tokenizer tokenizer = new([]);

        (long[] first, string[] rest) = Gather(data, tokenizer, new LineBeginnings(tokenizer));

        Assert.Contains(tokenizer.EndOfText, first);
        Assert.All(rest, block => Assert.Equal(new string('a', Context), block));
    }

    [Fact]
    public void Of_many_texts_none_does_where_no_text_ends()
    {
        using TextDataset data = TextDataset.Of("one line", [new string('a', 5000)]);
        Tokenizer tokenizer = new([]);

        (long[] first, _) = Gather(data, tokenizer, null);

        Assert.DoesNotContain(tokenizer.EndOfText, first);
    }

    private static (long[] First, string[] After) Gather(TextDataset data, Tokenizer tokenizer, LineBeginnings? beginnings)
    {
        TorchLibrary.Load();
        using DisposeScope scope = NewDisposeScope();
        using TokenBlocks blocks = new(TokenSequence.Of(data.Texts, tokenizer), Context, beginnings);
        using Draws random = new SeededRandom(1).Draws("step");
        long[] which = [.. Enumerable.Range(0, Blocks).Select(i => (long)(i % Math.Max(1, blocks.Count - 2)))];
        long[] gathered = blocks.Gather(tensor(which), random).Items.data<long>().ToArray();
        long[][] each = [.. gathered.Chunk(Context + 1)];
        return (
            [.. each.Select(block => block[0])],
            [.. each.Select(block => Encoding.UTF8.GetString(tokenizer.Decode(block.Skip(1).Select(token => (int)token))))]
        );
    }
}
