using Figment.Data.Sounds;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs;
using Figment.Runs.Sounds;
using Figment.Training;
using static TorchSharp.torch;

namespace Figment.Tests.Runs;

/// <summary>Runs that learned sounds.</summary>
public sealed class SoundRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_of_recordings_becomes_a_run_with_sounds_that_can_be_heard()
    {
        SmallSounds.WriteRecordings(folder, "beeps");

        RunFolder run = Train(6, "run");

        SoundRunData data = Assert.IsType<SoundRunData>(run.Options.Data);
        Assert.Equal(("sounds", 24, 8_000), (data.Kind, data.Count, data.Shape.Rate));
        Assert.Equal(["high", "low"], data.Classes.Select(entry => entry.Name));
        Assert.Contains(run.SampleFiles, file => Path.GetExtension(file) == ".wav");
        using ImageModel model = run.LoadModel<ImageModel>(CPU);
        SoundSamples samples = Assert.IsType<SoundSamples>(model.MakeSamples(2, seed: 3));
        Assert.Equal(data.Shape, samples.Shape);
    }

    [Fact]
    public void A_run_of_sounds_goes_on_bit_for_bit()
    {
        SmallSounds.WriteRecordings(folder, "beeps");
        RunFolder whole = Train(6, "whole"),
            begun = Train(6, "begun", stopAt: 3);

        RunFolder resumed = TrainingRun.Resume(new ResumeRequest { Folder = begun.Root }).Folder;

        Assert.Equal(File.ReadAllBytes(whole.ModelFile), File.ReadAllBytes(resumed.ModelFile));
    }

    private RunFolder Train(int steps, string name, int? stopAt = null)
    {
        using CancellationTokenSource stop = new();
        return TrainingRun
            .Train(
                new TrainingRequest
                {
                    Preset = ModelCatalog.Find("gan").WithChanges(new Dictionary<string, string> { ["latentSize"] = "8" }),
                    Data = folder["beeps"],
                    Folder = folder[name],
                    Features = TrainingRun.NoFeatures,
                    Training = new TrainingOptions
                    {
                        Length = TrainingLength.OfSteps(steps),
                        BatchSize = 8,
                        SampleEvery = 3,
                        CheckpointEvery = 1,
                        SampleCount = 2,
                        ReportEvery = 1,
                    },
                },
                new Callback<RunReport>(report =>
                {
                    if (report.Training.Step == stopAt)
                        stop.Cancel();
                }),
                cancellationToken: stop.Token
            )
            .Folder;
    }
}
