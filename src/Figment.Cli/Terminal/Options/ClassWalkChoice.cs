using System.CommandLine;
using Figment.Generation.Images;

namespace Figment.Cli.Terminal;

/// <summary>The classes that a walk passes through: <c>--from-class</c>, <c>--to-class</c>.</summary>
internal sealed class ClassWalkChoice
{
    private readonly Option<string?> from = new("--from-class")
    {
        Description =
            "For a class-conditional model: walk from class to class instead, starting with this class; the noise of each image "
            + "or sound stays the same",
        HelpName = "C",
    };

    private readonly Option<string?> to = new("--to-class")
    {
        Description = "The class to walk to, or several in order (8, dog,bird)",
        HelpName = "C",
    };

    /// <summary>The options.</summary>
    internal IReadOnlyList<Option> Options => [from, to];

    /// <summary>Whether either option was given.</summary>
    internal bool IsAsked(ParseResult parsed) => parsed.GetValue(from) is not null || parsed.GetValue(to) is not null;

    /// <summary>The classes in order, at least two.</summary>
    /// <param name="parsed">The parsed arguments.</param>
    /// <param name="chosen">The model.</param>
    /// <param name="samples">Tells whether classes were named in another way.</param>
    /// <param name="numbers">The option that takes the numbers of the samples to walk between instead.</param>
    /// <exception cref="OptionsException">
    /// A class is unknown or missing, or the model cannot mix classes; the error reports all problems.
    /// </exception>
    internal IReadOnlyList<int> Of(ParseResult parsed, ChosenModel chosen, SampleChoice samples, string numbers)
    {
        string model = $"The model of {chosen.Run.Root} ({chosen.Run.Options.Preset})";
        if (!chosen.Model.IsConditional)
            throw new OptionsException([
                $"{model} was trained without classes, so it cannot walk from class to class. Train a class-conditional model, "
                    + $"or use {numbers} to walk between samples that you choose by number.",
            ]);
        if (!chosen.Model.MixesClasses)
            throw new OptionsException([
                $"{model} cannot mix classes. Use {numbers} to walk between samples that you choose by number.",
            ]);

        ProblemList problems = new();
        if (samples.NamesClasses(parsed))
            problems.Add(
                "--class cannot be combined with --from-class and --to-class, which also choose classes. Omit one of them."
            );
        IReadOnlyList<int> first = Read("--from-class", from, "the class to begin with"),
            others = Read("--to-class", to, "the class to walk to");
        if (first.Count > 1)
            problems.Add("--from-class takes one class.");
        if (first.Count == 1 && others.Count > 0 && others[0] == first[0])
            problems.Add("--from-class and --to-class name the same class. Name two different classes.");
        problems.ThrowIfAny();
        return [.. first, .. others];

        IReadOnlyList<int> Read(string name, Option<string?> option, string what)
        {
            if (parsed.GetValue(option) is string written)
            {
                IReadOnlyList<IReadOnlyList<int>> turns = problems.Try(() => SampleChoice.TurnsOf([written], chosen)) ?? [];
                if (turns.FirstOrDefault(turn => turn.Count > 1) is { } several)
                    problems.Add(
                        $"{name} {written} is {several.Count} classes. Name the other labels too, or one of the classes, for "
                            + $"example '{chosen.NameOf(several[0])}'."
                    );
                return [.. turns.Select(turn => turn[0])];
            }

            problems.Add($"Name {what} with {name}: one of {ClassList.Listed(chosen.ClassNames)}.");
            return [];
        }
    }
}
