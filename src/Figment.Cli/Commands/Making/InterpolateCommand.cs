using System.CommandLine;
using Figment.Cli.Terminal;

namespace Figment.Cli.Commands;

/// <summary>
/// <c>figment interpolate</c>: walks through a model's latent space from one image or sound to another, or from class to class.
/// </summary>
internal static class InterpolateCommand
{
    internal static readonly WalkChoice Walk = new();
    internal static readonly Option<string?> Out = new("--out")
    {
        Description =
            "Images: FILE.png gets a strip with one row per pair (default: walk.png), FILE.gif a looping animation. Sounds: "
            + "FILE.wav gets all sounds one after the other, with short pauses (default: walk.wav)",
        HelpName = "FILE",
    };

    private static readonly RunChoice Run = new();

    internal static Command Create()
    {
        Command command = new("interpolate", "Walk from one image, sound, or class to another");
        return command
            .WithParts(Run, new ImageWalk(), new SoundWalk())
            .WithExamples(
                "figment interpolate                                         from image 0 to image 1 of the latest run, in "
                    + "walk.png",
                "figment interpolate --images 0,5,9 --out walk.gif           through three images and back, in an endless "
                    + "loop",
                "figment interpolate runs/mine --images 3,8 --seed 7 --steps 16",
                "figment interpolate runs/mine --class 7                     between two sevens, with a class-conditional model",
                "figment interpolate runs/mine --from-class 3 --to-class 8   from one class to another with the same noise, one "
                    + "row per image",
                "figment interpolate runs/mine --from-class cat --to-class dog,bird --out cats.gif",
                "figment interpolate runs/drums --from-class kick --to-class snare --sounds 0 --out morph.wav"
            );
    }
}
