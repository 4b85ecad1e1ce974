using System.CommandLine;
using Figment.Charts;
using Figment.Cli.Terminal;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Training;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary>
/// <c>figment interpolate</c>: a walk from one image to another, or from class to class, through what the model can make.
/// </summary>
internal static class InterpolateCommand
{
    private const int StripSteps = 10, LoopSteps = 30, MostImages = 3000, LoopSide = 256;
    private const string BetweenImages = "0,1", BetweenClasses = "0,1,2,3";
    private const double SecondsPerStep = 0.06;

    private static readonly RunChoice Run = new();
    private static readonly SampleChoice Samples = new();
    private static readonly Option<string?> Images = new("--images")
    {
        Description = "The images to walk to, by their numbers in what 'generate' makes of the same seed and classes " +
            $"(default {BetweenImages}); from class to class the images that are shown in each (default {BetweenClasses})",
        HelpName = "A,B,…",
    };

    private static readonly ClassWalkChoice Classes = new();
    private static readonly Option<int?> Steps = CommonOptions.Positive("--steps", $"Images from one to the next (default {StripSteps}; of a GIF {LoopSteps})");
    private static readonly Option<bool> Linear = new("--linear") { Description = "Walk in a straight line instead of along the sphere on which latents lie" };
    private static readonly PictureOutput Out = new("walk.png", "FILE.png: a strip, one row per pair; FILE.gif: an animation that ends where it began", ".png", ".gif");

    internal static Command Create()
    {
        Command command = new(
            "interpolate", "Walk from one of a model's images to another, or from class to class, as a strip or an animation")
        {
            Images, Steps, Linear,
        };
        Classes.AddTo(command);
        Run.AddTo(command);
        Samples.AddTo(command);
        Out.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command.WithExamples(
            "figment interpolate                                         from image 0 to image 1 of the latest run, in walk.png",
            "figment interpolate --images 0,5,9 --out walk.gif           there and on and back, for ever",
            "figment interpolate runs/mine --images 3,8 --seed 7 --steps 16",
            "figment interpolate runs/mine --class 7                     between two sevens, of a model by class",
            "figment interpolate runs/mine --from-class 3 --to-class 8   the same noise, the class mixed: a row for each image",
            "figment interpolate runs/mine --from-class cat --to-class dog,bird --out cats.gif");
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        string target = Out.Of(parsed);
        bool isLoop = Path.GetExtension(target).Equals(".gif", StringComparison.OrdinalIgnoreCase);
        bool byClass = Classes.IsAsked(parsed);
        IReadOnlyList<int> images = CommonOptions.Numbers(
            "--images", parsed.GetValue(Images) ?? (byClass ? BetweenClasses : BetweenImages));
        int steps = parsed.GetValue(Steps) ?? (isLoop ? LoopSteps : StripSteps);
        if ((long)images.Count * steps > MostImages)
            throw new OptionsException([$"{images.Count} images with {steps} steps each are more than {MostImages:N0} pictures. Take fewer of either."]);
        WalkPath path = parsed.GetValue(Linear) ? WalkPath.Linear : WalkPath.Spherical;

        using ChosenModel chosen = Run.Open(parsed);
        using DisposeScope scope = torch.NewDisposeScope();
        IReadOnlyList<int> classes = byClass ? Classes.Of(parsed, chosen, Samples) : [];
        if ((long)images.Count * steps * classes.Count > MostImages)
            throw new OptionsException([
                $"{images.Count} images through {classes.Count} classes with {steps} steps each "
                    + $"are more than {MostImages:N0} pictures. Take fewer of any."]);
        SampleOptions options = Samples.Of(parsed, chosen);
        Latents drawn = Latents.OfSamples(chosen.Model, images, options);
        Latents[] rows = byClass
            ? [.. images.Select((_, row) => LatentWalk.InClasses(chosen.Model, drawn, row, classes))]
            : [drawn.InShares(chosen.Model)];
        Latents[] walks = [.. rows.Select(keyframes =>
            isLoop ? LatentWalk.Loop(keyframes, steps, path) : LatentWalk.Strip(keyframes, steps, path))];
        Latents all = walks.Length == 1 ? walks[0]
            : new Latents(torch.cat([.. walks.Select(walk => walk.Values)]), torch.cat([.. walks.Select(walk => walk.Labels!)]));
        ImageBatch made = LiveLine.Show(line => ImageBatch.FromTensor(
            all.Generate(chosen.Model, new Callback<int>(done => line($"{done} of {all.Count} images")), cancellation)));
        PictureOutput.Write(target, file =>
        {
            if (isLoop) Animation.SaveLoop(Frames(made, walks.Length), file, walks[0].Count * SecondsPerStep);
            else made.ToGrid(byClass ? walks[0].Count : steps).Save(file);
        });
        string through = byClass
            ? $"from class to class ({string.Join(", ", classes.Select(label => Words.Printable(chosen.NameOf(label))))}) of"
            : "through";
        parsed.InvocationConfiguration.Output.WriteLine(
            $"A walk {through} images {string.Join(", ", images)} by {chosen.Name}, seed {options.Seed}, is in {target}.");
        return CommandLine.Done;
    }

    /// <summary>What each frame shows: the walks beside each other.</summary>
    private static Picture[] Frames(ImageBatch images, int walks)
    {
        int scale = Math.Max(1, LoopSide / Math.Max(images.Shape.Height, images.Shape.Width)), frames = images.Count / walks;
        return [.. Enumerable.Range(0, frames).Select(frame =>
            new ImageBatch(
                images.Shape, [.. Enumerable.Range(0, walks).SelectMany(walk => images[(walk * frames) + frame].ToArray())])
                .ToGrid(walks, scale))];
    }
}
