using System.CommandLine;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Data.Sounds;
using Figment.Generation.Images;
using Figment.Generation.Sounds;
using Figment.Runs.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Cli.Commands;

/// <summary><c>figment reconstruct</c> for a run of sounds.</summary>
internal sealed class SoundReconstruction : KindPart
{
    private static readonly PictureOutput Output = new(ReconstructCommand.Out, "reconstructed.wav", [".wav"]);

    internal override string Kind => "sounds";

    internal override IReadOnlyList<Option> Options =>
        [ReconstructCommand.Class, .. ReconstructCommand.Data.Options, ReconstructCommand.Out];

    internal override int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation)
    {
        string target = Output.Of(parsed);
        using ChosenModel chosen = run.Load();
        chosen.RequireEncoder(
            $"With this model, use '{Words.Command} generate' and '{Words.Command} interpolate' to make new sounds."
        );
        SoundMeaning meaning = SoundBlocks.MeaningOf(chosen.Model);
        using SoundDataset data = GivenSounds.Open(
            run.Folder,
            ReconstructCommand.Data.NamedIn(parsed),
            text => Console.Error.WriteLine(text),
            LoadingView.OnError(),
            cancellation
        );
        int count = Math.Min(ReconstructCommand.Data.CountOf(parsed), data.Count);
        using DisposeScope scope = NewDisposeScope();
        Tensor first = Scalars.Range(count),
            sounds = data.Sounds(first);
        Tensor? labels = ReconstructCommand.LabelsOf(
            parsed,
            chosen,
            "sounds",
            data.Name,
            data.ClassCounts.Count,
            count,
            data.Labels?.index_select(0, first).to(ScalarType.Int64).to(chosen.Model.Device)
        );
        Reconstruction result = Reconstruction.Of(
            chosen.Model,
            meaning.Grid.ToImages(sounds).to(chosen.Model.Device),
            labels,
            cancellation
        );
        Tensor remade = meaning.Of(result.Images).cpu();
        Tensor both = stack([sounds, remade], 1).flatten(0, 1); // each recording, followed by its reconstruction
        PictureOutput.Write(target, SoundSamples.Of(both, data.Shape).Save);
        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine(
            $"{Words.Number(count)} of {Words.Printable(data.Name)}, each followed by its reconstruction by "
                + $"{chosen.Name}, are in {target}."
        );
        output.WriteLine(
            $"mean error {Words.Percent(result.Errors.Average())} of the range of levels; single sounds "
                + $"{Words.Percent(result.Errors.Min())} to {Words.Percent(result.Errors.Max())}"
        );
        return CommandLine.Done;
    }
}
