using Figment.Data.Texts;
using static System.Text.Encoding;

namespace Figment.Tests.Data.Texts;

public sealed class TokenizerTests : IDisposable
{
    private const string Mixed =
        "The cat sat.  The cats' hats, it's 42 º!\n\n春眠不觉晓，处处闻啼鸟。\tfor (int i = 0; i < 10; i++) { } 👩‍👩‍👧 café naïve "
        + "Ω≈ç\r\n   end";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(2000)]
    public void Any_bytes_survive_the_way_there_and_back(int merges)
    {
        Tokenizer tokenizer = Trained(merges);
        Random random = new(1);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = new byte[random.Next(0, 400)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
                UTF8.GetBytes(Mixed).AsSpan(0, Math.Min(60, bytes.Length)).CopyTo(bytes);
            Assert.Equal(bytes, tokenizer.Decode(tokenizer.Encode(bytes)));
        }

        Assert.Equal(Mixed, tokenizer.DecodeText(tokenizer.Encode(Mixed)));
    }

    [Fact]
    public void Words_are_cut_as_GPT_2_cuts_them()
    {
        // Obtained with Python's regex package and the pattern named in WordSplitter.
        string[] expected =
        [
            "The",
            " cat",
            " sat",
            ".",
            " ",
            " The",
            " cats",
            "'",
            " hats",
            ",",
            " it",
            "'s",
            " 42",
            " º",
            "!",
            "\n",
            "\n",
            "春眠不觉晓",
            "，",
            "处处闻啼鸟",
            "。",
            "\t",
            "for",
            " (",
            "int",
            " i",
            " =",
            " 0",
            ";",
            " i",
            " <",
            " 10",
            ";",
            " i",
            "++)",
            " {",
            " }",
            " 👩‍👩‍👧",
            " café",
            " naïve",
            " Ω",
            "≈",
            "ç",
            "\r\n  ",
            " end",
        ];

        Assert.Equal(expected, Words(Mixed));
        Assert.Equal(["a", "   "], Words("a   "));
        Assert.Equal(["we", "'ll", "'", "x", " '", "s", "'ve", "'"], Words("we'll'x 's've'"));
    }

    [Fact]
    public void The_most_frequent_pair_is_merged_first()
    {
        // ab occurs five times, and ab followed by c three times; no word extends past a full stop.
        Tokenizer tokenizer = Tokenizer.Train([UTF8.GetBytes("abc.abc.abc.ab.ab")], 2);

        Assert.Equal([((int)'a', (int)'b'), (256, (int)'c')], tokenizer.Merges);
        Assert.Equal([257, '.', 256], tokenizer.Encode("abc.ab"));
    }

    [Fact]
    public void Merges_are_those_of_a_plain_implementation()
    {
        string text = string.Concat(Enumerable.Repeat(Mixed, 3)) + "banana bandana anagram manga aaaa aaaaa aaa";

        Assert.Equal(Plain(text, 120), Tokenizer.Train([UTF8.GetBytes(text)], 120).Merges);
    }

    [Fact]
    public void Long_words_become_the_same_tokens_as_short_ones()
    {
        Tokenizer tokenizer = Trained(300);
        string word = string.Concat(Enumerable.Repeat("处处闻啼鸟春眠不觉晓cats", 40)); // too long to be searched pair by pair

        Assert.Equal(Slowly(tokenizer, UTF8.GetBytes(word)), tokenizer.Encode(word));
    }

    [Fact]
    public void A_text_that_gives_fewer_merges_has_fewer()
    {
        Assert.Empty(Tokenizer.Train([UTF8.GetBytes("abcdef")], 100).Merges);
        Assert.Empty(Tokenizer.Train([], 100).Merges);
    }

    [Fact]
    public void It_is_read_again_as_it_was_written()
    {
        Tokenizer tokenizer = Trained(200);
        TokenizerFile.Write(tokenizer, folder["tokenizer.json"]);

        Tokenizer read = TokenizerFile.Read(folder["tokenizer.json"]);

        Assert.Equal(tokenizer.Merges, read.Merges);
        Assert.Equal(tokenizer.Encode(Mixed), read.Encode(Mixed));
        Assert.DoesNotContain(tokenizer.EndOfText, read.Encode("<|endoftext|>"));
    }

    [Theory]
    [InlineData("{}", "not a tokenizer.json")]
    [InlineData("[1]", "")]
    [InlineData("{\"model\": {\"merges\": [[\"a\", \"bb\"]]}}", "merge 0")]
    [InlineData("{\"model\": {\"merges\": [[\"a\", \"b\"], [\"a\", \"b\"]]}}", "merge 1")]
    [InlineData("{\"model\": {\"merges\": [7]}}", "")]
    [InlineData("{\"model\":", "")]
    public void A_damaged_file_is_refused(string content, string reason)
    {
        File.WriteAllText(folder["tokenizer.json"], content);

        Assert.Contains(
            reason,
            Assert.ThrowsAny<FigmentException>(() => TokenizerFile.Read(folder["tokenizer.json"])).Message,
            StringComparison.Ordinal
        );
    }

    private static Tokenizer Trained(int merges) =>
        Tokenizer.Train([UTF8.GetBytes(string.Concat(Enumerable.Repeat(Mixed, 4)))], merges);

    private static List<string> Words(string text)
    {
        List<string> words = [];
        for (ReadOnlySpan<byte> left = UTF8.GetBytes(text); !left.IsEmpty; )
        {
            int length = WordSplitter.Next(left);
            words.Add(UTF8.GetString(left[..length]));
            left = left[length..];
        }

        return words;
    }

    /// <summary>Counts all pairs again before each merge.</summary>
    private static List<(int, int)> Plain(string text, int most)
    {
        List<List<int>> words = [.. Words(text).Select(word => UTF8.GetBytes(word).Select(value => (int)value).ToList())];
        List<(int, int)> merges = [];
        while (merges.Count < most)
        {
            var best = words
                .SelectMany(word => word.Zip(word.Skip(1)))
                .GroupBy(pair => pair)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key)
                .FirstOrDefault();
            if (best is null || best.Count() < 2)
                break;
            merges.Add(best.Key);
            foreach (List<int> word in words)
            {
                for (int i = 0; i + 1 < word.Count; i++)
                {
                    if ((word[i], word[i + 1]) != best.Key)
                        continue;
                    word[i] = 255 + merges.Count;
                    word.RemoveAt(i + 1);
                }
            }
        }

        return merges;
    }

    /// <summary>Applies every merge to the whole word, in order.</summary>
    private static List<int> Slowly(Tokenizer tokenizer, byte[] word)
    {
        List<int> tokens = [.. word.Select(value => (int)value)];
        for (int merge = 0; merge < tokenizer.Merges.Count; merge++)
        {
            for (int i = 0; i + 1 < tokens.Count; i++)
            {
                if ((tokens[i], tokens[i + 1]) != tokenizer.Merges[merge])
                    continue;
                tokens[i] = 256 + merge;
                tokens.RemoveAt(i + 1);
            }
        }

        return tokens;
    }
}
