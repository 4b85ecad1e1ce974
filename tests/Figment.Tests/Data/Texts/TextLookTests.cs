using Figment.Data.Texts;

namespace Figment.Tests.Data.Texts;

/// <summary>What is found out about texts before training with them.</summary>
public sealed class TextLookTests
{
    [Fact]
    public void Scripts_are_shares_of_the_letters()
    {
        using TextDataset data = TextDataset.Of("x", ["abcd EFGH 12345 ... 猫犬 ひカ한Яβ😀ą"], ["a"]);

        TextLook look = TextLook.Of(data, default);

        Assert.Equal(
            ["Latin", "Han", "Cyrillic", "Greek", "Hangul", "Hiragana", "Katakana", "emoji"],
            look.Scripts.Select(script => script.Name)
        );
        Assert.Equal(
            [10.0 / 18, 2.0 / 18, 1.0 / 18],
            look.Scripts.Take(3).Select(script => script.Share),
            (a, b) => Math.Abs(a - b) < 1e-12
        );
    }

    [Fact]
    public void The_longest_and_the_shortest_are_named_with_their_beginnings()
    {
        using TextDataset data = TextDataset.Of("x", ["eins\nzwei", "drei", string.Concat(Enumerable.Repeat("猫 ", 200))], ["a"]);

        TextLook look = TextLook.Of(data, default);

        Assert.Equal((3, 400L), (look.Longest.Number, look.Longest.Characters));
        Assert.EndsWith("…", look.Longest.Beginning, StringComparison.Ordinal);
        Assert.Equal((4, 1L, "a"), (look.Shortest.Number, look.Shortest.Characters, look.Shortest.Beginning));
    }

    [Fact]
    public void The_same_text_and_nearly_the_same_are_found_and_others_are_not()
    {
        string[] texts =
        [
            .. Enumerable.Range(0, 40).Select(i => string.Join(' ', new Random(i).GetItems<string>([.. Words()], 60))),
        ];
        texts[7] = texts[3];
        texts[9] = texts[5].Replace(texts[5].Split(' ')[30], "another", StringComparison.Ordinal).ToUpperInvariant() + "!";
        texts[12] = texts[4] + texts[6]; // sharing one half does not make a near duplicate
        using TextDataset data = TextDataset.Of("x", texts, [texts[3], "of its own"]);

        TextDuplicates found = TextDuplicates.In(data, default);

        Assert.Equal(
            [
                [4, 8, 41],
            ],
            found.Same.Select(group => group.Select(text => text.Number))
        );
        Assert.Equal(
            [
                [6, 10],
            ],
            found.Near.Select(group => group.Select(text => text.Number))
        );
        Assert.Equal((1, 39), (found.Leaked, found.Looked));
    }

    [Fact]
    public void Lines_that_stand_there_more_than_once_are_counted()
    {
        using TextDataset data = TextDataset.Of("x", ["ROMEO:\nO\n\n  ROMEO: \nO\nROMEO:", "once"], ["O\n"]);

        (IReadOnlyList<(string Line, int Count)> lines, long all) = RepeatedLines.In(data, 5, default);

        Assert.Equal([("ROMEO:", 3), ("O", 3)], lines);
        Assert.Equal(7, all);
    }

    [Fact]
    public void Files_that_cannot_be_read_are_all_named()
    {
        using TemporaryFolder folder = new();
        folder.Write(("x/a.txt", "a"), ("x/b.txt", "b\0"), ("x/c.jsonl", "[]"));

        TextFileCheck check = TextFileCheck.Of(folder["x"], default);

        Assert.Equal((3, 2), (check.Files, check.Broken.Count));
        Assert.Contains("b.txt", check.Broken[0].ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Words() =>
        Enumerable.Range(0, 3000).Select(i => $"{(char)('a' + (i % 26))}{i * 7919 % 100_003}");
}
