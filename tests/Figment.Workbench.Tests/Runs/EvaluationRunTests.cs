using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Training;

namespace Figment.Tests.Runs;

public sealed class EvaluationRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_array_is_judged_against_an_array_and_both_reports_lie_beside_it()
    {
        WriteIdx("real-idx3-ubyte", 200, 1);
        WriteIdx("made-idx3-ubyte", 100, 2);

        EvaluationResult result = EvaluationRun.Evaluate(
            new EvaluationRequest
            {
                Subject = folder["made-idx3-ubyte"],
                Against = folder["real-idx3-ubyte"],
                Device = "cpu",
            }
        );

        Assert.Equal(folder["made-idx3-ubyte-report"], Path.GetDirectoryName(result.ReportFile));
        Assert.Equivalent(result.Report, EvaluationRun.Read(result.ReportFile), strict: true);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(result.Page), StringComparison.OrdinalIgnoreCase);
        Assert.Equal((100, 200), (result.Report.Generated.Count, result.Report.Reference.Count));
    }

    [Fact]
    public void A_run_is_judged_against_what_it_learned_from()
    {
        WriteIdx("real-idx3-ubyte", 150, 1);
        RunFolderTests.Train(folder["run"], steps: 2, data: folder["real-idx3-ubyte"]);

        EvaluationResult result = EvaluationRun.Evaluate(
            new EvaluationRequest
            {
                Subject = folder["run"],
                Device = "cpu",
                Options = new EvaluationOptions { Count = 60 },
            }
        );

        Assert.Equal(folder["run"], Path.GetDirectoryName(result.Page));
        Assert.Contains("last checkpoint, step 2", result.Report.Generated.Source, StringComparison.Ordinal);
        Assert.Equal((60, folder["real-idx3-ubyte"]), (result.Report.Generated.Count, result.Report.Reference.Source));
    }

    [Fact]
    public void Copies_are_looked_for_among_what_the_run_learned_from_whatever_it_is_compared_with()
    {
        WriteIdx("real-idx3-ubyte", 150, 1);
        WriteIdx("held-idx3-ubyte", 120, 5);
        RunFolderTests.Train(folder["run"], steps: 2, data: folder["real-idx3-ubyte"]);
        EvaluationRequest request = new()
        {
            Subject = folder["run"],
            Against = folder["held-idx3-ubyte"],
            Device = "cpu",
            Options = new EvaluationOptions { Count = 60 },
        };

        EvaluationReport report = EvaluationRun.Evaluate(request).Report;
        Assert.Equal(
            (folder["held-idx3-ubyte"], 120, folder["real-idx3-ubyte"], 150),
            (report.Reference.Source, report.Reference.Count, report.Training.Source, report.Training.Count)
        );

        File.Delete(folder["real-idx3-ubyte"]); // then copies are not mentioned, since there can be none of other images
        EvaluationReport without = EvaluationRun.Evaluate(request).Report;
        Assert.Equivalent(report.Training, without.Training, strict: true);
        Assert.DoesNotContain(without.Metrics, result => result.Name == "copied");
    }

    [Fact]
    public void Pictures_that_a_run_is_compared_with_are_brought_to_its_size()
    {
        WritePictures("photos", 100, 40);
        WritePictures("held", 100, 50);
        TrainingRun.Train(
            new TrainingRequest
            {
                Preset = ModelCatalog.Find("gan"),
                Training = new TrainingOptions { Length = TrainingLength.OfSteps(1), BatchSize = 8 },
                Data = folder["photos"],
                Reading = new PictureOptions { Size = 16, Fit = PictureFit.Stretch },
                Device = "cpu",
                Folder = folder["run"],
                Features = TrainingRun.NoFeatures,
            }
        );

        EvaluationReport report = EvaluationRun
            .Evaluate(
                new EvaluationRequest
                {
                    Subject = folder["run"],
                    Against = folder["held"],
                    Device = "cpu",
                    Options = new EvaluationOptions { Count = 60 },
                }
            )
            .Report;

        Assert.Equal(
            (new ImageShape(1, 16, 16), new ImageShape(1, 16, 16), folder["photos"]),
            (report.Reference.Shape, report.Training.Shape, report.Training.Source)
        );
    }

    [Fact]
    public void What_is_wrong_with_a_request_is_said_all_at_once()
    {
        OptionsException e = Assert.Throws<OptionsException>(() =>
            EvaluationRun.Evaluate(
                new EvaluationRequest
                {
                    Subject = folder.Root,
                    Device = "toaster",
                    Options = new EvaluationOptions { Count = 0 },
                }
            )
        );

        Assert.Equal(3, e.Problems.Count);
        Assert.Contains("Against mnist", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_does_not_read_is_named()
    {
        File.WriteAllText(folder["report.json"], "{}");

        Assert.Contains(
            "Evaluate again",
            Assert.Throws<FileFormatException>(() => EvaluationRun.Read(folder["report.json"])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "cannot be read",
            Assert.Throws<FigmentException>(() => EvaluationRun.Read(folder["nothing"])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_extractor_that_is_not_there_is_named_with_those_that_are()
    {
        WriteIdx("real-idx3-ubyte", 150, 1);

        FigmentException e = Assert.Throws<FigmentException>(() =>
            EvaluationRun.Evaluate(
                new EvaluationRequest
                {
                    Subject = folder["real-idx3-ubyte"],
                    Against = folder["real-idx3-ubyte"],
                    Features = "inception.onnx",
                    Device = "cpu",
                }
            )
        );

        Assert.Contains("no extractor 'inception.onnx'", e.Message, StringComparison.Ordinal);
        Assert.Contains("fashion-mnist", e.Message, StringComparison.Ordinal);
    }

    private void WritePictures(string name, int count, int side)
    {
        Directory.CreateDirectory(folder[name]);
        for (int i = 0; i < count; i++)
            File.WriteAllBytes(
                Path.Combine(folder[name], $"{i:D3}.png"),
                Png.Write(side, side, [.. Enumerable.Range(0, side * side).Select(k => (byte)((k + (i * side)) * 7919 % 251))])
            );
    }

    private void WriteIdx(string name, int count, int seed)
    {
        byte[] pixels = [.. Enumerable.Range(0, count * 784).Select(i => (byte)((i + seed) * 7919 % 251))];
        File.WriteAllBytes(folder[name], [0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 28, 0, 0, 0, 28, .. pixels]);
    }
}
