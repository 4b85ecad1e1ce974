using System.CommandLine;
using System.Globalization;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Runs;
using Figment.Training;

namespace Figment.Cli.Commands;

/// <summary><c>figment resume</c>: continues a run from its last checkpoint.</summary>
internal static class ResumeCommand
{
    private static readonly Argument<string?> Run = new Argument<string?>("RUN")
    {
        HelpName = "RUN",
        Description = "The run's folder (default: the latest in runs/)",
        DefaultValueFactory = _ => null,
    }.NoOption();
    private static readonly Option<string?> Steps = new("--steps")
    {
        Description = "The number of steps in all; with +, the number of steps to add",
        HelpName = "N|+N",
    };
    private static readonly Option<double?> Seconds = CommonOptions.Number("--seconds", "N", "The number of seconds in all");
    private static readonly Option<int?> SampleEvery = LoopOptions.SampleEvery();
    private static readonly Option<int?> CheckpointEvery = LoopOptions.CheckpointEvery();
    private static readonly Option<int?> KeepEvery = LoopOptions.KeepEvery();
    private static readonly Option<string> OnNaN = LoopOptions.OnNaN("stop with a diagnosis, or rollback");
    private static readonly Option<string[]> Log = LoopOptions.Log($", or {LoopOptions.NoLog} (default: as before)");

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The new path of the run's data, if the data has moved",
        HelpName = "NAME|PATH",
    };
    private static readonly Option<string?> Device = new("--device")
    {
        Description = "Use another device; the results are then no longer bit for bit the same",
        HelpName = "auto|cpu|cuda|cuda:N",
    };
    private static readonly Option<int?> Threads = new("--threads")
    {
        Description = "Use a different number of threads; the results are then no longer identical bit for bit",
        HelpName = "N",
    };
    private static readonly Option<int?> Accumulate = new("--accumulate")
    {
        Description =
            "Split each batch into a different number of pieces, for example if memory is short; the results are then no longer "
            + "identical bit for bit",
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
        Set.Hidden = true; // parsed, so that the error can say what these options would change
        Command command = new("resume", "Continue a run that was stopped or killed, or train a finished run for longer")
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
                result.AddError("Pass --steps or --seconds, not both: only one of them can end the training.");
            if (
                result.GetValue(Steps) is string text
                && !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            )
                result.AddError(
                    $"--steps {text} is not a number of steps. Write the total (--steps 20000), or how many to add (--steps "
                        + $"+5000)."
                );
            LoopOptions.CheckChanges(result, Set);
        });
        command.SetAction(
            (parsed, cancellation) => Task.FromResult(LaunchedTogether.Run(group => Execute(group, parsed, cancellation)))
        );
        return command.WithExamples(
            "figment resume                             the latest run, from its last checkpoint to its end",
            "figment resume runs/mine --steps +5000     5,000 steps more",
            "figment resume runs/mine --steps 20000     up to 20,000 steps in all",
            "figment resume runs/mine --on-nan rollback returns to a checkpoint if the loss becomes NaN",
            "mpirun -n 4 figment resume runs/mine       in four processes, no matter how many were used before"
        );
    }

    private static int Execute(ITrainingGroup group, ParseResult parsed, CancellationToken cancellation)
    {
        // Other processes receive the folder from the first one.
        string run = parsed.GetValue(Run) ?? (group.Rank == 0 ? RunChoice.LatestOr("name a run's folder") : "runs");
        int? threads = LaunchedTogether.ThreadsIn(group); // all processes must call this
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

    /// <summary>The kind of items in a run; empty if the run cannot be opened, which the caller reports later.</summary>
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
            $"Resuming {folder.Root} ({options.Preset} on {options.Data.Name}) from {from}, "
                + $"{options.Training.Length} in all."
        );
        foreach (string change in resume.Changes)
            view.Say(
                $"Changed: {change}. Whatever depends on the training length, such as the learning rate near the end, "
                    + $"follows the new value."
            );
        if (!resume.Environment.IsSameAs(options.Environment))
            view.Say(
                "Versions, machine, device, or threads differ from those of the original run (options.json has both), so "
                    + "the results are as good, but not bit for bit the same."
            );
        foreach (string said in LaunchedTogether.SayDevices(group))
            view.Say(said);
    }
}
