using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary><c>figment reconstruct</c> for a run of images.</summary>
internal sealed class ImageReconstruction : KindPart
{
    private static readonly PictureOutput Output = new(ReconstructCommand.Out, "reconstructed.png", [".png"]);

    internal override string Kind => "images";

    internal override IReadOnlyList<Option> Options =>
        [ReconstructCommand.Class, .. ReconstructCommand.Data.Options, ReconstructCommand.Out];

    internal override int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation)
    {
        string target = Output.Of(parsed);
        using ChosenModel chosen = run.Load();
        chosen.RequireEncoder();
        using ImageDataset data = ReconstructCommand.Data.Open(parsed, chosen, cancellation);
        using DisposeScope scope = torch.NewDisposeScope();
        Batch given = ReconstructCommand.Data.First(parsed, data, chosen);
        torch.Tensor? labels = ReconstructCommand.LabelsOf(
            parsed,
            chosen,
            "images",
            data.Name,
            data.ClassCounts.Count,
            given.Count,
            given.Labels
        );
        Reconstruction result = Reconstruction.Of(chosen.Model, given.Items, labels, cancellation);
        PictureOutput.Write(
            target,
            new[] { ImageBatch.FromTensor(result.Originals), ImageBatch.FromTensor(result.Images) }.ToRows().Save
        );
        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine(
            $"{Words.Number(given.Count)} of {Words.Printable(data.Name)}, with the reconstructions by {chosen.Name} "
                + $"below them, are in {target}."
        );
        output.WriteLine(
            $"mean pixel error {Words.Percent(result.Errors.Average())} of the range from black to white; single images "
                + $"{Words.Percent(result.Errors.Min())} to {Words.Percent(result.Errors.Max())}"
        );
        return CommandLine.Done;
    }
}
