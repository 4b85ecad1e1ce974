using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;

namespace Figment.Cli.Commands;

/// <summary><c>figment data</c>: what a data set holds, in numbers and in a picture.</summary>
internal static class DataCommand
{
    private static readonly Argument<string> Data = new("DATA") { HelpName = "DATA", Description = CommonOptions.DataSources, DefaultValueFactory = _ => "mnist" };
    private static readonly PictureArguments Pictures = new();
    private static readonly Option<string?> Out = new("--out") { Description = "Where to draw samples (default: NAME-samples.png)", HelpName = "FILE.png" };

    internal static Command Create()
    {
        Data.NoOption();
        Command command = new("data", "Look at a data set: counts, class balance, pixel statistics, a grid of samples") { Data, Pictures.Size, Pictures.Fit, Pictures.Background, Pictures.SkipBroken, Pictures.FollowLinks, Out };
        Data.CompletionSources.Add([.. Datasets.Names]);
        command.Subcommands.Add(DataCheckCommand.Create());
        command.Subcommands.Add(DataPackCommand.Create());
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed.GetValue(Data)!, Pictures.Read(parsed), parsed.GetValue(Out), parsed.InvocationConfiguration.Output, cancellation)));
        return command.WithExamples(
            "figment data mnist",
            "figment data fashion-mnist --out clothes.png",
            "figment data photos/                 a folder of pictures; its subfolders are classes, train/ and test/ parts",
            "figment data photos/ --size 64      the same, cut to squares of 64 pixels",
            "figment data check photos/          sizes, duplicates, broken files, what training would do",
            "figment data pack photos/           one file of it, for data larger than memory",
            "figment data images.npy              an array saved with numpy.save",
            "figment data my-images-idx3-ubyte.gz");
    }

    private static int Execute(string source, PictureOptions? pictures, string? target, TextWriter output, CancellationToken cancellation)
    {
        if (target is not null) OutputPlace.EnsureFile(target);
        using ImageDataset data = Datasets.Open(source, DataPart.Train, pictures, LoadingView.OnError(), cancellation);
        (double mean, double deviation) = data.PixelStatistics;
        output.WriteLine($"{data.Name}: {Words.Number(data.Count)} {(data.Count == 1 ? "image" : "images")} of {data.Shape}");
        output.WriteLine($"pixels in [0, 1]: mean {Words.Number(mean, 7)}, standard deviation {Words.Number(deviation, 7)}");
        output.WriteLine($"sha256 {data.Sha256}");
        if (data.ClassCounts.Count == 0) output.WriteLine("no labels");
        string[] names = [.. data.ClassNames.Select(Words.Printable)];
        int width = names.Max(name => (int?)name.Length) ?? 0;
        for (int label = 0; label < data.ClassCounts.Count; label++)
        {
            double share = (double)data.ClassCounts[label] / data.Count;
            string bar = new('█', (int)Math.Round(30 * (double)data.ClassCounts[label] / data.ClassCounts.Max()));
            output.WriteLine($"class {names[label].PadRight(width)}  {Words.Number(data.ClassCounts[label]),7}  {Words.Number(share * 100, 1),4}%  {bar}");
        }

        foreach (Text note in data.Notes) output.WriteLine(Words.Printable(note.English));
        string path = target ?? $"{data.FileName}-samples.png";
        PictureOutput.WritePreview(path, data);
        output.WriteLine($"samples: {path}");
        return CommandLine.Done;
    }
}
