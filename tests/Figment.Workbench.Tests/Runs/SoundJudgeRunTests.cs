using Figment.Data;
using Figment.Data.Sounds;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;
using Figment.Models;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Runs.Sounds;
using Figment.Training;

namespace Figment.Tests.Runs;

/// <summary>Runs on folders of recordings are judged, resumed and evaluated.</summary>
public sealed class SoundJudgeRunTests(SoundJudgeRunTests.Judged judged) : IClassFixture<SoundJudgeRunTests.Judged>
{
    [Fact]
    public void A_run_has_a_judge_of_its_own_with_which_it_goes_on_and_is_evaluated()
    {
        using TemporaryFolder folder = new();
        RunFolder run = RunFolder.Open(TemporaryFolder.Copy(judged.Run.Root, folder["run"]));

        Assert.Equal(("judge.safetensors", 4), (run.Options.Features, run.Options.Extractor!.Classes));
        Assert.InRange(run.Options.Extractor.Accuracy!.Value, 0.8, 1);
        Assert.Contains("held-out sounds", run.Options.Extractor.Notes![0].English, StringComparison.Ordinal);

        RunResult result = TrainingRun.Resume(
            new ResumeRequest { Folder = run.Root, Training = options => options with { Length = TrainingLength.OfSteps(4) } }
        );
        LiveSoundEvaluation seen = Assert.IsType<LiveSoundEvaluation>(result.Last!.Evaluation);
        Assert.Equal((160, "sounds-classifier"), (seen.Made.Count, seen.Pictures.Extractor));
        Assert.Equal(MadeSounds.Classes.Order(), seen.Pictures.Classes!.Names.Order());
        Assert.Equal(
            seen.Made,
            ((LiveSoundEvaluation)run.ReadMetrics().Last(line => line.Evaluation is not null).Evaluation!).Made
        );

        SoundEvaluationResult evaluation = SoundEvaluationRun.Evaluate(
            new EvaluationRequest
            {
                Subject = run.Root,
                Against = judged.Folder["held"],
                Device = "cpu",
                Options = new EvaluationOptions { Count = 48 },
            }
        );

        SoundReport report = evaluation.Report;
        Assert.Equal(run.Options.Extractor.Sha256, report.Pictures.Extractor.Sha256);
        Assert.Equal((48, 80, judged.Folder["held"]), (report.Made.Count, report.Real.Count, report.Pictures.Reference.Source));
        Assert.Equal(160, report.Pictures.Training.Count);
        Assert.InRange(report.Find("asAsked")!.Real!.Value, 0.8, 1);
        Assert.InRange(report.Find("frechetDistance")!.Value, 3 * report.Find("frechetDistance")!.Real!.Value, double.MaxValue);
        Assert.Equal(0, report.Pictures.Seen);
        Assert.Equivalent(report, SoundEvaluationRun.Read(evaluation.ReportFile), strict: true);
        string page = File.ReadAllText(evaluation.Page);
        Assert.Contains("<audio controls preload=\"none\" src=\"data:audio/wav;base64,UklGR", page, StringComparison.Ordinal);
        Assert.Contains("media-src data:", page, StringComparison.Ordinal);
        Assert.Contains("频谱质心", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" image", page[page.IndexOf("<main>", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_run_is_compared_with_need_not_be_what_it_learned_from_which_may_be_gone()
    {
        using TemporaryFolder folder = new();
        Write(folder["sounds"], 160, 1);
        RunFolder run = Train(folder, Extractors.Pixels);

        using (RealSounds itself = RealSounds.Open(run, null, null, CancellationToken.None))
        using (SoundListener listener = new(itself.Shape))
        using (RealImages pictures = itself.Listen(listener, null, CancellationToken.None).Pictures)
            Assert.Equal((160, null, 160), (pictures.Training.Count, pictures.Test, itself.Reference.Count));
        using (RealSounds same = RealSounds.Open(run, folder["./sounds"], null, CancellationToken.None))
        using (SoundListener listener = new(same.Shape))
        using (RealImages pictures = same.Listen(listener, null, CancellationToken.None).Pictures)
            Assert.Equal((null, folder["./sounds"], pictures.Source), (pictures.Test, pictures.Source, pictures.TrainingSource));

        Directory.Move(folder["sounds"], folder["elsewhere"]);
        SoundReport report = SoundEvaluationRun
            .Evaluate(
                new EvaluationRequest
                {
                    Subject = run.Root,
                    Against = judged.Folder["held"],
                    Device = "cpu",
                    Options = new EvaluationOptions { Count = 40 },
                }
            )
            .Report;
        Assert.Null(report.Find("copied"));
        Assert.Contains(report.Pictures.Notes, note => note.English.StartsWith("The training data", StringComparison.Ordinal));
        Assert.Throws<FigmentException>(() => RealSounds.Open(run, null, null, CancellationToken.None));
    }

    [Fact]
    public void A_judge_that_is_opened_again_says_how_far_it_has_listened_and_can_be_stopped()
    {
        using TemporaryFolder folder = new();
        SmallSounds.WriteRun(folder["run"], "gan");
        RunFolder run = RunFolder.Open(folder["run"]);
        using SoundDataset data = MadeSounds.Data(MadeSounds.Draw(160, 1));
        using CancellationTokenSource stop = new();
        List<string> told = [];

        run.Options.Kind.ReopenJudge(
                run,
                data,
                TorchSharp.torch.CPU,
                new Callback<DataProgress>(each => told.Add($"{each.Activity} {each.Done} of {each.Total}")),
                CancellationToken.None
            )!
            .Dispose();

        Assert.Equal(["Hearing 64 of 160", "Hearing 128 of 160", "Hearing 160 of 160"], told);
        Assert.Throws<OperationCanceledException>(() =>
            run.Options.Kind.ReopenJudge(
                run,
                data,
                TorchSharp.torch.CPU,
                new Callback<DataProgress>(_ => stop.Cancel()),
                stop.Token
            )
        );
    }

    [Fact]
    public void Real_sounds_are_the_most_convincing_and_noise_the_least()
    {
        using SoundDataset real = SoundSources.Open(judged.Folder["sounds"]);
        int size = real.Shape.Size;
        float[] values = new float[12 * size];
        Random random = new(0);
        for (int k = 0; k < 6 * size; k++)
            values[k] = (float)((random.NextDouble() * 2) - 1);
        using (TorchSharp.torch.Tensor some = real.Sounds(TorchSharp.torch.arange(0, 60, 10)))
            some.cpu().data<float>().ToArray().CopyTo(values, 6 * size);

        ConvincingSounds found = ConvincingSounds.Of(judged.Run, new SoundSamples(values, 12, real.Shape), real);

        Assert.All(found.Least(6), sound => Assert.InRange(Index(sound), 0, 5));
        Assert.InRange(Index(found.Most(1)[0]), 6, 11);
        Assert.Equal(4, found.Most(4).Count);
        Assert.Null(found.OfClass(77));

        int Index(SoundSamples sound) =>
            Enumerable.Range(0, 12).First(k => sound[0].SequenceEqual(values.AsSpan(k * size, size)));
    }

    [Fact]
    public void Recordings_are_judged_by_others_whoever_made_them()
    {
        SoundReport report = SoundEvaluationRun
            .Evaluate(
                new EvaluationRequest
                {
                    Subject = judged.Folder["held"],
                    Against = judged.Folder["sounds"],
                    Device = "cpu",
                    Options = new EvaluationOptions { Count = 40 },
                }
            )
            .Report;

        Assert.Equal((80, 160, judged.Folder["held"]), (report.Made.Count, report.Real.Count, report.Pictures.Generated.Source));
        Assert.InRange(report.Find("frechetDistance")!.Value, 0, 3 * report.Find("frechetDistance")!.Real!.Value);
        Assert.True(SoundEvaluationRun.HasReport(judged.Folder["held-report"]));
        Assert.False(SoundEvaluationRun.HasReport(judged.Folder["held"]));
        Assert.Contains("<audio", File.ReadAllText(judged.Folder["held-report/report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_judge_of_pictures_or_of_other_sounds_is_refused()
    {
        using SoundDataset data = SoundSources.Open(judged.Folder["sounds"]),
            others = SoundSources.Open(judged.Folder["sounds"], options: new SoundOptions { Length = 0.2 });
        string own = Path.Combine(judged.Run.Root, "judge.safetensors");

        using (SoundJudge? judge = SoundJudge.Open(own, data, TorchSharp.torch.CPU, 0))
            Assert.NotNull(judge);
        Assert.Contains(
            "takes log-mel pictures of",
            Assert.Throws<FigmentException>(() => SoundJudge.Open(own, others, TorchSharp.torch.CPU, 0)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "but these are log-mel pictures",
            Assert.Throws<FigmentException>(() => SoundJudge.Open("mnist", data, TorchSharp.torch.CPU, 0)).Message,
            StringComparison.Ordinal
        );
        Assert.Null(SoundJudge.Open(TrainingRun.NoFeatures, data, TorchSharp.torch.CPU, 0));
    }

    /// <summary>A training that was planned to be long, so that a judge is worthwhile, but stops after its first steps.</summary>
    private static RunFolder Train(TemporaryFolder folder, string features = Extractors.Auto)
    {
        using CancellationTokenSource enough = new();
        return TrainingRun
            .Train(
                new TrainingRequest
                {
                    Preset = ModelCatalog.Find("gan"),
                    Training = new TrainingOptions
                    {
                        Length = TrainingLength.OfSteps(5_000),
                        BatchSize = 8,
                        ReportEvery = 2,
                        SampleCount = 2,
                    },
                    Data = folder["sounds"],
                    Device = "cpu",
                    Folder = folder["run"],
                    Features = features,
                    JudgesFolder = folder["judges"],
                },
                new ReportList<RunReport>(report =>
                {
                    if (report.Training.Step >= 2)
                        enough.Cancel();
                }),
                cancellationToken: enough.Token
            )
            .Folder;
    }

    private static void Write(string root, int count, int seed)
    {
        float[][] sounds = MadeSounds.Draw(count, seed);
        for (int number = 0; number < count; number++)
        {
            string path = Path.Combine(root, MadeSounds.Classes[number % 4], $"{number}.wav");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            new SoundSamples(sounds[number], 1, MadeSounds.Shape).Save(path);
        }
    }

    /// <summary>A run that has a judge.</summary>
    public sealed class Judged : IDisposable
    {
        public Judged()
        {
            Write(Folder["sounds"], 160, 1);
            Write(Folder["held"], 80, 2);
            Run = Train(Folder);
            Directory.Delete(Folder["judges"], recursive: true); // a run has its judge in its own folder
        }

        internal TemporaryFolder Folder { get; } = new();

        internal RunFolder Run { get; }

        /// <inheritdoc/>
        public void Dispose() => Folder.Dispose();
    }
}
