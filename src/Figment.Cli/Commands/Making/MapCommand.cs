using System.CommandLine;
using Figment.Charts;
using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary>
/// <c>figment map</c>: draws everything that a model with two latents can make, and where the images of each class lie.
/// </summary>
internal static class MapCommand
{
    private const int DefaultSize = 20,
        MostPerSide = 100;

    private static readonly RunChoice Run = new();
    private static readonly DataChoice Data = new(2000);
    private static readonly Option<int?> Size = CommonOptions.Positive("--size", $"Images per side (default {DefaultSize})");
    private static readonly Option<string[]> Class = SampleChoice.Class("For a class-conditional model: the class of the map");
    private static readonly PictureOutput Out = new(
        "map.png",
        "The file for the map; if there are labels, FILE-classes.png beside it shows where the classes lie",
        ".png"
    );

    internal static Command Create()
    {
        Command command = new("map", "Draw a map of what a model with two latents can make") { Size, Class };
        Run.AddTo(command);
        Data.AddTo(command);
        Out.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command.WithExamples(
            "figment map                          the latest run: map.png, and map-classes.png if there are labels",
            "figment map runs/mine --size 30 --out digits.png",
            "figment map runs/mine --class 7      the map of sevens, from a class-conditional model"
        );
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        string target = Out.Of(parsed);
        int size = parsed.GetValue(Size) ?? DefaultSize;
        if (size > MostPerSide)
            throw new OptionsException([
                $"--size must be at most {MostPerSide}: a map of {(long)size * size:N0} images is too large to look at.",
            ]);
        using ChosenModel chosen = Run.Open(parsed);
        using DisposeScope scope = torch.NewDisposeScope();
        IReadOnlyList<int> classes = SampleChoice.ClassesOf(parsed.GetValue(Class), chosen);
        if (LatentMap.IsPossible(chosen.Model) && chosen.Model.IsConditional && classes.Count != 1)
            throw new OptionsException([
                $"This model is class-conditional, and each class has its own map. Name one with --class: "
                    + $"{ClassList.Listed(chosen.ClassNames)}.",
            ]);
        Latents grid = LatentMap.Grid(chosen.Model, size, classes.Count == 1 ? classes[0] : null);
        ImageBatch images = ImageBatch.FromTensor(grid.Generate(chosen.Model, null, cancellation));
        PictureOutput.Write(target, images.ToGrid(size).Save);
        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine($"A map of {size} × {size} images by {chosen.Name} is in {target}.");
        if (chosen.Model is ILatentEncoder && !chosen.Model.IsSamplerOnly && chosen.ClassNames.Count > 0)
            DrawClasses(parsed, chosen, $"{target[..^4]}-classes.png", cancellation);
        return CommandLine.Done;
    }

    private static void DrawClasses(ParseResult parsed, ChosenModel chosen, string target, CancellationToken cancellation)
    {
        using ImageDataset data = Data.Open(parsed, chosen, cancellation);
        if (
            data.ClassCounts.Count == 0
            || (chosen.Model.IsConditional && data.ClassCounts.Count != chosen.Model.ClassCounts.Count)
        )
            return;
        Batch given = Data.First(parsed, data, chosen);
        float[] latents = Latents
            .OfImages(chosen.Model, given.Items, given.Labels, cancellation)
            .Values.cpu()
            .data<float>()
            .ToArray();
        long[] labels = given.Labels!.cpu().data<long>().ToArray();
        PointGroup[] groups =
        [
            .. data.ClassNames.Select(
                (name, label) =>
                    new PointGroup(
                        Words.Printable(name),
                        [
                            .. labels
                                .Index()
                                .Where(each => each.Item == label)
                                .Select(each => ((double)latents[2 * each.Index], (double)latents[(2 * each.Index) + 1])),
                        ]
                    )
            ),
        ];
        PictureOutput.Write(
            target,
            file =>
                ScatterChart.Save(
                    file,
                    $"{Words.Number(given.Count)} images of {Words.Printable(data.Name)}",
                    "first latent",
                    "second latent",
                    groups
                )
        );
        parsed.InvocationConfiguration.Output.WriteLine($"The positions of the images of each class are in {target}.");
    }
}
