using Figment.Diagnosis;
using Figment.Evaluation.Images;
using Figment.Runs;
using Figment.Training;

namespace Figment.Tests.Runs;

public sealed class MetricsLogTests
{
    [Fact]
    public void What_is_written_is_read_back_even_where_it_is_not_a_number()
    {
        using TemporaryFolder folder = new();
        using (MetricsLog log = new(folder["metrics.jsonl"], DataKinds.All[0]))
        {
            log.Append(Progress(10, 0.25));
            log.Append(Progress(20, double.NaN));
            log.Append(Progress(30, double.PositiveInfinity));
        }

        IReadOnlyList<MetricsLine> lines = MetricsLog.Read(folder["metrics.jsonl"]);

        Assert.Equal([10L, 20, 30], lines.Select(line => line.Step));
        Assert.Equal([0.25, double.NaN, double.PositiveInfinity], lines.Select(line => line.Measures["d_loss"]));
        Assert.Equal((1280L, 1.5), (lines[0].Items, lines[0].Seconds));
        Assert.All(
            File.ReadAllLines(folder["metrics.jsonl"]),
            line => Assert.StartsWith("{\"step\":", line, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Who_hears_of_damaged_lines_gets_the_rest()
    {
        using TemporaryFolder folder = new();
        const string Good = "{\"step\":1,\"images\":2,\"seconds\":3}\n";
        File.WriteAllText(folder["metrics.jsonl"], $"{Good}nonsense\n{Good}[]\n{Good}{new string('x', (1 << 20) + 1)}\n{Good}");
        List<string> heard = [];

        IReadOnlyList<MetricsLine> lines = MetricsLog.Read(folder["metrics.jsonl"], problem => heard.Add(problem.Message));

        Assert.Equal(3, lines.Count); // nothing is read after an endless line
        Assert.Equal(3, heard.Count);
        Assert.Contains("line 2", heard[0], StringComparison.Ordinal);
        Assert.Contains("line 4", heard[1], StringComparison.Ordinal);
        Assert.Throws<FileFormatException>(() => MetricsLog.Read(folder["metrics.jsonl"]));
    }

    [Fact]
    public void A_last_line_cut_short_by_a_crash_is_left_out()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["metrics.jsonl"], "{\"step\":1,\"images\":2,\"seconds\":3,\"d_loss\":0.5}\n{\"step\":2,\"ima");

        Assert.Equal([1L], MetricsLog.Read(folder["metrics.jsonl"]).Select(line => line.Step));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{\"step\":\"one\",\"images\":2,\"seconds\":3}")]
    [InlineData("{\"images\":2,\"seconds\":3}")]
    public void A_damaged_line_is_named(string line)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["metrics.jsonl"], $"{line}\n{{\"step\":2,\"images\":2,\"seconds\":3}}\n");

        FileFormatException e = Assert.Throws<FileFormatException>(() => MetricsLog.Read(folder["metrics.jsonl"]));

        Assert.Contains("line 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_samples_were_like_and_what_went_wrong_is_read_back()
    {
        using TemporaryFolder folder = new();
        LiveEvaluation seen = new()
        {
            Count = 1000,
            CopiedCount = 64,
            Extractor = "pixels-2x2",
            FrechetDistance = 1.5,
            Coverage = 0.25,
            Similarity = 0.75,
            RealSimilarity = 0.125,
            CopiedShare = 0,
            Classes = new LiveClasses(["a", "b"], [0.75, 0.25], [0.5, 0.5], 0.8, 1, 0.9),
        };
        Verdict verdict = new(VerdictKind.ModeCollapse, 10, "saw “a”", "means", "try");
        using (MetricsLog log = new(folder["metrics.jsonl"], DataKinds.All[0]))
            log.Append(new RunReport(Progress(10, 0.5).Training, seen, [verdict], isBest: false));

        MetricsLine line = Assert.Single(MetricsLog.Read(folder["metrics.jsonl"]));

        Assert.Equivalent(seen, line.Evaluation, strict: true);
        Assert.Equivalent(verdict, Assert.Single(line.Verdicts), strict: true);
        Assert.Equal(["d_loss"], line.Measures.Keys);
    }

    private static RunReport Progress(long step, double loss) =>
        new(
            new TrainingProgress
            {
                Step = step,
                Items = step * 128,
                Elapsed = TimeSpan.FromSeconds(1.5),
                Fraction = 0.1,
                Measures = new Dictionary<string, double> { ["d_loss"] = loss },
            },
            null,
            [],
            false
        );
}
