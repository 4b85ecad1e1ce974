namespace Figment.Tests;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("a\u001b[31mb", "a\ufffd[31mb")]
    [InlineData("one\ntwo\r\nthree\tfour", "one two three four")]
    [InlineData("nul\0, del\u007f, c1\u009b", "nul\ufffd, del\ufffd, c1\ufffd")]
    [InlineData("right\u202eleft\u2066x\u2069", "right\ufffdleft\ufffdx\ufffd")]
    [InlineData("line\u2028end", "line\ufffdend")]
    [InlineData("猫 कि é 👨‍👩‍👧", "猫 कि é 👨‍👩‍👧")]
    public void What_is_no_character_to_be_seen_is_marked(string text, string printable) =>
        Assert.Equal(printable, PrintableText.Of(text));

    // A name on disk that is not UTF-8; an attribute cannot hold one.
    [Fact]
    public void Half_a_character_is_marked() => Assert.Equal("half\ufffd.", PrintableText.Of("half\ud800."));
}
