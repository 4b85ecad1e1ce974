using System.Text.Json;
using Figment.Data.Images;

namespace Figment.Tests.Data;

public sealed class LabelTableTests
{
    private static readonly LabelTable Table = new(
        ["kind", "size"],
        [
            ["cat", "2"],
            ["cat", "10"],
            ["dog", "2"],
        ]
    );

    [Fact]
    public void Behind_the_classes_of_the_data_stand_the_combinations_that_it_lacks()
    {
        Assert.Equal(["cat · 2", "cat · 10", "dog · 2", "dog · 10"], Enumerable.Range(0, Table.Count).Select(Table.NameOf));
        Assert.Equal(["cat dog", "2 10"], Table.Values.Select(values => string.Join(' ', values)));
        Assert.Equal(
            ["kind cat 7 dog 1", "size 2 4 10 4"],
            Table
                .Counts([3, 4, 1])
                .Select(column =>
                    $"{column.Column} {string.Join(' ', column.Values.Select(value => $"{value.Value} {value.Count}"))}"
                )
        );
    }

    [Fact]
    public void Where_all_combinations_are_too_many_those_that_occur_are_left()
    {
        LabelTable wide = new(["a", "b", "c"], [.. Enumerable.Range(0, 100).Select(k => (string[])[$"{k}", $"{k}", $"{k}"])]);

        Assert.Equal((100, 300), (wide.Count, wide.Width));
        Assert.Empty(wide.Find([0, 1, null]));
    }

    [Theory]
    [InlineData("""{"columns":["a"],"classes":[["x"]]}""")]
    [InlineData("""{"columns":["a","a"],"classes":[["x","y"]]}""")]
    [InlineData("""{"columns":["a"," "],"classes":[["x","y"]]}""")]
    [InlineData("""{"columns":["a","b"],"classes":[]}""")]
    [InlineData("""{"columns":["a","b"],"classes":[["x"]]}""")]
    [InlineData("""{"columns":["a","b"],"classes":[["x",""]]}""")]
    [InlineData("""{"columns":["a","b"],"classes":[["x","y"],["x","y"]]}""")]
    [InlineData("""{"columns":["a","b"],"classes":[["x · y","z"],["x","y · z"]]}""")]
    [InlineData("""{"columns":["a","b"],"classes":[null]}""")]
    [InlineData("""{"columns":["a",null],"classes":[["x","y"]]}""")]
    public void A_file_that_says_what_cannot_be_is_refused(string json)
    {
        Assert.Throws<JsonException>(() => OptionsJson.Read<RecordedLabels>(json).ToTable());
    }

    [Fact]
    public void A_table_survives_a_file()
    {
        LabelTable read = OptionsJson.Read<RecordedLabels>(OptionsJson.WriteLine(Table.Recorded)).ToTable();

        Assert.Equal(Enumerable.Range(0, 4).Select(Table.NameOf), Enumerable.Range(0, 4).Select(read.NameOf));
        Assert.Equal(["dog · 2", "cat · 2"], Enumerable.Range(0, 2).Select(read.Only([2, 0]).NameOf));
    }
}
