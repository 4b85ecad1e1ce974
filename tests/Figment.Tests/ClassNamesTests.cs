namespace Figment.Tests;

public sealed class ClassNamesTests
{
    [Fact]
    public void AnExactNameGoesBeforeOneThatDiffersInCase()
    {
        Assert.Equal(1, ClassNames.Find("cats", ["Cats", "cats", "dogs"]));
        Assert.Equal(0, ClassNames.Find("Cats", ["Cats", "cats", "dogs"]));
        Assert.Equal(2, ClassNames.Find("DOGS", ["Cats", "cats", "dogs"]));
        Assert.Null(ClassNames.Find("CATS", ["Cats", "cats", "dogs"]));
    }

    [Fact]
    public void ANameFromMacOSIsFound()
    {
        Assert.Equal(0, ClassNames.Find("caf\u00e9", ["cafe\u0301", "tea"]));
        Assert.Equal(1, ClassNames.Find("caf\u00e9", ["cafe\u0301", "caf\u00e9"]));
        Assert.Equal(0, ClassNames.Find("CAFE\u0301", ["caf\u00e9", "tea"]));
    }
}
