using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Data.Texts;

namespace Figment.Cli.Commands;

/// <summary><c>figment data</c>: describes a data set with numbers and a picture.</summary>
internal static class DataCommand
{
    private static readonly Argument<string> Data = new("DATA")
    {
        HelpName = "DATA",
        Description = CommonOptions.DataSources,
        DefaultValueFactory = _ => "mnist",
    };
    private static readonly ReadingArguments Reading = new();
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The file for a picture of some samples (default: NAME-samples.png); for sounds, also a .wav beside it",
        HelpName = "FILE.png",
    };

    internal static Command Create()
    {
        Data.NoOption();
        Command command = new("data", "Describe a data set: counts, classes, statistics, samples") { Data, Out };
        Reading.AddTo(command);
        Data.CompletionSources.Add([.. Datasets.Names, .. TextSources.Names, .. SoundSources.Names]);
        command.Subcommands.Add(DataCheckCommand.Create());
        command.Subcommands.Add(DataPackCommand.Create());
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    DataReports
                        .Of(parsed.GetValue(Data)!)
                        .Look(
                            new DataRequest(
                                parsed.GetValue(Data)!,
                                Reading.Read(parsed, parsed.GetValue(Data)!),
                                parsed.GetValue(Out),
                                parsed.InvocationConfiguration.Output
                            ),
                            cancellation
                        )
                )
        );
        return command.WithExamples(
            "figment data mnist",
            "figment data fashion-mnist --out clothes.png",
            "figment data photos/                 a folder of pictures: subfolders are classes, train/ and test/ are parts",
            "figment data photos/ --size 64      the same, cropped to 64×64 pixels",
            "figment data check photos/          sizes, duplicates, broken files, and what training would do with them",
            "figment data pack photos/           packs it into one file, for data larger than memory",
            "figment data book.txt               a text: characters, scripts, the held-out part",
            "figment data drums                   sounds: ten to listen to, and a picture of them",
            "figment data images.npy              an array saved with numpy.save",
            "figment data sounds.npy --rate 16000   an array of sounds, count × samples",
            "figment data my-images-idx3-ubyte.gz"
        );
    }
}
