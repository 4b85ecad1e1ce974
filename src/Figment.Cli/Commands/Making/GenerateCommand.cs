using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Generation.Images;
using Figment.Models.Images;
using Figment.Training;
using Spectre.Console;

namespace Figment.Cli.Commands;

/// <summary><c>figment generate</c>: new images from a trained run.</summary>
internal static class GenerateCommand
{
    private const int DefaultCount = 16, DefaultPerClass = 8, MostUnwatched = 256; // more are worth a bar

    private static readonly RunChoice Run = new();
    private static readonly SampleChoice Samples = new();
    private static readonly Option<int?> Count = CommonOptions.Positive("--count", $"How many images (default {DefaultCount}; of several classes {DefaultPerClass} each)");
    private static readonly Option<string> Out = new("--out") { Description = "FILE.png: one grid; FILE.npy: an array [N, C, H, W], float32 in [0, 1]; DIR: one PNG each", HelpName = "PATH", DefaultValueFactory = _ => "generated.png" };
    private static readonly Option<int?> Columns = CommonOptions.Positive("--columns", "Images per row of a grid (default: square; of several classes one column each)");

    internal static Command Create()
    {
        Command command = new("generate", "Make new images with a trained model") { Count, Out, Columns };
        Run.AddTo(command);
        Samples.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command.WithExamples(
            "figment generate                                          16 images of the latest run, in generated.png",
            "figment generate runs/mine --count 64 --seed 7 --out digits.png",
            "figment generate runs/mine --class 7                      sevens alone, of a model by class",
            "figment generate runs/mine --classes 0-9 --truncation 0.7 one column per class, typical ones",
            "figment generate runs/mine --count 10000 --out digits.npy",
            "figment generate runs/mine --count 500 --out digits/      500 PNG files");
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        using ChosenModel chosen = Run.Open(parsed);
        SampleOptions options = Samples.Of(parsed, chosen);
        int classes = options.Classes.Count;
        int count = parsed.GetValue(Count) ?? (classes > 1 ? classes * DefaultPerClass : DefaultCount);
        int? columns = parsed.GetValue(Columns) ?? (classes > 1 && count % classes == 0 ? classes : null);
        string target = parsed.GetValue(Out)!;
        IAnsiConsole console = CommandOutput.ForLiveViews();
        void Write(IProgress<int>? progress) => SampleFiles.Write(chosen.Model, count, options, target, columns, progress, cancellation);

        if (console.Profile.Capabilities.Interactive && count > MostUnwatched)
        {
            console.Progress().Start(context =>
            {
                ProgressTask task = context.AddTask("generating", maxValue: count);
                Write(new Callback<int>(done => task.Value = done));
            });
        }
        else
        {
            Write(null);
        }

        Console.Out.WriteLine($"{Words.Number(count)} images by {chosen.Name}, seed {options.Seed}, are in {target}.");
        return CommandLine.Done;
    }
}
