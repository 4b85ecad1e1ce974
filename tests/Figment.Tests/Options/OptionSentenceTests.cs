using Figment.Cli.Terminal;

namespace Figment.Tests.Options;

/// <summary>Whoever shows a sentence uses the option names that its readers know.</summary>
public sealed class OptionSentenceTests
{
    private static readonly OptionSentence Memory = OptionSentence.Of(
        $"Memory ran out. Try {new OptionName("BatchSize", 64)} or omit {new OptionName("SkipBroken")}."
    );

    [Fact]
    public void A_program_reads_properties()
    {
        Assert.Equal("Memory ran out. Try BatchSize 64 or omit SkipBroken.", Memory.ToString());
        Assert.Equal(Memory.ToString(), new BackendException(Memory).Message);
    }

    [Fact]
    public void The_command_line_reads_flags() =>
        Assert.Equal("Memory ran out. Try --batch 64 or omit --skip-broken.", new BackendException(Memory).Say(Words.Flag));

    [Fact]
    public void A_sentence_inside_a_sentence_is_read_likewise() =>
        Assert.Equal(
            "It failed: Memory ran out. Try --batch 64 or omit --skip-broken.",
            OptionSentence.Of($"It failed: {Memory}").Say(Words.Flag)
        );

    [Fact]
    public void What_a_sentence_is_filled_with_is_never_read_as_its_form()
    {
        string name = "{0} {BatchSize} {{";

        Assert.Equal(
            $"{name}: Try --batch 1.",
            OptionSentence.Of($"{name}: Try {new OptionName("BatchSize", 1)}.").Say(Words.Flag)
        );
        Assert.Equal(name, ((OptionSentence)name).ToString());
    }

    [Fact]
    public void Numbers_read_the_same_everywhere() =>
        Assert.Equal("1,234 and 0.5", OptionSentence.Of($"{1234:N0} and {0.5}").ToString());

    [Fact]
    public void Problems_keep_the_options_that_they_name()
    {
        OptionsException one = new([new OptionProblem(Memory)]),
            two = new([new OptionProblem(Memory), new OptionProblem("The width must be even.")]);

        Assert.Equal("Memory ran out. Try --batch 64 or omit --skip-broken.", one.Say(Words.Flag));
        Assert.Equal(
            ["2 problems:", "  - Memory ran out. Try --batch 64 or omit --skip-broken.", "  - The width must be even."],
            two.Say(Words.Flag).Split(Environment.NewLine)
        );
        Assert.Equal(["Memory ran out. Try BatchSize 64 or omit SkipBroken.", "The width must be even."], two.Problems);
    }

    [Fact]
    public void An_error_without_options_reads_as_it_is() =>
        Assert.Equal("It is gone.", new FigmentException("It is gone.").Say(Words.Flag));

    [Fact]
    public void An_error_is_said_in_Chinese_with_all_that_is_inside_it()
    {
        FileFormatException inner =
                new(OptionSentence.Of($"it has {1024} × {768} pixels, but at most {64} million are " + $"allowed")),
            error =
                new(
                    OptionSentence.Of(
                        $"{"a.png"} cannot be read as a picture: {OptionSentence.Reason(inner)}. Repair it, or choose another."
                    )
                );

        Assert.Equal(
            "a.png 无法作为图片读取：它有 1024 × 768 像素，超过了允许的 64 百万像素。请修复它，或指定另一张。",
            error.In(Language.Chinese)
        );
        Assert.Equal(error.Message, error.In(Language.English));
    }

    [Fact]
    public void Options_in_Chinese_errors_are_flags_to_the_command()
    {
        FigmentException error = new(
            OptionSentence.Of(
                $"The model was trained without classes, so no class can be asked for. Train it with "
                    + $"{new OptionName("Conditional")}, or omit the classes."
            )
        );

        Assert.Equal(
            "这个模型训练时不分类别，因此不能指定类别。请用--conditional训练，或去掉类别。",
            error.Say(Words.Flag, Language.Chinese)
        );
    }

    [Fact]
    public void Problems_are_counted_and_listed_in_Chinese() =>
        Assert.Equal(
            ["共有 2 个问题：", "  - 宽度必须在 8 到 4096 之间。", "  - It is gone."],
            new OptionsException(["The width must be between 8 and 4096.", "It is gone."])
                .In(Language.Chinese)
                .Split(Environment.NewLine)
        );

    [Fact]
    public void What_a_file_system_refuses_has_its_kind_in_Chinese_and_its_own_words_in_English()
    {
        FigmentException error = Storage.Unreadable(
            "a.png",
            new UnauthorizedAccessException("Access to the path 'a.png' is denied.")
        );

        Assert.Equal("a.png cannot be read: Access to the path 'a.png' is denied.", error.Message);
        Assert.Equal("a.png 无法读取：没有权限。", error.In(Language.Chinese));
    }

    [Fact]
    public void What_has_no_Chinese_stays_English() =>
        Assert.Equal("It is {0} gone.", new FigmentException("It is {0} gone.").In(Language.Chinese));
}
