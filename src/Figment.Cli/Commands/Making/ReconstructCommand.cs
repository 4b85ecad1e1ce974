using System.CommandLine;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Generation.Images;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary><c>figment reconstruct</c>: images or sounds, and what a model makes of their latents.</summary>
internal static class ReconstructCommand
{
    internal static readonly DataChoice Data = new(10, "; to a run of sounds a recording, or a folder or ZIP of recordings");
    internal static readonly Option<string[]> Class = SampleChoice.Class(
        "Of a model by class, and data without labels: the class of all of it"
    );
    internal static readonly Option<string?> Out = new("--out")
    {
        Description =
            "Images: FILE.png has the images above, what the model makes of them below (default: reconstructed.png). "
            + "Sounds: FILE.wav has each recording followed by what the model makes of it (default: reconstructed.wav)",
        HelpName = "FILE",
    };

    private static readonly RunChoice Run = new();

    internal static Command Create()
    {
        Command command = new("reconstruct", "Encode given images or sounds with an autoencoder, and decode them again");
        return command
            .WithParts(Run, new ImageReconstruction(), new SoundReconstruction())
            .WithExamples(
                "figment reconstruct                                  ten test images of what the latest run learned from",
                "figment reconstruct runs/mine --count 20 --out digits.png",
                "figment reconstruct runs/mine --image my-seven.png   a picture of one's own, of the same size",
                "figment reconstruct runs/drums --data my-kick.wav    a recording of one's own, and what becomes of it"
            );
    }

    /// <summary>The classes that a model is told of given data.</summary>
    /// <param name="parsed">What was asked for.</param>
    /// <param name="chosen">The model.</param>
    /// <param name="what">What is given, in the plural.</param>
    /// <param name="data">The data's name.</param>
    /// <param name="classes">How many classes it tells apart.</param>
    /// <param name="count">How many are given.</param>
    /// <param name="labels">The classes that the data says; null where it says none.</param>
    /// <returns>[count], int64; null where the model takes none.</returns>
    /// <exception cref="OptionsException">Several were named, or none where one must be.</exception>
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
            throw new OptionsException([$"--class names the one class of all the {what}."]);
        if (named.Count == 1)
            return Scalars.Filled([count], (long)named[0], torch.ScalarType.Int64, chosen.Model.Device);
        if (chosen.Model.IsConditional && classes != chosen.Model.ClassCounts.Count)
            throw new OptionsException([
                $"The model is told the class of each of the {what}, and {data} does not say it. "
                    + $"Name it with --class; the classes are: {ClassList.Listed(chosen.ClassNames)}.",
            ]);
        return labels;
    }
}
