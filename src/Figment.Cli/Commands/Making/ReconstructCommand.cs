using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary><c>figment reconstruct</c>: images, and what a model makes of their latents.</summary>
internal static class ReconstructCommand
{
    private static readonly RunChoice Run = new();
    private static readonly DataChoice Data = new(10);
    private static readonly Option<string[]> Class = SampleChoice.Class("Of a model by class, and images without labels: the class of all of them");
    private static readonly PictureOutput Out = new("reconstructed.png", "Where to draw: the images above, what the model makes of them below", ".png");

    internal static Command Create()
    {
        Command command = new("reconstruct", "Encode images and decode them again, with a model that has an encoder") { Class };
        Run.AddTo(command);
        Data.AddTo(command);
        Out.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command.WithExamples(
            "figment reconstruct                                  ten test images of what the latest run learned from",
            "figment reconstruct runs/mine --count 20 --out digits.png",
            "figment reconstruct runs/mine --image my-seven.png   a picture of one's own, of the same size");
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        string target = Out.Of(parsed);
        using ChosenModel chosen = Run.Open(parsed);
        chosen.RequireEncoder();
        IReadOnlyList<int> classes = SampleChoice.ClassesOf(parsed.GetValue(Class), chosen);
        if (classes.Count > 1) throw new OptionsException(["--class names the one class of all the images."]);
        using ImageDataset data = Data.Open(parsed, chosen, cancellation);
        if (chosen.Model.IsConditional && classes.Count == 0 && data.ClassCounts.Count != chosen.Model.ClassCounts.Count)
            throw new OptionsException([$"The model is told the class of each image, and {data.Name} does not say it. Name it with --class; the classes are: {ClassList.Listed(chosen.ClassNames)}."]);

        using DisposeScope scope = torch.NewDisposeScope();
        Batch given = Data.First(parsed, data, chosen);
        torch.Tensor? labels = classes.Count == 0 ? given.Labels : torch.full([given.Count], classes[0], torch.ScalarType.Int64, chosen.Model.Device);
        Reconstruction result = Reconstruction.Of(chosen.Model, given.Items, labels, cancellation);
        PictureOutput.Write(target, new[] { ImageBatch.FromTensor(result.Originals), ImageBatch.FromTensor(result.Images) }.ToRows().Save);
        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine($"{Words.Number(given.Count)} of {Words.Printable(data.Name)}, and below them what {chosen.Name} makes of their latents, are in {target}.");
        output.WriteLine($"mean pixel error {Words.Percent(result.Errors.Average())} of the way from black to white; of single images {Words.Percent(result.Errors.Min())} to {Words.Percent(result.Errors.Max())}");
        return CommandLine.Done;
    }
}
