using Figment.Diagnosis;
using Figment.Evaluation.Images;
using Figment.Runs.Images;
using Figment.Training;

namespace Figment.Tests.Diagnosis;

public sealed class TrainingDiagnosisTests
{
    private static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    [Fact]
    public void A_training_that_goes_well_hears_nothing()
    {
        TrainingDiagnosis diagnosis = new(ImageRules.All);

        for (int i = 1; i <= 10; i++)
            Assert.Empty(diagnosis.Look(Progress(i), Seen(distance: 100.0 / i)));

        Assert.Empty(diagnosis.Current);
    }

    [Fact]
    public void A_collapse_is_told_once_with_the_class_and_its_share_named()
    {
        TrainingDiagnosis diagnosis = new(ImageRules.All);
        LiveEvaluation collapsed = Seen(shares: [0.01, 0.93, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0, 0]);

        Assert.Empty(diagnosis.Look(Progress(3), collapsed));
        Verdict verdict = Assert.Single(diagnosis.Look(Progress(4), collapsed));
        Assert.Empty(diagnosis.Look(Progress(5), collapsed));

        Assert.Equal((VerdictKind.ModeCollapse, 4000L), (verdict.Kind, verdict.Step));
        Assert.Contains(
            "93% of the samples are 1, compared with 10% of the real images",
            verdict.Saw.English,
            StringComparison.Ordinal
        );
        // Missing classes are implied
        Assert.Equal([VerdictKind.ModeCollapse], diagnosis.Current.Select(each => each.Kind));
    }

    [Fact]
    public void What_a_collapse_means_depends_on_whether_two_networks_learn_against_each_other()
    {
        LiveEvaluation collapsed = Seen(shares: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
        Verdict ofRivals = Assert.Single(
            new TrainingDiagnosis(ImageRules.All).Look(Progress(10, isLast: true, ("d_loss", 1.4)), collapsed)
        );
        Verdict ofOne = Assert.Single(
            new TrainingDiagnosis(ImageRules.All).Look(Progress(10, isLast: true, ("loss", 0.4)), collapsed)
        );

        Assert.Equal(ofRivals.Saw, ofOne.Saw);
        Assert.All(
            [ofRivals.Means, ofRivals.Try],
            text => Assert.Contains("discriminator", text.English, StringComparison.Ordinal)
        );
        Assert.All(
            [ofOne.Means, ofOne.Try],
            text => Assert.DoesNotContain("discriminator", text.English, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_collapse_onto_several_classes_names_those_that_make_up_most()
    {
        Verdict verdict = AtTheEnd(Seen(shares: [0, 0, 0, 0, 0.25, 0.02, 0, 0.23, 0, 0.5]));

        Assert.Contains("98% of the samples are 9, 4 and 7", verdict.Saw.English, StringComparison.Ordinal);
    }

    [Fact]
    public void What_passes_again_is_no_verdict_and_a_young_generator_is_left_alone()
    {
        TrainingDiagnosis diagnosis = new(ImageRules.All);
        LiveEvaluation collapsed = Seen(shares: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);

        Assert.Empty(diagnosis.Look(Progress(0.5), collapsed));
        Assert.Empty(diagnosis.Look(Progress(1), collapsed));
        Assert.Empty(diagnosis.Look(Progress(3), collapsed));
        Assert.Empty(diagnosis.Look(Progress(4), Seen()));
        Assert.Empty(diagnosis.Look(Progress(5), collapsed));
        Assert.Empty(diagnosis.Current);
    }

    [Fact]
    public void Samples_that_are_all_alike_are_a_collapse_also_without_classes()
    {
        Verdict verdict = AtTheEnd(Seen() with { Classes = null, Similarity = 0.8, RealSimilarity = 0.1, Coverage = 0.02 });

        Assert.Equal(VerdictKind.ModeCollapse, verdict.Kind);
        Assert.Contains("of 0.8, and two real images 0.1; 2% of", verdict.Saw.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.3, 0.05, true)]
    [InlineData(0.3, 0.6, false)]
    [InlineData(0.15, 0.05, false)]
    public void Samples_that_are_somewhat_alike_are_a_collapse_where_much_of_the_real_is_not_covered(
        double similarity,
        double coverage,
        bool collapsed
    )
    {
        IReadOnlyList<Verdict> verdicts = new TrainingDiagnosis(ImageRules.All).Look(
            Progress(10, isLast: true),
            Seen() with
            {
                Classes = null,
                Similarity = similarity,
                RealSimilarity = 0.1,
                Coverage = coverage,
            }
        );

        Assert.Equal(collapsed, verdicts.Any(verdict => verdict.Kind == VerdictKind.ModeCollapse));
    }

    [Fact]
    public void Missing_classes_are_named()
    {
        Verdict verdict = AtTheEnd(Seen(shares: [0.13, 0.13, 0.12, 0.13, 0.12, 0.005, 0.12, 0.12, 0.005, 0.12]));

        Assert.Equal(VerdictKind.MissingClasses, verdict.Kind);
        Assert.Contains("5 and 8", verdict.Saw.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_real_images_hardly_have_is_not_missed()
    {
        LiveEvaluation seen = Seen(shares: [0.12, 0.12, 0.12, 0.12, 0.12, 0, 0.1, 0.1, 0.1, 0.1]);
        LiveClasses classes = seen.Classes! with { RealShares = [0.12, 0.12, 0.12, 0.12, 0.12, 0.001, 0.1, 0.1, 0.1, 0.099] };

        Assert.Empty(new TrainingDiagnosis(ImageRules.All).Look(Progress(10, isLast: true), seen with { Classes = classes }));
    }

    [Fact]
    public void A_loss_that_is_no_number_is_told_at_once()
    {
        Verdict verdict = Assert.Single(
            new TrainingDiagnosis(ImageRules.All).Look(Progress(0.01, ("d_loss", double.NaN), ("g_loss", 1)), null)
        );

        Assert.Equal(VerdictKind.NotANumber, verdict.Kind);
        Assert.Contains("d_loss became NaN or infinite by step 10", verdict.Saw.English, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exploding_loss_is_told_when_it_stays_and_a_large_one_that_always_was_is_not()
    {
        TrainingDiagnosis exploding = new(ImageRules.All),
            large = new(ImageRules.All);
        for (int i = 1; i <= 5; i++)
        {
            Assert.Empty(exploding.Look(Progress(i, ("g_loss", 2)), Seen(100.0 / i)));
            Assert.Empty(large.Look(Progress(i, ("loss", 5000)), Seen(100.0 / i)));
        }

        Assert.Empty(exploding.Look(Progress(6, ("g_loss", 900)), Seen(1)));
        Verdict verdict = Assert.Single(exploding.Look(Progress(7, ("g_loss", 1000)), Seen(1)));
        Assert.Empty(large.Look(Progress(6, ("loss", 5100)), Seen(1)));

        Assert.Equal(VerdictKind.ExplodingLoss, verdict.Kind);
        Assert.Contains("g_loss is 1,000; it used to be about 2", verdict.Saw.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_discriminator_that_is_nearly_always_right_is_told()
    {
        TrainingDiagnosis diagnosis = new(ImageRules.All);
        TrainingProgress saturated = Progress(2, ("d_accuracy_real", 0.99), ("d_accuracy_fake", 1));

        Assert.Empty(diagnosis.Look(saturated, Seen(3)));
        Verdict verdict = Assert.Single(diagnosis.Look(saturated with { Step = 3000 }, Seen(2)));

        Assert.Equal(VerdictKind.DiscriminatorSaturated, verdict.Kind);
        Assert.Contains("99% of the real examples and 100%", verdict.Saw.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generator_that_has_been_better_for_long_is_told_with_the_step_where_it_was_best()
    {
        TrainingDiagnosis diagnosis = new(ImageRules.All);
        List<Verdict> told = [];
        for (int i = 1; i <= 10; i++)
            told.AddRange(diagnosis.Look(Progress(i), Seen(distance: i <= 4 ? 10 - i : 9)));

        Assert.Equal(VerdictKind.GeneratorStalled, Assert.Single(told).Kind);
        Assert.Contains("best at step 4,000 (Fréchet distance 6)", told[0].Saw.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(VerdictKind.GeneratorStalled, 9, 8, 7, 6, 30, 35, 30, 35, 40, 20)]
    [InlineData(VerdictKind.StillEarly, 90, 80, 70, 60, 50, 45, 40, 35, 30, 20)]
    public void Whether_to_train_on_is_said_once(VerdictKind expected, params int[] distances)
    {
        TrainingDiagnosis diagnosis = new(ImageRules.All);
        List<Verdict> told = [];
        for (int i = 1; i <= distances.Length; i++)
            told.AddRange(
                diagnosis.Look(Progress(i, isLast: i == distances.Length), Seen(distances[i - 1]) with { RealDistance = 1 })
            );

        Assert.Equal(expected, Assert.Single(told).Kind);
    }

    [Fact]
    public void Copies_of_training_images_are_told()
    {
        Assert.Equal(VerdictKind.Memorisation, AtTheEnd(Seen() with { CopiedShare = 0.4 }).Kind);
    }

    [Fact]
    public void Losses_are_watched_also_where_samples_never_are()
    {
        TrainingDiagnosis diagnosis = new(ImageRules.All);
        List<Verdict> told = [];
        for (int i = 1; i <= 200; i++)
            told.AddRange(diagnosis.Look(Progress(i / 20.0, ("d_accuracy_real", 1), ("d_accuracy_fake", 1)), null));

        Assert.Equal(VerdictKind.DiscriminatorSaturated, Assert.Single(told).Kind);
    }

    [Fact]
    public void Verdicts_come_in_both_languages()
    {
        TrainingDiagnosis diagnosis = new(ImageRules.All);

        Verdict verdict = Assert.Single(
            diagnosis.Look(Progress(10, isLast: true), Seen(shares: [0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5]))
        );

        Assert.Equal("模式崩溃：100% 的生成样本都是 4、9；而在真实图片中它们只占 20%。", verdict.Saw.Chinese);
    }

    private static Verdict AtTheEnd(LiveEvaluation evaluation) =>
        Assert.Single(new TrainingDiagnosis(ImageRules.All).Look(Progress(10, isLast: true), evaluation));

    private static TrainingProgress Progress(double tenths, params (string Name, double Value)[] measures) =>
        Progress(tenths, false, measures);

    private static TrainingProgress Progress(double tenths, bool isLast, params (string Name, double Value)[] measures) =>
        new()
        {
            Step = (long)Math.Round(tenths * 1000),
            Items = (long)(tenths * 128_000),
            Elapsed = TimeSpan.FromSeconds(tenths),
            Fraction = tenths / 10,
            Measures = measures.ToDictionary(measure => measure.Name, measure => measure.Value),
            Kinds = isLast ? ReportKinds.Last : ReportKinds.None,
        };

    private static LiveEvaluation Seen(double distance = 1, double[]? shares = null)
    {
        double[] even = [.. Enumerable.Repeat(0.1, 10)];
        shares ??= even;
        return new LiveEvaluation
        {
            Count = 1000,
            CopiedCount = 64,
            Extractor = "test",
            FrechetDistance = distance,
            Coverage = 0.9,
            Similarity = 0.1,
            RealSimilarity = 0.1,
            CopiedShare = 0,
            Classes = new LiveClasses(
                Digits,
                shares,
                even,
                -shares.Where(share => share > 0).Sum(share => share * Math.Log(share)) / Math.Log(10),
                1,
                0.9
            ),
        };
    }
}
