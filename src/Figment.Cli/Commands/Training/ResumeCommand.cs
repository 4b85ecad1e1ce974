using System.CommandLine;
using System.Globalization;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Runs;
using Figment.Training;

namespace Figment.Cli.Commands;

/// <summary><c>figment resume</c>: go on with a run from its last checkpoint.</summary>
internal static class ResumeCommand
{
    private static readonly Argument<string?> Run = new Argument<string?>("RUN")
    {
        HelpName = "RUN",
        Description = "The run's folder (default: the latest below runs/)",
        DefaultValueFactory = _ => null,
    }.NoOption();
    private static readonly Option<string?> Steps = new("--steps")
    {
        Description = "How many steps in all, or with + how many more than now",
        HelpName = "N|+N",
    };
    private static readonly Option<double?> Seconds = CommonOptions.Number("--seconds", "N", "How many seconds in all");
    private static readonly Option<int?> SampleEvery = LoopOptions.SampleEvery();
    private static readonly Option<int?> CheckpointEvery = LoopOptions.CheckpointEvery();
    private static readonly Option<int?> KeepEvery = LoopOptions.KeepEvery();
    private static readonly Option<string> OnNaN = LoopOptions.OnNaN("stop with a diagnosis, or rollback");
    private static readonly Option<string[]> Log = LoopOptions.Log($", or {LoopOptions.NoLog} (default: as before)");

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Where the same data is now",
        HelpName = "NAME|PATH",
    };
    private static readonly Option<string?> Device = new("--device")
    {
        Description = "Another device; the rest is then no longer the same bit for bit",
        HelpName = "auto|cpu|cuda|cuda:N",
    };
    private static readonly Option<int?> Threads = new("--threads")
    {
        Description = "Another number of threads; the rest is then no longer the same bit for bit",
        HelpName = "N",
    };
    private static readonly Option<int?> Accumulate = new("--accumulate")
    {
        Description =
            "Learn from each batch in another number of pieces, where memory is short; the rest is then no longer the same "
            + "bit for bit",
        HelpName = "N",
    };

    private static readonly Option<int?> Batch = new("--batch") { Hidden = true };
    private static readonly Option<long?> Seed = new("--seed") { Hidden = true };
    private static readonly Option<string?> Precision = new("--precision") { Hidden = true };
    private static readonly Option<double?> LearningRate = new("--learning-rate") { Hidden = true };
    private static readonly Option<string[]> Set = LoopOptions.Set("");
    private static readonly Option<Language> VerdictLanguage = EvaluationOptionsOfCommands.Language(
        "The language of the verdicts: en or zh"
    );

    internal static Command Create()
    {
        Set.Hidden = true; // these are understood so that the answer can say what they would change
        Command command = new("resume", "Go on with a run that was stopped or killed, or train one longer")
        {
            Run,
            Steps,
            Seconds,
            SampleEvery,
            CheckpointEvery,
            KeepEvery,
            OnNaN,
            Log,
            Data,
            Device,
            Threads,
            Accumulate,
            Batch,
            Seed,
            Precision,
            LearningRate,
            Set,
            VerdictLanguage,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Steps) is not null && result.GetResult(Seconds) is not null)
                result.AddError("Give --steps or --seconds, not both: one of them has to end the training.");
            if (
                result.GetValue(Steps) is string text
                && !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            )
                result.AddError(
                    $"--steps {text} is not a number of steps. Write how many in all (--steps 20000), or how many more "
                        + $"(--steps +5000)."
                );
            LoopOptions.CheckChanges(result, Set);
        });
        command.SetAction(
            (parsed, cancellation) => Task.FromResult(LaunchedTogether.Run(group => Execute(group, parsed, cancellation)))
        );
        return command.WithExamples(
            "figment resume                             the latest run, from its last checkpoint to its end",
            "figment resume runs/mine --steps +5000     5,000 steps more",
            "figment resume runs/mine --steps 20000     until 20,000 steps are done in all",
            "figment resume runs/mine --on-nan rollback go back and on should numbers run away",
            "mpirun -n 4 figment resume runs/mine       in four processes, however many it had before"
        );
    }

    private static int Execute(ITrainingGroup group, ParseResult parsed, CancellationToken cancellation)
    {
        // Others hear of it
        string run = parsed.GetValue(Run) ?? (group.Rank == 0 ? RunChoice.LatestOr("name a run's folder") : "runs");
        int? threads = LaunchedTogether.ThreadsIn(group); // which all must ask
        ResumeRequest request = new()
        {
            Folder = run,
            Training = options => Change(options, parsed, run),
            Model = [.. Changes(parsed)],
            Precision = parsed.GetValue(Precision),
            Data = parsed.GetValue(Data),
            Device = parsed.GetValue(Device),
            Threads = parsed.GetValue(Threads) ?? threads,
            OnNotFinite = LoopOptions.Read(parsed.GetValue(OnNaN)),
            Logs = LoopOptions.ReadLogs(parsed.GetValue(Log)),
        };
        if (group.Rank > 0)
        {
            GroupRun.Resume(group, request, cancellationToken: cancellation);
            return CommandLine.Done;
        }

        Language language = parsed.GetValue(VerdictLanguage);
        TrainingView view = new(CommandOutput.ForLiveViews(), language);
        RunResult result = view.Show(
            KindOf(run),
            progress =>
                GroupRun.Resume(
                    group,
                    request,
                    progress,
                    TimeProvider.System,
                    folder => Announce(folder, view, group),
                    view.Loading,
                    cancellation
                )!
        );
        return RunConclusion.Write(result, language);
    }

    /// <summary>
    /// What the items of a run are called; nothing where it cannot be opened, which is said by whoever goes on with it.
    /// </summary>
    private static string KindOf(string run)
    {
        try
        {
            return RunFolder.Open(run).Options.Kind.Name;
        }
        catch (FigmentException)
        {
            return "";
        }
    }

    private static TrainingOptions Change(TrainingOptions options, ParseResult parsed, string run) =>
        options with
        {
            Length =
                parsed.GetValue(Seconds) is double seconds ? TrainingLength.OfSeconds(seconds)
                : parsed.GetValue(Steps) is string text ? TrainingLength.OfSteps(Total(text, run))
                : options.Length,
            SampleEvery = parsed.GetValue(SampleEvery) ?? options.SampleEvery,
            CheckpointEvery = parsed.GetValue(CheckpointEvery) ?? options.CheckpointEvery,
            KeepEvery = parsed.GetValue(KeepEvery) ?? options.KeepEvery,
            Accumulate = parsed.GetValue(Accumulate) ?? options.Accumulate,
            BatchSize = parsed.GetValue(Batch) ?? options.BatchSize,
            Seed = parsed.GetValue(Seed) ?? options.Seed,
        };

    private static long Total(string text, string run)
    {
        long steps = long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return text[0] == '+' ? RunFolder.Open(run).Checkpoints.Steps.Append(0).Max() + steps : steps;
    }

    private static IEnumerable<KeyValuePair<string, string>> Changes(ParseResult parsed)
    {
        if (parsed.GetValue(LearningRate) is double rate)
            yield return new("learningRate", rate.ToString("R", CultureInfo.InvariantCulture));
        foreach (KeyValuePair<string, string> change in LoopOptions.ReadChanges(parsed.GetValue(Set)))
            yield return change;
    }

    private static void Announce(RunFolder folder, TrainingView view, ITrainingGroup group)
    {
        RunOptions options = folder.Options;
        RunResume resume = options.Resumes[^1];
        string from = resume.Step == 0 ? "its beginning: it has no checkpoint yet" : $"step {Words.Number(resume.Step)}";
        view.Say(
            $"Going on with {folder.Root} ({options.Preset} on {options.Data.Name}) from {from}, "
                + $"{options.Training.Length} in all."
        );
        foreach (string change in resume.Changes)
            view.Say(
                $"Changed: {change}. What follows the length of the training, like the learning rate near its end, follows "
                    + $"the new one."
            );
        if (!resume.Environment.IsSameAs(options.Environment))
            view.Say(
                "Versions, machine, device or threads are not those that it began with (options.json has both), so the rest "
                    + "is as good, but not the same bit for bit."
            );
        foreach (string said in LaunchedTogether.SayDevices(group))
            view.Say(said);
    }
}
