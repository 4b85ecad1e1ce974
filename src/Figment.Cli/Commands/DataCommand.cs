using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Imaging;

namespace Figment.Cli.Commands;

/// <summary><c>figment data</c>: what a data set holds, in numbers and in a picture.</summary>
internal static class DataCommand
{
    private static readonly Argument<string> Data = new("DATA") { HelpName = "DATA", Description = "mnist, or an IDX file of images", DefaultValueFactory = _ => "mnist" };
    private static readonly Option<string?> Out = new("--out") { Description = "Where to draw samples (default: NAME-samples.png)", HelpName = "FILE.png" };

    internal static Command Create()
    {
        Data.NoOption();
        Command command = new("data", "Look at a data set: counts, class balance, pixel statistics, a grid of samples") { Data, Out };
        Data.CompletionSources.Add([.. Datasets.Names]);
        command.SetAction(parsed => Execute(parsed.GetValue(Data)!, parsed.GetValue(Out), parsed.InvocationConfiguration.Output));
        return command.WithExamples("figment data mnist", "figment data mnist --out digits.png", "figment data my-images-idx3-ubyte.gz");
    }

    private static int Execute(string source, string? target, TextWriter output)
    {
        using ImageDataset data = Datasets.Open(source);
        (double mean, double deviation) = data.PixelStatistics;
        output.WriteLine($"{data.Name}: {Words.Number(data.Count)} images of {data.Shape}");
        output.WriteLine($"pixels in [0, 1]: mean {Words.Number(mean, 7)}, standard deviation {Words.Number(deviation, 7)}");
        output.WriteLine($"sha256 {data.Sha256}");
        if (data.ClassCounts.Count == 0) output.WriteLine("no labels");
        for (int label = 0; label < data.ClassCounts.Count; label++)
        {
            double share = (double)data.ClassCounts[label] / data.Count;
            string bar = new('█', (int)Math.Round(30 * (double)data.ClassCounts[label] / data.ClassCounts.Max()));
            output.WriteLine($"class {label,3}  {Words.Number(data.ClassCounts[label]),7}  {Words.Number(share * 100, 1),4}%  {bar}");
        }

        string path = target ?? $"{data.Name}-samples.png";
        try
        {
            data.Preview().ToGrid(columns: 10, scale: 2).Save(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FigmentException($"{path} cannot be written: {e.Message}", e);
        }

        output.WriteLine($"samples: {path}");
        return CommandLine.Done;
    }
}
