using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Generation.Images;
using Figment.Models.Images;

namespace Figment.Cli.Commands;

/// <summary><c>figment generate</c> for a run of images.</summary>
internal sealed class ImageGeneration : KindPart
{
    internal const int DefaultCount = 16,
        DefaultPerClass = 8;
    private const int MostUnwatched = 256; // more samples get a progress bar

    private static readonly Option<int?> Columns = CommonOptions.Positive(
        "--columns",
        "Images per row of a grid (default: a square grid; with several classes, one column per class)"
    );

    internal override string Kind => "images";

    internal override IReadOnlyList<Option> Options =>
        [MakingOptions.Count, MakingOptions.Out, Columns, .. MakingOptions.Samples.Options];

    internal override int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation)
    {
        using ChosenModel chosen = run.Load();
        SampleOptions options = MakingOptions.Samples.Of(parsed, chosen);
        int classes = options.Turns;
        int count = MakingOptions.CountOf(parsed, classes);
        int? columns = parsed.GetValue(Columns) ?? (classes > 1 && count % classes == 0 ? classes : null);
        string target = parsed.GetValue(MakingOptions.Out) ?? "generated.png";
        MakingOptions.Watch(
            count,
            MostUnwatched,
            progress => SampleFiles.Write(chosen.Model, count, options, target, columns, progress, cancellation)
        );
        Console.Out.WriteLine($"{Words.Number(count)} images by {chosen.Name}, seed {options.Seed}, are in {target}.");
        return CommandLine.Done;
    }
}
