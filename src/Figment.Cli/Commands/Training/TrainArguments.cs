using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Evaluation.Images;
using Figment.Models;
using Figment.Runs;
using Figment.Training;
using Figment.Training.Images;

namespace Figment.Cli.Commands;

/// <summary>The arguments of <c>figment train</c>, and the request that they describe.</summary>
internal static class TrainArguments
{
    private static readonly ImageTrainingOptions Defaults = new();

    private static readonly Argument<string?> Preset = new("PRESET")
    {
        HelpName = "PRESET",
        Description = "The model to train: one of the presets below (default: the first that suits the data)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = $"{CommonOptions.DataSources} (default: {DefaultsOf(preset => preset.Data)})",
        HelpName = "NAME|PATH",
    };

    private static readonly Option<string?> From = new("--from")
    {
        Description =
            "Start from the weights of a run of the same preset. The new images may differ in size, colours, and classes; "
            + "classes are matched by name",
        HelpName = "RUN",
    };

    private static readonly Option<int> Freeze = new("--freeze")
    {
        Description = "Freeze N layers taken from that run, starting with the one that reads the data",
        HelpName = "N",
    };

    private static readonly ReadingArguments Reading = new();
    private static readonly Option<bool> Flip = new("--flip")
    {
        Description = "Mirror half of the images, chosen at random each time; not for digits or letters",
    };
    private static readonly Option<int> Shift = new("--shift")
    {
        Description =
            "Shift each image at random by up to N pixels each time it is used; the gap is filled by repeating the edge",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Shift,
    };
    private static readonly Option<long?> Steps = new("--steps")
    {
        Description = $"Training steps (default {Defaults.Length.Steps})",
        HelpName = "N",
    };
    private static readonly Option<double?> Seconds = CommonOptions.Number(
        "--seconds",
        "N",
        "Training time in seconds, instead of a number of steps"
    );
    private static readonly Option<int?> Batch = new("--batch")
    {
        Description =
            $"The number of images, sounds, or blocks of tokens in each step (default: "
            + $"{DefaultsOf(preset => $"{preset.BatchSize}")}; fewer if large images would take too much memory)",
        HelpName = "N",
    };

    private static readonly Option<int> Accumulate = new("--accumulate")
    {
        Description =
            "Split each batch into N pieces, followed by a single update of the weights; this takes less memory. Batch "
            + "normalisation then uses the statistics of each piece",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Accumulate,
    };

    private static readonly Option<double?> LearningRate = CommonOptions.Number(
        "--learning-rate",
        "X",
        "The optimizer's learning rate (default: the preset's)"
    );
    private static readonly Option<bool> Conditional = new("--conditional")
    {
        Description = "Train a class-conditional model, which needs labels",
    };
    private static readonly Option<bool> Unconditional = new("--unconditional")
    {
        Description = "Ignore labels, even if the preset would use them",
    };
    private static readonly Option<string[]> Set = LoopOptions.Set(
        "Change any option of the model, for example latentSize=64; 'figment summary PRESET' lists them"
    );
    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "The seed of all random numbers of the run",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Seed,
    };
    private static readonly Option<string> Device = CommonOptions.Device();
    private static readonly Option<string> Precision = new Option<string>("--precision")
    {
        Description =
            "The precision of the computations. auto uses bf16 if the preset trains as well with it and was measured "
            + "to be faster on such a processor ('figment doctor' lists these presets), and tf32 on a GPU. Weights stay "
            + "in fp32",
        HelpName = "auto|fp32|tf32|bf16",
        DefaultValueFactory = _ => "auto",
    }.AcceptOnlyFromAmong([.. ComputePrecision.Names]);
    private static readonly Option<int?> Threads = new("--threads")
    {
        Description = "CPU threads (default: one per core)",
        HelpName = "N",
    };
    private static readonly Option<int?> SampleEvery = LoopOptions.SampleEvery();
    private static readonly Option<int?> CheckpointEvery = LoopOptions.CheckpointEvery();
    private static readonly Option<int?> KeepEvery = LoopOptions.KeepEvery();
    private static readonly Option<string> OnNaN = LoopOptions.OnNaN("stop (the default) with a diagnosis, or rollback");
    private static readonly Option<string> Features = EvaluationOptionsOfCommands.Features(
        "the classifier for that data, or else one that is trained before the first step, in at most a tenth of the training "
            + "time; without classes, statistics of image patches",
        $", or {TrainingRun.NoFeatures} (nothing is judged)"
    );
    private static readonly StopChoice StopOn = new();
    private static readonly Option<string[]> Log = LoopOptions.Log("");
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The run's folder (default: a new one in runs/)",
        HelpName = "DIR",
    };

    internal static Option<Language> VerdictLanguage { get; } =
        EvaluationOptionsOfCommands.Language("The language of the verdicts");

    /// <summary>Adds all training arguments to a command, in groups.</summary>
    internal static Command WithTrainArguments(this Command command)
    {
        Preset.NoOption();
        Preset.CompletionSources.Add([.. ModelCatalog.Presets.Select(preset => preset.Name)]);
        command.Arguments.Add(Preset);
        command
            .WithChoices("Presets", ModelCatalog.Presets.Select(preset => (preset.Name, preset.Description)))
            .WithGroup("Most used", Data, Seconds, Steps, Reading.Size, Out)
            .WithGroup("Pictures", [.. Reading.Pictures, Flip, Shift])
            .WithGroup("Sounds", [.. Reading.Sounds])
            .WithGroup("How it learns", Batch, Accumulate, LearningRate, Conditional, Unconditional, From, Freeze, Set)
            .WithGroup("Where, and how exactly", Seed, Device, Precision, Threads)
            .WithGroup(
                "While it learns",
                Features,
                VerdictLanguage,
                StopOn.Option,
                OnNaN,
                SampleEvery,
                CheckpointEvery,
                KeepEvery,
                Log
            );
        foreach (Option option in HelpParts.Of(command).Groups.SelectMany(group => group.Options))
            command.Options.Add(option);
        command.Validators.Add(Check);
        return command;
    }

    private static void Check(CommandResult result)
    {
        if (result.GetResult(Steps) is not null && result.GetResult(Seconds) is not null)
            result.AddError("Pass --steps or --seconds, not both: only one of them can end the training.");
        if (result.GetResult(From) is not null && result.GetResult(Data) is null)
            result.AddError("--from needs --data: name the data to train on. The run's own data is fine.");
        if (result.GetValue(Conditional) && result.GetValue(Unconditional))
            result.AddError("Pass --conditional or --unconditional, not both.");
        StopOn.Check(result);
        LoopOptions.CheckChanges(result, Set);
    }

    /// <summary>Reads the request, and reports all problems with the preset and the values in one error.</summary>
    internal static TrainingRequest Read(ParseResult parsed)
    {
        List<OptionProblem> problems = [];
        ModelPreset? preset = Collect(() => PresetFor(parsed.GetValue(Preset), parsed.GetValue(From), parsed.GetValue(Data)));
        string data = parsed.GetValue(Data) ?? preset?.Data ?? ModelCatalog.Presets[0].Data;
        TrainingOptions training = new()
        {
            Length =
                parsed.GetValue(Seconds) is double seconds ? TrainingLength.OfSeconds(seconds)
                : parsed.GetValue(Steps) is long steps ? TrainingLength.OfSteps(steps)
                : Defaults.Length,
            BatchSize = parsed.GetValue(Batch) ?? preset?.BatchSize ?? Defaults.BatchSize,
            Accumulate = parsed.GetValue(Accumulate),
            Seed = parsed.GetValue(Seed),
            SampleEvery = parsed.GetValue(SampleEvery),
            CheckpointEvery = parsed.GetValue(CheckpointEvery),
            KeepEvery = parsed.GetValue(KeepEvery),
        };
        if (DataKinds.Of(data).Complete(training) is ImageTrainingOptions images)
            training = images with { Flip = parsed.GetValue(Flip), Shift = parsed.GetValue(Shift) };
        else if (parsed.GetValue(Flip) || parsed.GetValue(Shift) > 0)
            problems.Add(
                new OptionProblem($"--flip and --shift change images, and {data} holds {DataKinds.Of(data).Name}. Omit them.")
            );

        ModelPreset? changed = preset is null ? null : Collect(() => preset.WithChanges(Changes(parsed)));
        TrainingRequest request = new()
        {
            Preset = changed ?? ModelCatalog.Presets[0],
            From = parsed.GetValue(From),
            Freeze = parsed.GetValue(Freeze),
            Training = training,
            MayLowerBatch = parsed.GetValue(Batch) is null,
            Data = data,
            Reading = Collect(() => Reading.Read(parsed, data)),
            Device = parsed.GetValue(Device)!,
            Precision = parsed.GetValue(Precision)!,
            Threads = parsed.GetValue(Threads),
            Folder = parsed.GetValue(Out),
            Features = parsed.GetValue(Features)!,
            JudgesFolder = JudgeShelf.UsualFolder,
            OnNotFinite = LoopOptions.Read(parsed.GetValue(OnNaN)) ?? NotFiniteAction.Stop,
            Logs = LoopOptions.ReadLogs(parsed.GetValue(Log)) ?? [],
            StopOn = StopOn.Read(parsed),
        };
        Collect(() =>
        {
            OptionsValidator.ThrowIfInvalid([
                request,
                training,
                .. ((object?[])[changed?.Options, request.Reading]).OfType<object>(),
            ]);
            return request;
        });
        return problems.Count == 0 ? request : throw new OptionsException(problems);

        T? Collect<T>(Func<T?> read)
            where T : class
        {
            try
            {
                return read();
            }
            catch (OptionsException e)
            {
                problems.AddRange(e.Details);
                return null;
            }
        }
    }

    /// <summary>
    /// The preset of the run to start from, or else the named preset; without either, the first preset whose default data has the
    /// same kind as the named data.
    /// </summary>
    private static ModelPreset PresetFor(string? name, string? from, string? data) =>
        from is not null ? RunOrigin.PresetOf(from, name)
        : name is not null ? ModelCatalog.Find(name)
        : data is null ? ModelCatalog.Presets[0]
        : ModelCatalog.Presets.FirstOrDefault(preset => DataKinds.Of(preset.Data) == DataKinds.Of(data))
            ?? ModelCatalog.Presets[0];

    /// <summary>The defaults of the presets: the value of the first preset, and those of the presets that differ.</summary>
    private static string DefaultsOf(Func<ModelPreset, string> what)
    {
        string usual = what(ModelCatalog.Presets[0]);
        IEnumerable<string> others = ModelCatalog
            .Presets.Where(preset => what(preset) != usual)
            .Select(preset => $", but {what(preset)} for {preset.Name}");
        return string.Concat([usual, .. others]);
    }

    private static IEnumerable<KeyValuePair<string, string>> Changes(ParseResult parsed)
    {
        if (parsed.GetValue(Conditional))
            yield return new("conditional", "true");
        if (parsed.GetValue(Unconditional))
            yield return new("conditional", "false");
        if (parsed.GetValue(LearningRate) is double rate)
            yield return new("learningRate", rate.ToString("R", CultureInfo.InvariantCulture));
        foreach (KeyValuePair<string, string> change in LoopOptions.ReadChanges(parsed.GetValue(Set)))
            yield return change;
    }
}
