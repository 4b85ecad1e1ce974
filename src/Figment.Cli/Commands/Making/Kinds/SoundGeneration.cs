using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Generation.Sounds;
using Figment.Models.Images;

namespace Figment.Cli.Commands;

/// <summary><c>figment generate</c> for a run of sounds.</summary>
internal sealed class SoundGeneration : KindPart
{
    private const int MostUnwatched = 16; // more samples get a progress bar

    internal override string Kind => "sounds";

    internal override IReadOnlyList<Option> Options => [MakingOptions.Count, MakingOptions.Out, .. MakingOptions.Samples.Options];

    internal override int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation)
    {
        using ChosenModel chosen = run.Load();
        SampleOptions options = MakingOptions.Samples.Of(parsed, chosen);
        int count = MakingOptions.CountOf(parsed, options.Turns);
        string target = parsed.GetValue(MakingOptions.Out) ?? "generated.wav";
        MakingOptions.Watch(
            count,
            MostUnwatched,
            progress => SoundFiles.Write(chosen.Model, count, options, target, progress, cancellation)
        );
        Console.Out.WriteLine($"{Words.Number(count)} sounds by {chosen.Name}, seed {options.Seed}, are in {target}.");
        return CommandLine.Done;
    }
}
