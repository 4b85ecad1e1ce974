using Figment.Data.Texts;
using Figment.Studio.Learn;

namespace Figment.Studio.Tests.Learn;

public sealed class LessonTextsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("e")]
    [InlineData("the")]
    public void What_follows_is_counted_in_each_text_by_itself(string before)
    {
        LessonTexts verse = LessonTexts.Of("verse");
        Dictionary<char, int> expected = [];
        foreach (string text in verse.Learned)
        {
            for (int at = 0; at + before.Length < text.Length; at++)
                if (string.CompareOrdinal(text, at, before, 0, before.Length) == 0)
                    expected[text[at + before.Length]] = expected.GetValueOrDefault(text[at + before.Length]) + 1;
        }

        IReadOnlyList<(string Character, int Count)> counted = verse.Following(before);

        Assert.Equal(
            expected.OrderBy(pair => pair.Key).Select(pair => (pair.Key.ToString(), pair.Value)),
            counted.OrderBy(entry => entry.Character, StringComparer.Ordinal)
        );
        Assert.Equal(counted.OrderByDescending(entry => entry.Count), counted);
    }

    [Fact]
    public void A_tokenizer_of_fewer_pieces_is_the_beginning_of_one_of_more()
    {
        LessonTexts poems = LessonTexts.Of("poems");

        Tokenizer none = poems.TokenizerOf(0),
            few = poems.TokenizerOf(64),
            many = poems.TokenizerOf(LessonTexts.MostMerges);

        Assert.Equal((0, 64, LessonTexts.MostMerges), (none.Merges.Count, few.Merges.Count, many.Merges.Count));
        string poem = poems.Learned[0];
        Assert.True(many.Encode(poem).Length < few.Encode(poem).Length && few.Encode(poem).Length < none.Encode(poem).Length);
    }
}
