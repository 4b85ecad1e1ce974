using System.CommandLine;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Generation.Images;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary><c>figment reconstruct</c>: encodes images or sounds, and decodes their latents again.</summary>
internal static class ReconstructCommand
{
    internal static readonly DataChoice Data = new(10, "; for a run of sounds, a recording, or a folder or ZIP of recordings");
    internal static readonly Option<string[]> Class = SampleChoice.Class(
        "For a class-conditional model and data without labels: the class of all the data"
    );
    internal static readonly Option<string?> Out = new("--out")
    {
        Description =
            "Images: FILE.png shows the originals with their reconstructions below (default: reconstructed.png). Sounds: "
            + "FILE.wav has each recording followed by its reconstruction (default: reconstructed.wav)",
        HelpName = "FILE",
    };

    private static readonly RunChoice Run = new();

    internal static Command Create()
    {
        Command command = new("reconstruct", "Encode given images or sounds with an autoencoder, and decode them again");
        return command
            .WithParts(Run, new ImageReconstruction(), new SoundReconstruction())
            .WithExamples(
                "figment reconstruct                                  ten test images from the latest run's data",
                "figment reconstruct runs/mine --count 20 --out digits.png",
                "figment reconstruct runs/mine --image my-seven.png   your own picture, of the same size as the run's images",
                "figment reconstruct runs/drums --data my-kick.wav    your own recording, and its reconstruction"
            );
    }

    /// <summary>The classes to pass to the model with the given data.</summary>
    /// <param name="parsed">The parsed arguments.</param>
    /// <param name="chosen">The model.</param>
    /// <param name="what">The word for the given items, in the plural.</param>
    /// <param name="data">The data's name.</param>
    /// <param name="classes">The model's number of classes.</param>
    /// <param name="count">The number of given items.</param>
    /// <param name="labels">The labels in the data; null if it has none.</param>
    /// <returns>Class numbers [count], int64; null for a model without classes.</returns>
    /// <exception cref="OptionsException">Several classes were named, or none although one is needed.</exception>
    internal static torch.Tensor? LabelsOf(
        ParseResult parsed,
        ChosenModel chosen,
        string what,
        string data,
        int classes,
        long count,
        torch.Tensor? labels
    )
    {
        IReadOnlyList<int> named = SampleChoice.ClassesOf(parsed.GetValue(Class), chosen);
        if (named.Count > 1)
            throw new OptionsException([$"--class takes a single class, which applies to all the {what}."]);
        if (named.Count == 1)
            return Scalars.Filled([count], (long)named[0], torch.ScalarType.Int64, chosen.Model.Device);
        if (chosen.Model.IsConditional && classes != chosen.Model.ClassCounts.Count)
            throw new OptionsException([
                $"The model needs the class of each of the {what}, but {data} has no labels. Name the class with --class: "
                    + $"{ClassList.Listed(chosen.ClassNames)}.",
            ]);
        return labels;
    }
}
