using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;

namespace Figment.Cli.Commands;

/// <summary><c>figment data pack</c>: one file of any data, from which training reads as it goes.</summary>
internal static class DataPackCommand
{
    private static readonly Argument<string> Source = new("SOURCE") { HelpName = "SOURCE", Description = CommonOptions.DataSources };
    private static readonly PictureArguments Pictures = new();
    private static readonly Option<bool> Test = new("--test") { Description = "Pack the test part, which no model is trained with (of a folder its test/ or val/); beside train-NAME it is named test-NAME" };
    private static readonly Option<string?> Out = new("--out") { Description = $"The file (default: NAME{DataPack.Extension})", HelpName = $"FILE{DataPack.Extension}" };

    internal static Command Create()
    {
        Source.NoOption();
        Source.CompletionSources.Add([.. Datasets.Names]);
        Command command = new("pack", "Pack data into one file, from which training reads what it needs: for data larger than memory, or pictures that take long to decode") { Source, Pictures.Size, Pictures.Fit, Pictures.Background, Pictures.SkipBroken, Pictures.FollowLinks, Test, Out };
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, parsed.InvocationConfiguration.Output, cancellation)));
        return command.WithExamples(
            "figment data pack photos/ --size 64                    photos.safetensors, of 64×64 each",
            "figment train dcgan --data photos.safetensors          and how to use it",
            "figment data check photos.safetensors                  whether it is whole",
            "figment data pack mnist --out train-mnist.safetensors",
            "figment data pack mnist --test --out test-mnist.safetensors");
    }

    private static int Execute(ParseResult parsed, TextWriter output, CancellationToken cancellation)
    {
        string source = parsed.GetValue(Source)!;
        DataPart part = parsed.GetValue(Test) ? DataPart.Test : DataPart.Train;
        string target = parsed.GetValue(Out) ?? DataPack.FileNameFor(source, part);
        PictureOutput.Write(target, path => DataPack.Write(source, path, part, Pictures.Read(parsed), LoadingView.OnError(), cancellation));
        using ImageDataset data = Datasets.Open(target, cancellationToken: cancellation);
        output.WriteLine($"{Words.Printable(target)}: {Words.Number(data.Count)} {(data.Count == 1 ? "image" : "images")} of {data.Shape}{Words.InClasses(data)}, {Words.Size(new FileInfo(target).Length)}");
        foreach (Text note in data.Notes) output.WriteLine(Words.Printable(note.English));
        output.WriteLine($"Train with it: {Words.Command} train --data {Words.Printable(target)}");
        return CommandLine.Done;
    }
}
