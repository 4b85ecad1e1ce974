using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Data.Texts;

namespace Figment.Cli.Commands;

/// <summary><c>figment data pack</c>: packs any data into one file that training reads as it goes.</summary>
internal static class DataPackCommand
{
    private static readonly Argument<string> Source = new("SOURCE")
    {
        HelpName = "SOURCE",
        Description = CommonOptions.DataSources,
    };
    private static readonly ReadingArguments Reading = new();
    private static readonly Option<bool> Test = new("--test")
    {
        Description =
            "Pack the test part, which is never used for training (in a folder: test/ or val/). If the file of the training data "
            + "is named train-NAME, name this one test-NAME",
    };
    private static readonly Option<string?> Out = new("--out")
    {
        Description = $"The file to write (default: NAME{DataPack.Extension})",
        HelpName = $"FILE{DataPack.Extension}",
    };

    internal static Command Create()
    {
        Source.NoOption();
        Source.CompletionSources.Add([.. Datasets.Names, .. TextSources.Names, .. SoundSources.Names]);
        Command command = new("pack", "Pack data into one file, if it is larger than memory or slow to decode")
        {
            Source,
            Test,
            Out,
        };
        Reading.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(DataReports.Of(parsed.GetValue(Source)!).Pack(Request(parsed), cancellation))
        );
        return command.WithExamples(
            "figment data pack photos/ --size 64                    writes photos.safetensors, 64×64 pixels each",
            "figment train dcgan --data photos.safetensors          trains on it",
            "figment data check photos.safetensors                  checks that it is intact",
            "figment data pack book.txt                             writes book.safetensors, with the held-out part",
            "figment data pack recordings/ --rate 16000             writes recordings.safetensors, with the held-out part",
            "figment data pack mnist --out train-mnist.safetensors",
            "figment data pack mnist --test --out test-mnist.safetensors"
        );
    }

    private static DataRequest Request(ParseResult parsed) =>
        new(
            parsed.GetValue(Source)!,
            Reading.Read(parsed, parsed.GetValue(Source)!),
            parsed.GetValue(Out),
            parsed.InvocationConfiguration.Output
        )
        {
            Part = parsed.GetValue(Test) ? DataPart.Test : DataPart.Train,
        };
}
