using System.Text;

namespace Figment.Tests;

public sealed class FileNamesTests
{
    /// <summary>Names that came with data, or could.</summary>
    public static TheoryData<string> Hostile =>
        [
            "../../evil/x",
            "/abs",
            "..",
            ".",
            "",
            "   ",
            "C:\\evil",
            "a:b",
            "con",
            "CON.txt",
            "lpt1",
            "nul.",
            "a\u001b[31mred",
            "two\nlines\r\n",
            "tab\there",
            "nul\0byte",
            "right\u202eleft",
            "\u2066isolate",
            "half \ud800 pair",
            "trailing. . ",
            ".hidden",
            "a*b?c<d>e|f\"g",
            "50% off#1",
            "line\u2028end",
            new string('x', 300),
            new string('画', 300),
            string.Concat(Enumerable.Repeat("e\u0301\u0323", 200)),
            "-rf",
            "~root",
            "$HOME",
            "`id`",
        ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_foreign_name_becomes_one_that_is_valid_everywhere(string name)
    {
        string safe = FileNames.Safe(name);

        Assert.True(FileNames.IsPortable(safe), safe);
        Assert.InRange(Encoding.UTF8.GetByteCount(safe), 1, FileNames.MostForeignBytes);
        Assert.Equal(safe, Path.GetFileName(safe));
        Assert.Equal(safe, FileNames.Safe(safe));
        Assert.DoesNotContain(' ', safe);
    }

    [Theory]
    [InlineData("photos (1)", "photos-1")]
    [InlineData("cats & dogs", "cats-dogs")]
    [InlineData("../../evil/x", "evil-x")]
    [InlineData("我的 照片（新）", "我的-照片-新")]
    [InlineData("cafe\u0301", "caf\u00e9")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("con", "_con")]
    [InlineData("con.safetensors", "_con.safetensors")]
    [InlineData("mnist", "mnist")]
    [InlineData("train-images-idx3-ubyte", "train-images-idx3-ubyte")]
    [InlineData("!!!", "data")]
    public void What_can_be_read_stays_readable(string name, string safe) => Assert.Equal(safe, FileNames.Safe(name));

    [Theory]
    [InlineData("photos (1)", true)]
    [InlineData("cats & dogs", true)]
    [InlineData("猫和狗", true)]
    [InlineData("a/b", false)]
    [InlineData("a\\b", false)]
    [InlineData("50%", false)]
    [InlineData("a#b", false)]
    [InlineData("a?b", false)]
    [InlineData("..", false)]
    [InlineData(".git", false)]
    [InlineData("a ", false)]
    [InlineData("a.", false)]
    [InlineData("aux", false)]
    [InlineData("com1.x", false)]
    [InlineData("a\u202eb", false)]
    [InlineData("a\nb", false)]
    public void A_name_is_portable_where_every_system_and_an_address_take_it(string name, bool isPortable) =>
        Assert.Equal(isPortable, FileNames.IsPortable(name));

    [Fact]
    public void Half_a_character_is_not_portable() => Assert.False(FileNames.IsPortable("half\ud800"));

    [Fact]
    public void A_name_is_cut_between_characters()
    {
        Assert.Equal("画画", FileNames.Shorten("画画画", 8));
        Assert.Equal("e\u0301", FileNames.Shorten("e\u0301e\u0301", 5));
        Assert.Equal("short", FileNames.Shorten("short", 5));
    }
}
