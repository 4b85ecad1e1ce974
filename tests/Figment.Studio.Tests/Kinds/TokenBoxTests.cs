using System.Text;
using Figment.Data.Texts;
using Figment.Studio.Kinds;

namespace Figment.Studio.Tests.Kinds;

public sealed class TokenBoxTests
{
    private static readonly Tokenizer InBytes = new([]);

    [Fact]
    public void A_part_of_a_character_shows_as_its_byte_and_the_last_part_says_which_character_it_was()
    {
        IReadOnlyList<TokenBox> boxes = TokenBox.Of(InBytes, InBytes.Encode("a春"));

        Assert.Equal(["a", "E6", "98", "A5"], boxes.Select(box => box.Shown));
        Assert.Equal([false, true, true, true], boxes.Select(box => box.IsPart));
        Assert.Equal(["", "", "", "春"], boxes.Select(box => box.Whole));
    }

    [Fact]
    public void Bytes_that_are_no_text_stay_bytes()
    {
        IReadOnlyList<TokenBox> boxes = TokenBox.Of(InBytes, [0xE6, 'b', 0xFF, 0x98, 0x07, 0xE6, 0xE6, 0x98, 0xA5]);

        Assert.Equal(["E6", "b", "FF", "98", "07", "E6", "E6", "98", "A5"], boxes.Select(box => box.Shown));
        Assert.Equal(["", "", "", "", "", "", "", "", "春"], boxes.Select(box => box.Whole));
    }

    [Fact]
    public void A_token_that_ends_one_character_and_begins_the_next_says_the_first()
    {
        Tokenizer tokenizer = new([(0xA5, 0xE6)]);

        TokenBox box = TokenBox.After(tokenizer, [0xE6, 0x98], 256);

        Assert.Equal(("A5 E6", true, "春"), (box.Shown, box.IsPart, box.Whole));
    }

    [Fact]
    public void Blanks_and_ends_of_lines_can_be_seen_and_marks_have_no_text()
    {
        Tokenizer tokenizer = new([(' ', 'a'), ('\n', '\n')]);

        Assert.Equal(
            ["␣", " a", "⏎⏎", "⇥", ""],
            TokenBox.Of(tokenizer, [' ', 256, 257, '\t', tokenizer.EndOfText]).Select(box => box.Shown)
        );
    }

    [Theory]
    [InlineData("白日依山尽，黄河入海流。")]
    [InlineData("The woods are lovely, dark and deep,\n")]
    [InlineData("🌊é山 naïve")]
    public void Whatever_the_tokens_are_all_characters_are_there(string text)
    {
        Tokenizer tokenizer = Tokenizer.Train(
            [Encoding.UTF8.GetBytes("白日依山尽白日白日 the woods the woods are are are dark 🌊🌊🌊")],
            20
        );

        IReadOnlyList<TokenBox> boxes = TokenBox.Of(tokenizer, tokenizer.Encode(text));

        Assert.Equal(
            text,
            string.Concat(boxes.Select(box => box.IsPart ? box.Whole : box.Shown)).Replace('⏎', '\n').Replace('␣', ' ')
        );
    }
}
