using Figment.Models;
using Figment.Runs;
using Figment.Training;

namespace Figment.Tests.Runs;

/// <summary>Runs that try out some steps before they begin.</summary>
public sealed class RehearsedRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void To_try_steps_changes_nothing_in_the_training()
    {
        List<StepForecast> foreseen = [];

        byte[] tried = File.ReadAllBytes(TrainingRun.Train(Request("tried", 16), foreseen: foreseen.Add).Folder.ModelFile);
        byte[] plain = File.ReadAllBytes(TrainingRun.Train(Request("plain", 16)).Folder.ModelFile);

        Assert.Equal(16, Assert.Single(foreseen).BatchSize);
        Assert.Equal(plain, tried);
    }

    [Fact]
    public void A_lowered_batch_is_recorded_and_the_run_is_that_of_its_record()
    {
        TrainingRequest tight = Request("lowered", 16) with { MayLowerBatch = true, Memory = 1 };
        List<StepForecast> foreseen = [];

        RunFolder lowered = TrainingRun.Train(tight, foreseen: foreseen.Add).Folder;
        RunFolder named = TrainingRun.Train(Request("named", 4)).Folder;

        Assert.Equal((4, 4), (foreseen[0].BatchSize, lowered.Options.Training.BatchSize));
        Assert.Contains("The batch size is 4 instead of 16", foreseen[0].Notes[^1].English, StringComparison.Ordinal);
        Assert.Contains("批大小已从 16 降为 4", foreseen[0].Notes[^1].Chinese, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(named.ModelFile), File.ReadAllBytes(lowered.ModelFile));

        RunResult more = TrainingRun.Resume(
            new ResumeRequest { Folder = lowered.Root, Training = options => options with { Length = TrainingLength.OfSteps(4) } }
        );
        Assert.Equal((16L, 4), (more.Training.Items, more.Folder.Options.Training.BatchSize));
    }

    private TrainingRequest Request(string name, int batch)
    {
        string path = folder["sixty-idx3-ubyte"];
        byte[] pixels = [.. Enumerable.Range(0, 60 * 64).Select(i => (byte)(i * 7919 % 251))];
        File.WriteAllBytes(path, [0, 0, 8, 3, 0, 0, 0, 60, 0, 0, 0, 8, 0, 0, 0, 8, .. pixels]);
        return new TrainingRequest
        {
            Preset = ModelCatalog.Find("dcgan").WithChanges([new("width", "4")]),
            Training = new TrainingOptions { Length = TrainingLength.OfSteps(2), BatchSize = batch },
            Data = path,
            Device = "cpu",
            Folder = folder[name],
            Features = TrainingRun.NoFeatures,
        };
    }
}
