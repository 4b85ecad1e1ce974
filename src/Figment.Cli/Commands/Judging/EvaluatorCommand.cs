using System.CommandLine;
using System.Globalization;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;
using Figment.Runs.Sounds;
using Figment.Training;

namespace Figment.Cli.Commands;

/// <summary><c>figment evaluator</c>: trains the classifiers that judge images and sounds.</summary>
internal static class EvaluatorCommand
{
    private const double EnoughToJudge = 0.7;

    private static readonly ClassifierOptions Defaults = new();

    private static readonly Option<string> Data = new("--data")
    {
        Description =
            "Labelled images (mnist, fashion-mnist, a folder with a subfolder per class, or an IDX file with labels) or labelled "
            + "sounds (drums, or a folder of recordings)",
        HelpName = "DATA",
        DefaultValueFactory = _ => "mnist",
    };
    private static readonly ReadingArguments Reading = new();
    private static readonly Option<int> Epochs = new("--epochs")
    {
        Description = "The number of passes over the images",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Epochs,
    };
    private static readonly Option<bool> Mirror = new("--mirror")
    {
        Description = "Mirror half of the images: for clothes and animals, not for digits",
    };
    private static readonly Option<double?> Rotation = CommonOptions.Number(
        "--rotation",
        "DEGREES",
        $"Rotate images by up to this many degrees (default {Defaults.Rotation.ToString(CultureInfo.InvariantCulture)})"
    );
    private static readonly Option<double?> Scaling = CommonOptions.Number(
        "--scaling",
        "SHARE",
        $"Enlarge or shrink images by up to this fraction (default "
            + $"{Defaults.Scaling.ToString(CultureInfo.InvariantCulture)})"
    );
    private static readonly Option<double?> Shift = CommonOptions.Number(
        "--shift",
        "SHARE",
        $"Shift images by up to this fraction of their size (default "
            + $"{Defaults.Shift.ToString(CultureInfo.InvariantCulture)})"
    );
    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "The seed of all random numbers",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Seed,
    };
    private static readonly Option<string> Device = CommonOptions.Device();
    private static readonly Option<int?> Threads = CommonOptions.Positive("--threads", "CPU threads (default: one per core)");
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The file to write (default: NAME-classifier.safetensors)",
        HelpName = "FILE",
    };

    internal static Command Create()
    {
        Command train = new(
            "train",
            "Train a small classifier on labelled images or sounds; its features then judge generated ones"
        )
        {
            Data,
            Epochs,
            Mirror,
            Rotation,
            Scaling,
            Shift,
            Seed,
            Device,
            Threads,
            Out,
        };
        Reading.AddTo(train);
        train.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        train.WithExamples(
            "figment evaluator train --data mnist                     how Figment's own classifier was made",
            "figment evaluator train --data fashion-mnist --epochs 14 --mirror --rotation 4 --scaling 0.05 --shift 0.05",
            "figment evaluator train --data my-pictures/ --size 32    one subfolder per class; same size as the images "
                + "to judge",
            "figment evaluator train --data drums                     a classifier of sounds, which it sees as pictures",
            "figment evaluate runs/mine --features my-pictures-classifier.safetensors"
        );
        return new Command("evaluator", "Train a classifier to judge your own images or sounds") { train }.WithExamples(
            "figment evaluator train --data mnist"
        );
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        string source = parsed.GetValue(Data)!;
        bool isOfSounds = SoundSources.Takes(source);
        IDataOptions? reading = Reading.Read(parsed, source);
        if (isOfSounds)
            RefuseIdle(parsed);
        ClassifierOptions defaults = isOfSounds ? ClassifierOptions.OfSounds : Defaults;
        ClassifierOptions options = defaults with
        {
            Epochs = parsed.GetValue(Epochs),
            Mirror = parsed.GetValue(Mirror),
            Rotation = parsed.GetValue(Rotation) ?? defaults.Rotation,
            Scaling = parsed.GetValue(Scaling) ?? defaults.Scaling,
            Shift = parsed.GetValue(Shift) ?? defaults.Shift,
            Seed = parsed.GetValue(Seed),
        };
        OptionsValidator.ThrowIfInvalid(options);
        TorchSharp.torch.Device device = ComputeDevice.Resolve(parsed.GetValue(Device)!);
        if (parsed.GetValue(Threads) is int threads)
            TorchSharp.torch.set_num_threads(threads);
        if (parsed.GetValue(Out) is string named)
            OutputPlace.EnsureFile(named);
        using RealImages images = isOfSounds
            ? Heard(source, (SoundOptions?)reading, cancellation)
            : RealImages.Open(source, (PictureOptions?)reading, LoadingView.OnError(), cancellation);
        images.Training.To(device);
        images.Test?.To(device);
        string target = parsed.GetValue(Out) ?? $"{images.Training.FileName}-classifier.safetensors";
        TextWriter output = parsed.InvocationConfiguration.Output;
        OutputPlace.EnsureFile(target);
        string items = images.Training.Form?.Items ?? "images";
        output.WriteLine(
            $"Training a classifier of {images.Training.ClassNames.Count} classes on {Words.Printable(images.Training.Name)} "
                + $"({Words.Number(images.Training.Count)} {items} of {images.Training.Shape}), {options.Epochs} epochs, seed "
                + $"{options.Seed}, {device}."
        );
        foreach (Text note in images.Notes)
            output.WriteLine(Words.Printable(note.English));
        ClassifierCard card = LiveLine.Show(line =>
            ClassifierTraining.Train(
                images.Training,
                images.Test,
                target,
                options,
                new Callback<ClassifierProgress>(value =>
                {
                    line(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{value.Fraction * 100, 3:F0}%  epoch {value.Epoch} of {options.Epochs}  loss {value.Loss:F4}"
                        )
                    );
                    if (value.TestAccuracy is double accuracy)
                        output.WriteLine(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"epoch {value.Epoch, 3}  loss {value.Loss:F4}  held-out accuracy on {items}: "
                                    + $"{accuracy * 100:F2}%   "
                            )
                        );
                }),
                cancellation
            )
        );

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The classifier is right on {card.TestAccuracy * 100:F2}% of {card.TestCount:N0} held-out {items}. It is "
                    + $"in {target}:"
            )
        );
        output.WriteLine($"  {Words.Command} evaluate RUN --features {target}");
        if (card.TestAccuracy < EnoughToJudge)
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"That is not accurate enough to judge with. Train on the {items} for longer (--epochs "
                        + $"{options.Epochs * 4}), or add more of them."
                )
            );
        return CommandLine.Done;
    }

    /// <summary>The pictures by which sounds are judged.</summary>
    private static RealImages Heard(string source, SoundOptions? reading, CancellationToken cancellation)
    {
        LoadingView loading = LoadingView.OnError();
        using RealSounds sounds = RealSounds.Open(source, reading, loading, cancellation);
        using SoundListener listener = new(sounds.Shape);
        return sounds.Listen(listener, loading, cancellation).Pictures;
    }

    /// <summary>Rejects options for pictures that do not apply to sounds.</summary>
    private static void RefuseIdle(ParseResult parsed)
    {
        string[] idle =
        [
            .. new Option[] { Mirror, Rotation, Scaling }
                .Where(option => parsed.GetResult(option) is { Implicit: false })
                .Select(option => option.Name),
        ];
        if (idle.Length > 0)
            throw new OptionsException([.. idle.Select(name => $"{name} does not apply to a classifier of sounds. Omit it.")]);
    }
}
