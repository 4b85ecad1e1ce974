using Figment.Cli.Terminal;

namespace Figment.Tests.Options;

/// <summary>Whoever shows a sentence calls the options in it as its readers do.</summary>
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
}
