using System.Text.Json;

namespace Figment.Tests;

public sealed class TextTests
{
    private static readonly TextTemplate Greeting = new(BothLanguages.Of("{who} is here", "{who} 在这里"));

    [Fact]
    public void Facts_take_the_places_of_their_names_in_each_language()
    {
        Text filled = Greeting.Fill(("who", BothLanguages.Of("the generator", "生成器")));

        Assert.Equal("the generator is here", filled.In(Language.English));
        Assert.Equal("生成器 在这里", filled.In(Language.Chinese));
        Assert.Throws<KeyNotFoundException>(() => Greeting.Fill(("what", "x")));
    }

    [Fact]
    public void Both_languages_are_written_and_read_again_and_what_is_the_same_in_both_is_one_string()
    {
        Text text = BothLanguages.Of("{who} is here", "{who} 在这里"); // a finished text may look like a template
        Assert.Equal(text, JsonSerializer.Deserialize<Text>(JsonSerializer.Serialize(text)));
        Assert.Equal("\"gan\"", JsonSerializer.Serialize<Text>("gan"));
        Assert.Equal("Mode collapse.", JsonSerializer.Deserialize<Text>("\"Mode collapse.\"")!.Chinese);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("[]")]
    [InlineData("{\"en\": \"x\"}")]
    [InlineData("{\"en\": 3, \"zh\": 4}")]
    public void Anything_else_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Text>(json));
}
