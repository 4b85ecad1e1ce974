namespace Figment.Tests;

public sealed class ClassNamesTests
{
    [Fact]
    public void An_exact_name_goes_before_one_that_differs_in_case()
    {
        Assert.Equal(1, ClassNames.Find("cats", ["Cats", "cats", "dogs"]));
        Assert.Equal(0, ClassNames.Find("Cats", ["Cats", "cats", "dogs"]));
        Assert.Equal(2, ClassNames.Find("DOGS", ["Cats", "cats", "dogs"]));
        Assert.Null(ClassNames.Find("CATS", ["Cats", "cats", "dogs"]));
    }

    [Fact]
    public void A_name_from_macOS_is_found()
    {
        Assert.Equal(0, ClassNames.Find("caf\u00e9", ["cafe\u0301", "tea"]));
        Assert.Equal(1, ClassNames.Find("caf\u00e9", ["cafe\u0301", "caf\u00e9"]));
        Assert.Equal(0, ClassNames.Find("CAFE\u0301", ["caf\u00e9", "tea"]));
    }

    // By Python's unicodedata.normalise("NFC", …).
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u1100\u1161\u11a8", "\uac01")] // Hangul
    [InlineData("e\u0323\u0302", "\u1ec7")]
    [InlineData("e\u0302\u0323", "\u1ec7")] // marks in another order
    [InlineData("\ufa0c", "\u5140")] // a compatibility ideograph
    [InlineData("\ud800x", "\ud800x")] // half of a pair is no text, and stays
    public void Names_are_composed(string name, string composed) => Assert.Equal(composed, ClassNames.Composed(name));
}
