using Figment.Generation.Images;

namespace Figment.Tests.Generation;

public sealed class ClassListTests
{
    private static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    private static readonly string[] Clothes =
    [
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ];

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0,3,7", 0, 3, 7)]
    [InlineData("0-4,8", 0, 1, 2, 3, 4, 8)]
    [InlineData(" 3 , 1 - 2 ", 3, 1, 2)]
    [InlineData("5-3", 5, 4, 3)]
    [InlineData("2-2,2", 2, 2)]
    public void Numbers_and_ranges_name_classes_in_their_order(string text, params int[] classes)
    {
        Assert.Equal(classes, ClassList.Parse(text, Digits));
        Assert.Equal(classes, ClassList.Parse(text, Clothes));
    }

    [Theory]
    [InlineData("shirt", 6)]
    [InlineData("t-shirt/top", 0)]
    [InlineData("T-shirt/top-dress", 0, 1, 2, 3)]
    [InlineData("Ankle Boot,bag, 1", 9, 8, 1)]
    public void Names_may_hold_dashes_and_spaces(string text, params int[] classes) =>
        Assert.Equal(classes, ClassList.Parse(text, Clothes));

    [Fact]
    public void A_name_may_hold_a_comma() => Assert.Equal([1], ClassList.Parse("salt, pepper", ["sugar", "salt, pepper"]));

    [Fact]
    public void Where_names_are_numbers_a_number_is_a_name()
    {
        Assert.Equal([1, 0, 1], ClassList.Parse("20,10-20", ["10", "20"]));
        Assert.Throws<OptionsException>(() => ClassList.Parse("0", ["10", "20"]));
    }

    [Theory]
    [InlineData("shrt", "Did you mean Shirt?")]
    [InlineData("10", "0 T-shirt/top, 1 Trouser")]
    [InlineData("-1", "There is no class '-1'")]
    [InlineData("", "There is no class ''")]
    [InlineData("2-", "There is no class '2-'")]
    [InlineData("99999999999", "There is no class '99999999999'")]
    public void An_unknown_class_is_named_with_those_there_are(string text, string message)
    {
        Assert.Contains(
            message,
            Assert.Throws<OptionsException>(() => ClassList.Parse(text, Clothes)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Every_unknown_class_is_listed()
    {
        Assert.Equal(2, Assert.Throws<OptionsException>(() => ClassList.Parse("hat,bag,scarf", Clothes)).Problems.Count);
    }

    [Fact]
    public void Without_labels_there_are_no_classes()
    {
        Assert.Contains(
            "no labels",
            Assert.Throws<OptionsException>(() => ClassList.Parse("1", [])).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("1-10", "1,2,3,4,5,6,7,8,9,10")]
    [InlineData("1-9", "1,2,3,4,5,6,7,8,9")]
    [InlineData("4-2", "4,3,2")]
    public void A_range_of_numbers_is_as_people_count_whatever_order_a_run_recorded(string text, string names)
    {
        string[] ordinal = ["1", "10", "2", "3", "4", "5", "6", "7", "8", "9"];
        List<string> notes = [];

        Assert.Equal(names.Split(','), ClassList.Parse(text, ordinal, notes).Select(i => ordinal[i]));
        Assert.Equal(
            names.Split(','),
            ClassList
                .Parse(
                    text.Replace("-", "-class ", StringComparison.Ordinal).Insert(0, "class "),
                    [.. ordinal.Select(name => $"class {name}")]
                )
                .Select(i => ordinal[i])
        );
        Assert.Empty(notes);
    }

    [Fact]
    public void A_range_that_holds_other_classes_than_one_would_think_says_which()
    {
        List<string> notes = [];

        Assert.Equal([0, 1, 3], ClassList.Parse("1-4", ["1", "2", "two", "4", "10"], notes));
        Assert.Equal("'1-4' means 3 classes: 1, 2, 4.", Assert.Single(notes));
    }

    [Fact]
    public void An_exact_name_goes_before_one_by_case_and_one_that_may_be_several_is_asked_for()
    {
        string[] pets = ["Cats", "cats", "Dog", "caf\u00e9", "bird "];

        Assert.Equal([0, 1, 2, 3, 4], ClassList.Parse("Cats,cats,dog,cafe\u0301,BIRD", pets));
        string said = Assert.Throws<OptionsException>(() => ClassList.Parse("CATS", pets)).Message;
        Assert.Contains("'Cats' (number 0), 'cats' (number 1)", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Did you mean", said, StringComparison.Ordinal);
    }
}
