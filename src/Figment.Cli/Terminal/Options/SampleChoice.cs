using System.CommandLine;
using Figment.Generation.Images;
using Figment.Models.Images;

namespace Figment.Cli.Terminal;

/// <summary>
/// Which samples of a model a command works with: <c>--seed</c>, <c>--class</c>, <c>--truncation</c>, and how a flow is solved.
/// </summary>
internal sealed class SampleChoice
{
    /// <summary><c>--seed</c>, for every kind of sample.</summary>
    internal static readonly Option<long> Seed = new("--seed")
    {
        Description = "The seed that determines the samples: the same seed always gives the same images, sounds, or texts",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<string[]> classes = Class(
        "For a class-conditional model: the classes to make, in turn (for example 7, 0-9, 0,3,7, or a name such as shirt; with "
            + "several labels, kind=cat,colour=red)"
    );
    private readonly Option<double?> truncation = CommonOptions.Number(
        "--truncation",
        "X",
        "Below 1: more typical but less diverse samples; 0.5 to 0.8 is usual (default 1)"
    );
    private readonly FlowChoice flow = new();

    /// <summary><c>--class</c>, also written <c>--classes</c>.</summary>
    internal static Option<string[]> Class(string description) =>
        new("--class", "--classes")
        {
            Description = description,
            HelpName = "C",
            Arity = ArgumentArity.OneOrMore,
        };

    /// <summary>The options.</summary>
    internal IReadOnlyList<Option> Options => [Seed, classes, truncation, .. flow.Options];

    /// <summary>Adds the options to a command.</summary>
    internal void AddTo(Command command)
    {
        foreach (Option option in Options)
            command.Options.Add(option);
    }

    /// <summary>Whether <c>--class</c> was given.</summary>
    internal bool NamesClasses(ParseResult parsed) => parsed.GetValue(classes) is { Length: > 0 };

    /// <summary>The chosen samples; the settings for solving a flow are set on the model.</summary>
    /// <exception cref="OptionsException">
    /// A class is unknown, the model is not class-conditional, or it is not a flow.
    /// </exception>
    internal SampleOptions Of(ParseResult parsed, ChosenModel chosen)
    {
        flow.Set(parsed, chosen);
        return new SampleOptions
        {
            Seed = parsed.GetValue(Seed),
            Among = TurnsOf(parsed.GetValue(classes), chosen),
            Truncation = parsed.GetValue(truncation) ?? 1,
        };
    }

    /// <summary>Reads classes, and prints notes on stderr about anything that may surprise the user.</summary>
    /// <exception cref="OptionsException">A class is unknown.</exception>
    internal static IReadOnlyList<int> Parse(string written, IReadOnlyList<string> names)
    {
        List<string> notes = [];
        IReadOnlyList<int> classes = ClassList.Parse(written, names, notes);
        foreach (string note in notes)
            Console.Error.WriteLine(note);
        return classes;
    }

    /// <summary>The numbers of the classes that may appear in any turn; none if no class was given.</summary>
    /// <exception cref="OptionsException">A class is unknown, or the model is not class-conditional.</exception>
    internal static IReadOnlyList<int> ClassesOf(string[]? written, ChosenModel chosen) =>
        [.. TurnsOf(written, chosen).SelectMany(each => each)];

    /// <summary>The classes that may appear in each turn; none if no class was given.</summary>
    /// <exception cref="OptionsException">A class is unknown, or the model is not class-conditional.</exception>
    internal static IReadOnlyList<IReadOnlyList<int>> TurnsOf(string[]? written, ChosenModel chosen)
    {
        if (written is null or [])
            return [];
        if (chosen.Model.IsConditional)
        {
            List<string> notes = [];
            IReadOnlyList<IReadOnlyList<int>> turns = ClassChoice.Parse(written, chosen.ClassNames, chosen.Model.Table, notes);
            foreach (string note in notes)
                Console.Error.WriteLine(note);
            return turns;
        }

        throw new OptionsException([
            $"The model of {chosen.Run.Root} was trained without classes, so --class does not apply to it. "
                + (
                    chosen.ClassNames.Count == 0
                        ? $"Its data has no labels: to train with classes, put the {chosen.Run.Options.Kind.Name} into one "
                            + $"folder per class."
                        : "Train a class-conditional model, or omit --class."
                ),
        ]);
    }
}
