using System.Text.Json;
using Figment.Imaging;

namespace Figment.Tests.Imaging;

/// <summary>How the size of a picture is written and read.</summary>
public sealed class PictureSizeTests
{
    [Theory]
    [InlineData("64", 64, 64)]
    [InlineData("96x64", 96, 64)]
    [InlineData("96×64", 96, 64)]
    [InlineData(" 16 X 24 ", 16, 24)]
    public void Width_stands_first_and_a_number_alone_is_a_square(string text, int width, int height) =>
        Assert.Equal(new PictureSize(width, height), PictureSize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("96x")]
    [InlineData("96x64x3")]
    [InlineData("-8")]
    [InlineData("8.5")]
    [InlineData("99999999999")]
    public void What_is_no_size_is_none(string text) => Assert.Null(PictureSize.Parse(text));

    [Fact]
    public void In_files_squares_are_numbers_as_in_runs_from_before()
    {
        Assert.Equal(
            ("64", "\"96x64\""),
            (OptionsJson.WriteLine<PictureSize>(64), OptionsJson.WriteLine(new PictureSize(96, 64)))
        );
        Assert.Equal(
            (64, new PictureSize(96, 64)),
            (OptionsJson.Read<PictureSize>("64"), OptionsJson.Read<PictureSize>("\"96x64\""))
        );
        foreach (string wrong in (string[])["\"wide\"", "1.5", "[96, 64]", "true"])
            Assert.Throws<JsonException>(() => OptionsJson.Read<PictureSize>(wrong));
    }
}
