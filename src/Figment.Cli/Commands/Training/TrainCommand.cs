using System.CommandLine;
using System.Globalization;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Evaluation.Images;
using Figment.Models;
using Figment.Runs;
using Figment.Training;
using Figment.Training.Images;
using Spectre.Console;

namespace Figment.Cli.Commands;

/// <summary><c>figment train</c>: from data to a run folder.</summary>
internal static class TrainCommand
{
    private static readonly ImageTrainingOptions Defaults = new();

    private static readonly Argument<string?> Preset = new("PRESET")
    {
        HelpName = "PRESET",
        Description = "What to train (default: the first that learns such data): "
            + string.Join("; ", ModelCatalog.Presets.Select(preset => $"{preset.Name} ({preset.Description})")),
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = $"{CommonOptions.DataSources} (default: the preset's, {DefaultsOf(preset => preset.Data)})",
        HelpName = "NAME|PATH",
    };

    private static readonly Option<string?> From = new("--from")
    {
        Description = "Begin with the weights of a run of the same preset, wherever they fit: "
            + "its images may have another size, other colours and other classes, which are matched by name",
        HelpName = "RUN",
    };

    private static readonly Option<int> Freeze = new("--freeze")
    {
        Description = "Leave the first N layers as they are in that run, counted from the one that sees the data: of a GAN's "
            + "discriminator, a flow's way down, an encoder, a language model's blocks",
        HelpName = "N",
    };

    private static readonly ReadingArguments Reading = new();
    private static readonly Option<bool> Flip = new("--flip") { Description = "Mirror a random half of the images, chosen again each time; not for digits or letters" };
    private static readonly Option<int> Shift = new("--shift") { Description = "Move each image by up to N pixels, at random each time it is learned from; its edge is repeated", HelpName = "N", DefaultValueFactory = _ => Defaults.Shift };
    private static readonly Option<long?> Steps = new("--steps") { Description = $"Steps to train (default {Defaults.Length.Steps})", HelpName = "N" };
    private static readonly Option<double?> Seconds = CommonOptions.Number("--seconds", "N", "Train for so long instead of a number of steps");
    private static readonly Option<int?> Batch = new("--batch")
    {
        Description = "Items per step: images, or blocks of tokens (default: the preset's, " +
            $"{DefaultsOf(preset => $"{preset.BatchSize}")}; fewer where large images would take too much memory)",
        HelpName = "N",
    };

    private static readonly Option<int> Accumulate = new("--accumulate")
    {
        Description = "Learn from each batch in N pieces, one after the other, with one update for all, which takes less memory. "
            + "Batch normalisation takes its statistics from each piece",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Accumulate,
    };

    private static readonly Option<double?> LearningRate = CommonOptions.Number("--learning-rate", "X", "The optimizer's step size (default: the preset's)");
    private static readonly Option<bool> Conditional = new("--conditional") { Description = "Learn to make images by class, which needs labels" };
    private static readonly Option<bool> Unconditional = new("--unconditional") { Description = "Leave labels unused, also where the preset would use them" };
    private static readonly Option<string[]> Set = LoopOptions.Set("Change any option of the model, for instance latentSize=64 ('figment summary' lists them)");
    private static readonly Option<long> Seed = new("--seed") { Description = "Decides every random number of the run", HelpName = "N", DefaultValueFactory = _ => Defaults.Seed };
    private static readonly Option<string> Device = CommonOptions.Device();
    private static readonly Option<string> Precision = new Option<string>("--precision") { Description = "What networks compute in: fp32, tf32 (products on a GPU), bf16 (weights are kept in fp32), or auto, which takes bf16 where the preset trains as well with it and its step was measured to be shorter on such a processor ('figment doctor' says for which), and tf32 on a GPU", HelpName = "auto|fp32|tf32|bf16", DefaultValueFactory = _ => "auto" }.AcceptOnlyFromAmong([.. ComputePrecision.Names]);
    private static readonly Option<int?> Threads = new("--threads") { Description = "Threads on the CPU (default: one per core)", HelpName = "N" };
    private static readonly Option<int?> SampleEvery = LoopOptions.SampleEvery();
    private static readonly Option<int?> CheckpointEvery = LoopOptions.CheckpointEvery();
    private static readonly Option<int?> KeepEvery = LoopOptions.KeepEvery();
    private static readonly Option<string> OnNaN = LoopOptions.OnNaN("stop (the default) with a diagnosis, or rollback");
    private static readonly Option<string> Features = EvaluationOptionsOfCommands.Features(
        "the classifier of that data, or one that is trained first, once, " +
            "in a tenth of the time at most; without classes, patterns of its patches",
        $", {TrainingRun.NoFeatures} to leave them unjudged");
    private static readonly StopChoice StopOn = new();
    private static readonly Option<string[]> Log = LoopOptions.Log("");
    private static readonly Option<Language> VerdictLanguage = EvaluationOptionsOfCommands.Language("The language of the verdicts: en or zh");
    private static readonly Option<string?> Out = new("--out") { Description = "The run's folder (default: a new one below runs/)", HelpName = "DIR" };

    internal static Command Create()
    {
        Preset.NoOption();
        Preset.CompletionSources.Add([.. ModelCatalog.Presets.Select(preset => preset.Name)]);
        Command command = new("train", "Train a model, watching its samples grow")
        {
            Preset, Data, From, Freeze, Flip, Shift, Steps, Seconds, Batch, Accumulate,
            LearningRate, Conditional, Unconditional, Set, Seed, Device, Precision,
            Threads, SampleEvery, CheckpointEvery, KeepEvery, OnNaN, Features, StopOn.Option, Log, VerdictLanguage, Out,
        };
        foreach (Option option in Reading.Options) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(Steps) is not null && result.GetResult(Seconds) is not null)
                result.AddError("Give --steps or --seconds, not both: one of them has to end the training.");
            if (result.GetResult(From) is not null && result.GetResult(Data) is null)
                result.AddError("--from needs --data: say what to learn now. The run's own data will do.");
            if (result.GetValue(Conditional) && result.GetValue(Unconditional)) result.AddError("Give --conditional or --unconditional, not both.");
            StopOn.Check(result);
            LoopOptions.CheckChanges(result, Set);
        });
        command.SetAction((parsed, cancellation) =>
        {
            TrainingRequest request = Request(parsed); // what is wrong with it is said before there is a group
            return Task.FromResult(LaunchedTogether.Run(group => Execute(group, request, parsed, cancellation)));
        });
        return command.WithExamples(
            "figment train                              digits, by class: 10,000 steps on MNIST",
            "figment train --seconds 60                 one minute, wherever that leads",
            "figment train dcgan --seconds 300          better, slower",
            "figment train classic --steps 2000 --seed 7 --out runs/mine",
            "figment train vae --conditional            another family, by class too",
            "figment train classic --stop-on collapse   end early when all samples become alike",
            "figment train vae --log tensorboard        watch it in TensorBoard too: 'tensorboard --logdir runs'",
            "figment train --data fashion-mnist         clothes instead of digits",
            "figment train --data photos/ --size 32     your own pictures, brought to 32×32 ('figment data check photos/' looks at them first)",
            "figment train flow --data photos/ --size 96x64       wide pictures: a width, x, a height",
            "figment train dcgan --data photos/ --flip --shift 4   each picture mirrored and moved a little, at random",
            "figment train dcgan --data photos/ --size 128 --batch 256 --accumulate 8   a large batch in little memory",
            "figment train --data mine/ --from runs/photos   begin where another run is, which needs less time and fewer pictures",
            "figment train dcgan --data mine/ --from runs/photos --freeze 3   "
                + "the same, the discriminator's first layers left as they are",
            "figment train gpt --seconds 300            a language model, on the Chinese poems in the package",
            "figment train gpt --data my-novel.txt      the same on your own text",
            "mpirun -n 4 figment train flow             four processes, on one machine or many (docs/many-machines.md)");
    }

    private static int Execute(ITrainingGroup group, TrainingRequest request, ParseResult parsed, CancellationToken cancellation)
    {
        int? threads = LaunchedTogether.ThreadsIn(group); // which all must ask
        request = request with { Threads = request.Threads ?? threads, Memory = LaunchedTogether.MemoryIn(group) };
        if (group.Rank > 0)
        {
            GroupRun.Train(group, request, cancellationToken: cancellation);
            return CommandLine.Done;
        }

        Language language = parsed.GetValue(VerdictLanguage);
        TrainingView view = new(CommandOutput.ForLiveViews(), language);
        StepForecast? forecast = null;
        RunResult result = view.Show(DataKinds.Of(request.Data).Name, progress => GroupRun.Train(
            group, request, progress, TimeProvider.System,
            folder =>
            {
                TrainingAnnouncement.Say(folder, request, forecast, language, view);
                foreach (string said in LaunchedTogether.SayDevices(group)) view.Say(said);
            },
            view.Loading,
            foreseen => forecast = foreseen,
            cancellation)!);
        return RunConclusion.Write(result, language);
    }

    /// <summary>Reads the request; whatever is wrong with preset and values is reported in one message.</summary>
    private static TrainingRequest Request(ParseResult parsed)
    {
        List<OptionProblem> problems = [];
        ModelPreset? preset = Collect(() => PresetFor(parsed.GetValue(Preset), parsed.GetValue(From), parsed.GetValue(Data)));
        string data = parsed.GetValue(Data) ?? preset?.Data ?? ModelCatalog.Presets[0].Data;
        TrainingOptions training = new()
        {
            Length = parsed.GetValue(Seconds) is double seconds ? TrainingLength.OfSeconds(seconds)
                : parsed.GetValue(Steps) is long steps ? TrainingLength.OfSteps(steps) : Defaults.Length,
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
            problems.Add(new OptionProblem($"--flip and --shift change images, and {data} holds {DataKinds.Of(data).Name}. Omit them."));

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
            OptionsValidator.ThrowIfInvalid([request, training, .. ((object?[])[changed?.Options, request.Reading]).OfType<object>()]);
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
    /// That of the run to begin from, or else the preset that was named; where none was, the first whose own data is of the kind
    /// that was named.
    /// </summary>
    private static ModelPreset PresetFor(string? name, string? from, string? data) =>
        from is not null ? RunOrigin.PresetOf(from, name)
        : name is not null ? ModelCatalog.Find(name)
        : data is null ? ModelCatalog.Presets[0]
        : ModelCatalog.Presets.FirstOrDefault(preset => DataKinds.Of(preset.Data) == DataKinds.Of(data)) ?? ModelCatalog.Presets[0];

    /// <summary>What presets have where nobody says it: that of most, and those that differ by name.</summary>
    private static string DefaultsOf(Func<ModelPreset, string> what)
    {
        string usual = what(ModelCatalog.Presets[0]);
        IEnumerable<string> others = ModelCatalog.Presets.Where(preset => what(preset) != usual).Select(preset => $"{what(preset)} for {preset.Name}");
        return string.Join(", ", [usual, .. others]);
    }

    private static IEnumerable<KeyValuePair<string, string>> Changes(ParseResult parsed)
    {
        if (parsed.GetValue(Conditional)) yield return new("conditional", "true");
        if (parsed.GetValue(Unconditional)) yield return new("conditional", "false");
        if (parsed.GetValue(LearningRate) is double rate) yield return new("learningRate", rate.ToString("R", CultureInfo.InvariantCulture));
        foreach (KeyValuePair<string, string> change in LoopOptions.ReadChanges(parsed.GetValue(Set))) yield return change;
    }
}
