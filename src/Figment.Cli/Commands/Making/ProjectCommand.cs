using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Training;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary><c>figment project</c>: finds, among the images that a model can make, those closest to given images.</summary>
internal static class ProjectCommand
{
    private static readonly ProjectionOptions Defaults = new();

    private static readonly RunChoice Run = new();
    private static readonly DataChoice Data = new(4);
    private static readonly Option<int> Steps = new("--steps")
    {
        Description = "Steps of the search",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Steps,
    };
    private static readonly Option<int> Starts = new("--starts")
    {
        Description =
            "The number of parallel searches, the best of which is kept; for a class-conditional model, the number per class",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Starts,
    };
    private static readonly Option<double?> Noise = CommonOptions.Number(
        "--noise",
        "X",
        $"The pixel error to tolerate; a larger value gives more typical latents but a less exact image (default "
            + $"{Defaults.PixelNoise})"
    );
    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "The seed that determines where the searches begin",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };
    private static readonly Option<string[]> Class = SampleChoice.Class(
        "For a class-conditional model: the classes to try; the best result is kept (default: all)"
    );
    private static readonly Option<string?> LatentsFile = new("--latents")
    {
        Description = "Also save the latents, as a NumPy array [count, …], float32",
        HelpName = "FILE.npy",
    };
    private static readonly PictureOutput Out = new(
        "projected.png",
        "The file for a picture of the given images and, below them, the closest images that the model can make",
        ".png"
    );

    internal static Command Create()
    {
        Command command = new("project", "Find the latents whose images are closest to given images")
        {
            Steps,
            Starts,
            Noise,
            Seed,
            Class,
            LatentsFile,
        };
        Run.AddTo(command);
        Data.AddTo(command);
        Out.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command.WithExamples(
            "figment project                                     four test images from the latest run's data",
            "figment project runs/mine --image my-seven.png      your own picture, of the same size as the run's images",
            "figment project runs/mine --data mnist --count 10 --steps 1000 --latents z.npy"
        );
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        string target = Out.Of(parsed);
        string? file = parsed.GetValue(LatentsFile);
        if (file is not null && !Path.GetExtension(file).Equals(".npy", StringComparison.OrdinalIgnoreCase))
            throw new OptionsException([$"--latents needs a file that ends in .npy, not '{file}'."]);
        if (file is not null)
            OutputPlace.EnsureFile(file);
        using ChosenModel chosen = Run.Open(parsed);
        ProjectionOptions options = new()
        {
            Steps = parsed.GetValue(Steps),
            Starts = parsed.GetValue(Starts),
            PixelNoise = parsed.GetValue(Noise) ?? Defaults.PixelNoise,
            Seed = parsed.GetValue(Seed),
            Classes = SampleChoice.ClassesOf(parsed.GetValue(Class), chosen),
        };
        OptionsValidator.ThrowIfInvalid(options);
        using ImageDataset data = Data.Open(parsed, chosen, cancellation);
        using DisposeScope scope = torch.NewDisposeScope();
        Batch given = Data.First(parsed, data, chosen);
        Projection result = LiveLine.Show(line =>
            Projection.Find(
                chosen.Model,
                given.Items,
                options,
                new Callback<double>(done => line($"searching: {Words.Percent(done)}")),
                cancellation
            )
        );

        PictureOutput.Write(
            target,
            new[] { ImageBatch.FromTensor(given.Items), ImageBatch.FromTensor(result.Images) }.ToRows().Save
        );
        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine(
            $"{Words.Number(given.Count)} of {Words.Printable(data.Name)}, with the closest images that {chosen.Name} "
                + $"makes below them, are in {target}."
        );
        long[]? labels = result.Latents.Labels?.cpu().data<long>().ToArray();
        for (int i = 0; i < result.Errors.Count; i++)
            output.WriteLine(
                $"image {i}: mean pixel error {Words.Percent(result.Errors[i])}"
                    + (labels is null ? "" : $", class {Words.Printable(chosen.NameOf(labels[i]))}")
            );
        if (file is not null)
        {
            PictureOutput.Write(file, result.Latents.Save);
            output.WriteLine($"Their latents are in {file}.");
        }

        return CommandLine.Done;
    }
}
