using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Evaluation.Images;
using Figment.Evaluation.Texts;
using Figment.Runs;
using Figment.Runs.Sounds;

namespace Figment.Cli.Commands;

/// <summary><c>figment evaluate</c>: measures the quality of a model or its samples with traceable metrics.</summary>
internal static class EvaluateCommand
{
    internal static readonly Option<int?> Count = CommonOptions.Positive(
        "--count",
        $"The maximum number of images to compare on each side (default {new EvaluationOptions().Count}; for sounds "
            + $"{SoundEvaluationRun.UsualCount}), or the number of texts to write (default {new TextEvaluationOptions().Count})"
    );

    internal static readonly Option<long> Seed = new("--seed")
    {
        Description = "The seed that determines the samples and the random draws of the metrics",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };
    internal static readonly Option<Checkpoint?> Which = EvaluationOptionsOfCommands.Which();
    internal static readonly Option<string> Device = CommonOptions.Device();
    internal static readonly Option<Language> PageLanguage = EvaluationOptionsOfCommands.Language(
        "The language of the page: en or zh"
    );
    internal static readonly Option<string?> Out = new("--out")
    {
        Description = "Where to write report.json and report.html (default: the run's folder, or NAME-report)",
        HelpName = "DIR",
    };

    private static readonly Argument<string?> Subject = new("SUBJECT")
    {
        HelpName = "RUN|FOLDER|FILE",
        Description =
            "What to judge: a run, a folder of pictures or recordings, a .npy array, or any data (default: the latest "
            + "run in runs/)",
        DefaultValueFactory = _ => null,
    };

    // Images come after sounds: the image part takes every subject that is not a run and that no other part takes.
    private static readonly KindPart[] Parts = [new SoundEvaluation(), new ImageEvaluation(), new TextEvaluation()];

    /// <summary>The options that all kinds of data share.</summary>
    internal static IReadOnlyList<Option> Shared => [Count, Seed, Which, Device, PageLanguage, Out];

    internal static Command Create()
    {
        Subject.NoOption();
        Command command = new("evaluate", "Judge what a model makes: how realistic and varied it is, and how much is copied")
        {
            Subject,
        };
        foreach (Option option in CommandByKind.OptionsOf(Parts))
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(command, parsed, cancellation)));
        return command.WithExamples(
            "figment evaluate                              the latest run, against its training data",
            "figment evaluate runs/mine --checkpoint last",
            "figment evaluate runs/clothes --solver adams:4   what a flow loses with fewer network evaluations",
            "figment evaluate digits/ --against mnist      a folder of pictures from any tool",
            "figment evaluate digits.npy --against mnist --features inception.onnx",
            "figment evaluate runs/my-drums --against recordings/   sounds: classes, copies, loudness, and a page that "
                + "plays them",
            "figment evaluate made/ --against recordings/  sounds from any tool, as WAV files",
            "figment evaluate runs/my-gpt --count 500      a language model: its loss on held-out text, copies, and what it "
                + "writes"
        );
    }

    /// <summary>
    /// Judges a run with the part for its kind of data, and any other subject with the first part that accepts it.
    /// </summary>
    private static int Execute(Command command, ParseResult parsed, CancellationToken cancellation)
    {
        string subject = parsed.GetValue(Subject) ?? RunChoice.LatestOr("name what to judge");
        if (!RunFolder.Is(subject))
            return Parts.OfType<IGivenJudge>().First(part => part.Takes(subject)).Execute(subject, parsed, cancellation);
        RunFolder run = RunFolder.Open(subject);
        ChosenRun chosen = new(run, parsed.GetValue(Which) ?? run.Preferred, parsed.GetValue(Device)!);
        return CommandByKind.PartOf(run, command, parsed, Parts).Execute(chosen, parsed, cancellation);
    }
}
