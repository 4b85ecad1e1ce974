using Figment.Diagnosis;
using Figment.Runs;
using Figment.Studio.Hosting;
using Figment.Studio.Tests.Browser;
using Figment.Studio.Train;
using Figment.Training;

namespace Figment.Studio.Tests.Train;

/// <summary>What a training shows of itself, with a run that is there already and no training behind it.</summary>
public sealed class TrainingJobTests(StudioFixture studio)
{
    private readonly List<StudioFault> heard = [];

    private RunFolder Run => RunFolder.Open(Path.Combine(studio.RunsFolder, StudioFixture.GanRun));

    [Fact]
    public void A_run_that_goes_on_begins_with_what_its_folder_holds()
    {
        using TrainingJob job = Job((_, started) => started(Run));

        job.Run();

        Assert.Equal(TrainingStatus.Done, job.Status);
        Assert.Equal([0, 20, 40, 60], job.Pictures);
        Assert.Equal(Run.ReadMetrics().Select(line => line.Step), job.Lines.Select(line => line.Step));
        Assert.NotEmpty(job.Lines);
    }

    [Fact]
    public void A_run_that_went_back_shows_what_is_left_of_it_and_why()
    {
        RunRollback rollback = new(70, 40, 8960, 3.5, ["d_loss"], 0.5, 1);
        Text words = new(language => language == Language.Chinese ? "不是数字" : "not a number");
        Verdict verdict = new(VerdictKind.NotANumber, 70, words, words, words);
        using TrainingJob job = Job(
            (progress, started) =>
            {
                started(Run);
                TrainingProgress broken = new()
                {
                    Step = 70,
                    Items = 8960,
                    Elapsed = TimeSpan.FromSeconds(3.5),
                    Fraction = 0.7,
                    Measures = new Dictionary<string, double> { ["d_loss"] = double.NaN },
                };
                progress.Report(new RunReport(broken, null, [verdict], false, null, rollback));
            }
        );

        job.Run();

        Assert.Equal(rollback, job.Rollback);
        Assert.DoesNotContain(job.Lines, line => line.Step == 70);
        Assert.Equal(verdict, job.Verdicts[^1]);
    }

    [Fact]
    public void What_cannot_go_on_says_why()
    {
        using TrainingJob job = Job((_, _) => throw new RunFolderException("It is being trained by another process."));

        job.Run();

        Assert.Equal((TrainingStatus.Failed, "It is being trained by another process."), (job.Status, job.Error!.English));
        Assert.Empty(heard);
    }

    [Fact]
    public void What_nobody_foresaw_is_named_by_a_reference_and_its_details_are_reported()
    {
        using TrainingJob job = Job((_, _) => throw new InvalidOperationException("\u001b[31mfirst\nsecond"));

        job.Run();

        StudioFault fault = Assert.Single(heard);
        Assert.Contains(fault.Reference, job.Error!.English, StringComparison.Ordinal);
        Assert.Contains(fault.Reference, job.Error.Chinese, StringComparison.Ordinal);
        Assert.DoesNotContain("first", job.Error.English, StringComparison.Ordinal);
        Assert.Equal("training gan", fault.Where);
        Assert.Contains("second", fault.Exception.Message, StringComparison.Ordinal);
    }

    private TrainingJob Job(Action<IProgress<RunReport>, Action<RunFolder>> work) =>
        new(
            "gan",
            "mnist",
            (progress, _, started, _, _, _) =>
            {
                work(progress, started);
                return null!; // how it ended is on disk; a job does not look at it
            },
            TimeProvider.System,
            () => { },
            new Faults(heard.Add, TimeProvider.System)
        );
}
