using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Data.Sounds;
using Figment.Generation.Sounds;
using Figment.Training;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary><c>figment interpolate</c> for a run of sounds.</summary>
internal sealed class SoundWalk : KindPart
{
    private const int Most = 300; // no one would listen to more

    private static readonly PictureOutput Output = new(InterpolateCommand.Out, "walk.wav", [".wav"]);

    internal override string Kind => "sounds";

    internal override IReadOnlyList<Option> Options => [.. InterpolateCommand.Walk.Options, InterpolateCommand.Out];

    internal override int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation)
    {
        string target = Output.Of(parsed);
        WalkChoice choice = InterpolateCommand.Walk;
        choice.Check(parsed, "sounds", Most);
        using ChosenModel chosen = run.Load();
        using DisposeScope scope = torch.NewDisposeScope();
        ChosenWalk walk = choice.Of(parsed, chosen, "sounds", Most);
        SoundSamples made = LiveLine.Show(line =>
            SoundBlocks.Of(
                chosen.Model,
                walk.All,
                new Callback<int>(done => line($"{done} of {walk.All.Count} sounds")),
                cancellation
            )
        );
        PictureOutput.Write(target, made.Save);
        parsed.InvocationConfiguration.Output.WriteLine(
            $"A walk {walk.Through} by {chosen.Name}, seed {walk.Samples.Seed}, is in {target}: {Words.Number(made.Count)} "
                + "sounds, one after the other."
        );
        return CommandLine.Done;
    }
}
