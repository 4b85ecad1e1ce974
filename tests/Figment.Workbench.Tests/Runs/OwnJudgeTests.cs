using System.Security.Cryptography;
using Figment.Data;
using Figment.Evaluation.Images;
using Figment.Models;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Training;

namespace Figment.Tests.Runs;

/// <summary>A run on a labelled folder has a judge of its own.</summary>
public sealed class OwnJudgeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<DataProgress> heard = [];

    public OwnJudgeTests()
    {
        for (int i = 0; i < 60; i++)
        {
            Draw($"photos/bars/{i}.png", i, (along, across, at) => across == at);
            Draw($"photos/rows/{i}.png", i, (along, across, at) => along == at);
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_is_kept_in_the_run_and_the_next_run_of_the_data_has_the_same()
    {
        RunFolder first = Train("first");
        int judging = heard.Count(progress => progress.Activity == DataActivity.Judging);
        RunFolder second = Train("second");

        byte[] file = File.ReadAllBytes(Path.Combine(first.Root, "judge.safetensors"));
        Assert.Equal(
            ("judge.safetensors", Convert.ToHexStringLower(SHA256.HashData(file))),
            (first.Options.Features, first.Options.Extractor!.Sha256)
        );
        Assert.InRange(first.Options.Extractor.Accuracy!.Value, 0.8, 1);
        Assert.Equal((30, 2), (first.Options.Extractor.AccuracyCount, first.Options.Extractor.Classes));
        Assert.Contains(
            "classifier trained on the 2 classes",
            Assert.Single(RunFolder.Open(first.Root).Options.Extractor!.Notes!).English,
            StringComparison.Ordinal
        );
        Assert.InRange(judging, 2, int.MaxValue);
        Assert.Contains(heard, progress => progress is { Activity: DataActivity.Judging, Done: 100, Right: > 0.8 });
        Assert.Equal(judging, heard.Count(progress => progress.Activity == DataActivity.Judging));
        Assert.Equal(first.Options.Extractor.Sha256, second.Options.Extractor!.Sha256);
    }

    [Fact]
    public void A_run_that_goes_on_and_an_evaluation_take_the_run_s_own()
    {
        RunFolder run = Train("run");
        Directory.Delete(folder["judges"], recursive: true);

        RunResult result = TrainingRun.Resume(
            new ResumeRequest { Folder = run.Root, Training = options => options with { Length = TrainingLength.OfSteps(4) } }
        );
        EvaluationResult evaluation = EvaluationRun.Evaluate(
            new EvaluationRequest
            {
                Subject = run.Root,
                Device = "cpu",
                Options = new EvaluationOptions { Count = 50 },
            }
        );

        Assert.Equal(["bars", "rows"], ((LiveEvaluation)result.Last!.Evaluation).Classes!.Names);
        Assert.Equal(run.Options.Extractor!.Sha256, evaluation.Report.Extractor.Sha256);
        Assert.Equal(["bars", "rows"], evaluation.Report.Classes.Select(share => share.Name).Order());
        Assert.Contains(
            evaluation.Report.Extractor.Notes![0].English,
            File.ReadAllText(evaluation.Page),
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(folder["judges"]));

        File.Delete(Path.Combine(run.Root, "judge.safetensors"));
        string said = Assert
            .Throws<FigmentException>(() =>
                TrainingRun.Resume(
                    new ResumeRequest
                    {
                        Folder = run.Root,
                        Training = options => options with { Length = TrainingLength.OfSteps(6) },
                    }
                )
            )
            .Message;
        Assert.Contains("The file that judges this run's samples (judge.safetensors", said, StringComparison.Ordinal);
    }

    [Fact]
    public void It_changes_nothing_in_the_training_and_pixels_or_none_make_none()
    {
        byte[] judged = File.ReadAllBytes(Train("judged").ModelFile);
        Directory.Delete(folder["judges"], recursive: true);
        RunFolder pixels = Train("pixels", Extractors.Pixels),
            none = Train("none", TrainingRun.NoFeatures);

        Assert.Equal(judged, File.ReadAllBytes(pixels.ModelFile));
        Assert.Equal(judged, File.ReadAllBytes(none.ModelFile));
        Assert.StartsWith("pixels", pixels.Options.Extractor!.Name, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["judges"]));
        Assert.False(File.Exists(Path.Combine(pixels.Root, "judge.safetensors")));
    }

    [Fact]
    public void Without_classes_a_run_keeps_patterns_of_patches_and_goes_on_and_is_evaluated_with_them()
    {
        Directory.CreateDirectory(folder["plain"]);
        foreach (string file in Directory.GetFiles(folder["photos"], "*.png", SearchOption.AllDirectories))
            File.Copy(
                file,
                Path.Combine(folder["plain"], $"{Path.GetFileName(Path.GetDirectoryName(file))}-{Path.GetFileName(file)}")
            );

        RunFolder run = Train("run", data: "plain");
        RunResult result = TrainingRun.Resume(
            new ResumeRequest { Folder = run.Root, Training = options => options with { Length = TrainingLength.OfSteps(4) } }
        );
        EvaluationResult evaluation = EvaluationRun.Evaluate(
            new EvaluationRequest
            {
                Subject = run.Root,
                Device = "cpu",
                Options = new EvaluationOptions { Count = 50 },
            }
        );

        Assert.Equal(
            ("judge.safetensors", "plain-patches", 0),
            (run.Options.Features, run.Options.Extractor!.Name, run.Options.Extractor.Classes)
        );
        Assert.Equal("plain-patches", ((LiveEvaluation)result.Last!.Evaluation).Extractor);
        Assert.Equal(run.Options.Extractor.Sha256, evaluation.Report.Extractor.Sha256);
    }

    [Fact]
    public void Stopped_while_it_is_made_there_is_no_run()
    {
        using CancellationTokenSource stop = new();

        Assert.Throws<OperationCanceledException>(() =>
            Train(
                "run",
                loading: progress =>
                {
                    if (progress.Activity == DataActivity.Judging)
                        stop.Cancel();
                },
                stop: stop
            )
        );

        Assert.False(Directory.Exists(folder["judges"]));
        Assert.False(File.Exists(Path.Combine(folder["run"], "options.json")));
    }

    /// <summary>A training that was planned to be long, so that a judge is worthwhile, but stops after its first steps.</summary>
    private RunFolder Train(
        string name,
        string features = Extractors.Auto,
        string data = "photos",
        Action<DataProgress>? loading = null,
        CancellationTokenSource? stop = null
    )
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(stop?.Token ?? default);
        return TrainingRun
            .Train(
                new TrainingRequest
                {
                    Preset = ModelCatalog.Find("classic"),
                    Training = new TrainingOptions
                    {
                        Length = TrainingLength.OfSteps(5_000),
                        BatchSize = 8,
                        ReportEvery = 2,
                    },
                    Data = folder[data],
                    Device = "cpu",
                    Folder = folder[name],
                    Features = features,
                    JudgesFolder = folder["judges"],
                },
                new ReportList<RunReport>(report =>
                {
                    if (report.Training.Step >= 2)
                        enough.Cancel();
                }),
                loading: new ReportList<DataProgress>(loading ?? heard.Add),
                cancellationToken: enough.Token
            )
            .Folder;
    }

    /// <summary>A picture of 16 × 16 with a line somewhere, and a small individual difference.</summary>
    private void Draw(string name, int number, Func<int, int, int, bool> isLine)
    {
        byte[] pixels =
        [
            .. Enumerable
                .Range(0, 256)
                .Select(i => isLine(i / 16, i % 16, 2 + (number % 12)) ? (byte)(255 - number) : (byte)(i * number % 7)),
        ];
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllBytes(folder[name], Png.Write(16, 16, pixels));
    }
}
