using System.CommandLine;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Generation;
using Figment.Models;
using Figment.Runs;
using Spectre.Console;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary><c>figment generate</c>: new images from a trained run.</summary>
internal static class GenerateCommand
{
    private static readonly Argument<string?> Run = new("RUN") { HelpName = "RUN", Description = "The run's folder (default: the latest below runs/)", DefaultValueFactory = _ => null };
    private static readonly Option<int?> Count = CommonOptions.Positive("--count", "How many images (default 16)");
    private static readonly Option<long> Seed = new("--seed") { Description = "Chooses the images; image k of a seed is always the same", HelpName = "N", DefaultValueFactory = _ => 0 };
    private static readonly Option<string> Out = new("--out") { Description = "FILE.png: one grid; FILE.npy: an array [N, C, H, W], float32 in [0, 1]; DIR: one PNG each", HelpName = "PATH", DefaultValueFactory = _ => "generated.png" };
    private static readonly Option<int?> Columns = CommonOptions.Positive("--columns", "Images per row of a grid (default: square)");
    private static readonly Option<Checkpoint?> Which = EvaluationOptionsOfCommands.Which();
    private static readonly Option<string> Device = CommonOptions.Device();

    internal static Command Create()
    {
        Run.NoOption();
        Command command = new("generate", "Make new images with a trained model") { Run, Count, Seed, Out, Columns, Which, Device };
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command.WithExamples(
            "figment generate                                          16 images of the latest run, in generated.png",
            "figment generate runs/mine --count 64 --seed 7 --out digits.png",
            "figment generate runs/mine --count 10000 --out digits.npy",
            "figment generate runs/mine --count 500 --out digits/      500 PNG files");
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetValue(Run) ?? RunFolder.Latest("runs")
            ?? throw new FigmentException($"There is no run below runs/ yet. Train one with '{Words.Command} train', or name a run's folder.");
        RunFolder folder = RunFolder.Open(path);
        torch.Device device = ComputeDevice.Resolve(parsed.GetValue(Device)!);
        Checkpoint checkpoint = parsed.GetValue(Which) ?? folder.Preferred;
        using GenerativeModel model = folder.LoadModel(device, checkpoint);

        int count = parsed.GetValue(Count) ?? 16;
        string target = parsed.GetValue(Out)!;
        IAnsiConsole console = AnsiConsole.Console;
        void Write(IProgress<int>? progress) =>
            SampleFiles.Write(model, count, new SampleOptions { Seed = parsed.GetValue(Seed) }, target, parsed.GetValue(Columns), progress, cancellation);

        if (console.Profile.Capabilities.Interactive && count > GenerativeModel.SampleBlock)
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

        console.Profile.Out.Writer.WriteLine($"{Words.Number(count)} images by {path} ({folder.Describe(checkpoint)}, seed {parsed.GetValue(Seed)}) are in {target}.");
        return CommandLine.Done;
    }
}
