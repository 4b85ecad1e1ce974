using Figment.Diagnosis;
using Figment.Evaluation.Images;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Training;

namespace Figment.Tests.Runs;

/// <summary>The state of a run's judge is in each checkpoint.</summary>
public sealed class JudgeStateTests
{
    private static string Json(object value) => OptionsJson.ToElement(value).ToString();

    private static readonly DataKind Images = DataKinds.All[0];

    /// <summary>The number of looks after which the run is saved and resumed.</summary>
    [Theory]
    [InlineData(1)] // a collapse was seen once, and is not sure
    [InlineData(2)] // it was told
    [InlineData(8)] // and samples have not become better since the first look
    public void A_diagnosis_that_goes_on_from_a_file_says_what_one_says_that_never_stopped(int saved)
    {
        TrainingDiagnosis whole = new(ImageRules.All),
            part = new(ImageRules.All);
        List<Verdict> told = [];
        for (int i = 1; i <= 12; i++)
        {
            JudgeState state = new() { Diagnosis = part.State };
            if (i == saved + 1)
                part = new TrainingDiagnosis(ImageRules.All, Saved(state).Diagnosis);
            IReadOnlyList<Verdict> expected = whole.Look(Report(i), Collapsed(i));
            told.AddRange(expected);

            Assert.Equal(Json(expected), Json(part.Look(Report(i), Collapsed(i))));
            Assert.Equal(Json(whole.Current), Json(part.Current));
        }

        Assert.Equal([VerdictKind.ModeCollapse, VerdictKind.GeneratorStalled], told.Select(verdict => verdict.Kind));
    }

    [Fact]
    public void What_was_best_and_last_comes_back_with_all_its_numbers()
    {
        JudgedStep best = new(3, Collapsed(1)),
            last = new(7, Collapsed(2));

        JudgeState read = Saved(
            new JudgeState
            {
                Best = best,
                Last = last,
                LookedAt = 56,
            }
        );

        Assert.Equal((3L, 7L, 56L), (read.Best!.Step, read.Last!.Step, read.LookedAt));
        Assert.Equal(Json(Collapsed(1)), Json(read.Best.Evaluation));
    }

    [Fact]
    public void A_checkpoint_from_before_has_none_and_the_log_tells_what_it_would_be()
    {
        TrainingDiagnosis seen = new(ImageRules.All);
        List<MetricsLine> log = [];
        for (int i = 1; i <= 4; i++)
        {
            IReadOnlyList<Verdict> verdicts = seen.Look(Report(i), Collapsed(i));
            log.Add(new MetricsLine(i * 100, i * 800, i, Report(i).Measures, Collapsed(i), verdicts));
        }

        JudgeState recalled = JudgeOfOldRuns.FromLog(log, TrainingLength.OfSteps(1200), Images);

        Assert.Null(RunState.Read("""{"training":{"step":4},"metricsLength":10}""", Images).Judge);
        Assert.Equal((100L, 400L, 3200L), (recalled.Best!.Step, recalled.Last!.Step, recalled.LookedAt));
        Assert.Equal(Json(seen.State.Told), Json(recalled.Diagnosis.Told));
        Assert.Equal(Json(seen.Current), Json(recalled.Diagnosis.Current));
    }

    [Theory]
    [InlineData("\"lookedAt\":-1")]
    [InlineData("\"best\":{\"step\":3,\"evaluation\":{}}")]
    [InlineData("\"diagnosis\":{\"history\":[null]}")]
    [InlineData("\"diagnosis\":{\"told\":[\"nothingKnown\"]}")]
    public void What_cannot_be_is_refused(string part)
    {
        Assert.Throws<System.Text.Json.JsonException>(() =>
            RunState.Read($"{{\"training\":{{\"step\":4}},\"metricsLength\":10,\"judge\":{{{part}}}}}", Images)
        );
    }

    private static JudgeState Saved(JudgeState state) =>
        RunState.Read((RunState.New with { Judge = state }).Write(), Images).Judge!;

    private static TrainingProgress Report(int look) =>
        new()
        {
            Step = look * 100,
            Items = look * 800,
            Elapsed = TimeSpan.FromSeconds(look),
            Fraction = 0.3 + (0.05 * look),
            Measures = new Dictionary<string, double> { ["d_loss"] = 0.1 + (1.0 / 3 * look), ["g_loss"] = 1 },
        };

    /// <summary>Samples that are nearly all of one class, and worse each time.</summary>
    private static LiveEvaluation Collapsed(int look) =>
        new()
        {
            Count = 1000,
            CopiedCount = 64,
            Extractor = "test",
            FrechetDistance = 10 + (1.0 / 3 * look),
            Coverage = 0.9,
            Similarity = 0.1,
            RealSimilarity = 0.1,
            CopiedShare = 0,
            Classes = new LiveClasses(["a", "b"], [0.99, 0.01], [0.5, 0.5], 0.08, 1, 0.9),
        };
}
