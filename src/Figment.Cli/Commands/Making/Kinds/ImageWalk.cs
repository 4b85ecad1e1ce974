using System.CommandLine;
using Figment.Charts;
using Figment.Cli.Terminal;
using Figment.Imaging;
using Figment.Training;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary><c>figment interpolate</c> for a run of images.</summary>
internal sealed class ImageWalk : KindPart
{
    private const int Most = 3000,
        LoopSide = 256;
    private const double SecondsPerStep = 0.06;

    private static readonly PictureOutput Output = new(InterpolateCommand.Out, "walk.png", [".png", ".gif"]);

    internal override string Kind => "images";

    internal override IReadOnlyList<Option> Options => [.. InterpolateCommand.Walk.Options, InterpolateCommand.Out];

    internal override int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation)
    {
        string target = Output.Of(parsed);
        bool isLoop = Path.GetExtension(target).Equals(".gif", StringComparison.OrdinalIgnoreCase);
        WalkChoice choice = InterpolateCommand.Walk;
        choice.Check(parsed, "images", Most, isLoop);
        using ChosenModel chosen = run.Load();
        using DisposeScope scope = torch.NewDisposeScope();
        ChosenWalk walk = choice.Of(parsed, chosen, "images", Most, isLoop);
        ImageBatch made = LiveLine.Show(line =>
            ImageBatch.FromTensor(
                walk.All.Generate(
                    chosen.Model,
                    new Callback<int>(done => line($"{done} of {walk.All.Count} images")),
                    cancellation
                )
            )
        );
        PictureOutput.Write(
            target,
            file =>
            {
                if (isLoop)
                    Animation.SaveLoop(Frames(made, walk.Rows.Count), file, walk.Rows[0].Count * SecondsPerStep);
                else
                    made.ToGrid(choice.IsByClass(parsed) ? walk.Rows[0].Count : choice.StepsOf(parsed)).Save(file);
            }
        );
        parsed.InvocationConfiguration.Output.WriteLine(
            $"A walk {walk.Through} by {chosen.Name}, seed {walk.Samples.Seed}, is in {target}."
        );
        return CommandLine.Done;
    }

    /// <summary>The frames, each with all walks side by side.</summary>
    private static Picture[] Frames(ImageBatch images, int walks)
    {
        int scale = Math.Max(1, LoopSide / Math.Max(images.Shape.Height, images.Shape.Width)),
            frames = images.Count / walks;
        return
        [
            .. Enumerable
                .Range(0, frames)
                .Select(frame =>
                    new ImageBatch(
                        images.Shape,
                        [.. Enumerable.Range(0, walks).SelectMany(walk => images[(walk * frames) + frame].ToArray())]
                    ).ToGrid(walks, scale)
                ),
        ];
    }
}
