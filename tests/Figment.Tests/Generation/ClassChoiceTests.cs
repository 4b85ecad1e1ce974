using Figment.Data.Images;
using Figment.Generation.Images;

namespace Figment.Tests.Generation;

public sealed class ClassChoiceTests
{
    private static readonly LabelTable Table = new(
        ["kind", "colour", "count"],
        [
            ["cat", "red", "1"],
            ["cat", "blue", "2"],
            ["cat", "blue", "1"],
            ["dog", "red", "1"],
            ["dog", "red", "3"],
        ]
    );

    private static readonly string[] Names = [.. Enumerable.Range(0, Table.Classes.Count).Select(Table.NameOf)];

    // The classes that each choice allows.
    [Theory]
    [InlineData("kind=cat", "0 1 2")]
    [InlineData("kind=cat,colour=blue", "1 2")]
    [InlineData("colour=blue, kind=cat ,count=1", "2")]
    [InlineData("KIND=Cat", "0 1 2")]
    [InlineData("kind=cat,dog", "0 1 2|3 4")]
    [InlineData("kind=cat,dog,colour=red", "0|3 4")]
    [InlineData("count=1-2,kind=cat", "0 2|1")]
    [InlineData("blue", "1 2")]
    [InlineData("dog,red", "3 4")]
    [InlineData("cat · blue · 2", "1")]
    [InlineData("cat · blue · 2,dog · red · 3", "1|4")]
    [InlineData("4", "4")] // no label is 4, so it is the number of a class
    [InlineData("3", "4")]
    [InlineData("kind=cat;kind=dog", "0 1 2|3 4")]
    public void Columns_and_values_name_classes_in_turns(string texts, string turns)
    {
        IReadOnlyList<IReadOnlyList<int>> found = ClassChoice.Parse(texts.Split(';'), Names, Table);

        Assert.Equal(turns, string.Join('|', found.Select(turn => string.Join(' ', turn))));
    }

    [Fact]
    public void A_combination_that_the_data_lacks_is_said()
    {
        List<string> notes = [];

        IReadOnlyList<int> found = Assert.Single(ClassChoice.Parse(["kind=dog,colour=blue"], Names, Table, notes));

        Assert.Equal(["dog · blue · 1", "dog · blue · 2", "dog · blue · 3"], found.Select(Table.NameOf));
        Assert.Contains("Nothing in the data is dog · blue:", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void More_combinations_than_a_table_lists_are_refused_before_they_are_made()
    {
        string[] columns = [.. Enumerable.Range(0, 30).Select(column => $"c{column}")];
        LabelTable wide = new(
            columns,
            [
                [.. columns.Select(_ => "0")],
                [.. columns.Select(_ => "1")],
            ]
        );
        string text = string.Join(',', columns.Select(column => $"{column}=0,1,0,1"));

        OptionsException error = Assert.Throws<OptionsException>(() => ClassChoice.Parse([text], ["zeros", "ones"], wide));

        Assert.Contains("1,073,741,824 combinations", error.Message, StringComparison.Ordinal);
        Assert.Single(ClassChoice.Parse(["kind=cat,cat,cat"], Names, Table)); // a value counts once
    }

    [Theory]
    [InlineData("kind=cow", "There is no class 'cow'")]
    [InlineData("shape=round", "Write column=value, for instance kind=cat,colour=blue,count=1")]
    [InlineData("cow", "kind: cat, dog; colour: blue, red; count: 1, 2, 3")]
    public void What_is_no_label_is_said_with_those_there_are(string text, string message)
    {
        Assert.Contains(
            message,
            Assert.Throws<OptionsException>(() => ClassChoice.Parse([text], Names, Table)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_value_of_two_columns_needs_its_column()
    {
        LabelTable twice = new(
            ["a", "b"],
            [
                ["x", "y"],
                ["y", "x"],
            ]
        );

        Assert.Contains(
            "a=x or b=x",
            Assert.Throws<OptionsException>(() => ClassChoice.Parse(["x"], [], twice)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal([1], Assert.Single(ClassChoice.Parse(["b=x"], [], twice)));
    }

    [Fact]
    public void Without_columns_classes_are_asked_for_as_ever() =>
        Assert.Equal(
            [
                [2],
                [0],
                [1],
            ],
            ClassChoice.Parse(["c", "0-1"], ["a", "b", "c"], null)
        );
}
