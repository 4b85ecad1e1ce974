using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Generation.Sounds;
using Figment.Models.Images;
using Figment.Training;
using Spectre.Console;

namespace Figment.Cli.Commands;

/// <summary><c>figment generate</c> of a run of sounds.</summary>
internal sealed class SoundGeneration : KindPart
{
    private const int MostUnwatched = 16; // more are worth a bar

    internal override string Kind => "sounds";

    internal override IReadOnlyList<Option> Options => [MakingOptions.Count, MakingOptions.Out, .. MakingOptions.Samples.Options];

    internal override int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation)
    {
        using ChosenModel chosen = run.Load();
        SampleOptions options = MakingOptions.Samples.Of(parsed, chosen);
        int count = parsed.GetValue(MakingOptions.Count)
            ?? (options.Turns > 1 ? options.Turns * ImageGeneration.DefaultPerClass : ImageGeneration.DefaultCount);
        string target = parsed.GetValue(MakingOptions.Out) ?? "generated.wav";
        IAnsiConsole console = CommandOutput.ForLiveViews();
        void Write(IProgress<int>? progress) => SoundFiles.Write(chosen.Model, count, options, target, progress, cancellation);

        if (console.Profile.Capabilities.Interactive && count > MostUnwatched)
        {
            console.Progress().Start(context =>
            {
                ProgressTask task = context.AddTask("generating", maxValue: count);
                Write(new Callback<int>(done => task.Value = done));
            });
        }
        else
        {
            Write(null);
        }

        Console.Out.WriteLine($"{Words.Number(count)} sounds by {chosen.Name}, seed {options.Seed}, are in {target}.");
        return CommandLine.Done;
    }
}
