using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;
using Figment.Evaluation.Texts;
using Figment.Models;
using Figment.Runs;

namespace Figment.Tests.Runs;

/// <summary>Turns what is known of a run into one word, its reason and one thing to do.</summary>
public sealed class RunOutlookTests
{
    /// <summary>A preset of each family, with a kind of data that it learns.</summary>
    public static TheoryData<string, string> Families =>
        new()
        {
            { "classic", "images" },
            { "gan", "images" },
            { "dcgan", "sounds" },
            { "flow", "images" },
            { "flow", "sounds" },
            { "vae", "images" },
            { "gpt", "texts" },
        };

    [Theory]
    [MemberData(nameof(Families))]
    public void Samples_near_real_ones_are_good_and_something_is_made_with_them(string preset, string kind)
    {
        RunOutlook outlook = RunOutlook.Of(Run(preset, kind, near: [true, true, true]));

        Assert.Equal((Standing.Good, NextStep.Explore), (outlook.Standing, outlook.Next));
        Assert.Equal("Good", outlook.Headline.English);
        Assert.Contains(
            kind == "texts" ? "bits per byte" : $"Its {kind} are 2 times as far",
            outlook.Reason.English,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Samples_that_become_better_are_still_learning_and_wait_or_go_on(string preset, string kind)
    {
        RunSituation run = Run(preset, kind, near: [false, false, false, false], distances: [40, 30, 25, 20]);

        RunOutlook running = RunOutlook.Of(run with { IsRunning = true, Fraction = 0.5 }),
            ended = RunOutlook.Of(run);

        Assert.Equal((Standing.Learning, NextStep.Watch), (running.Standing, running.Next));
        Assert.Equal((Standing.Learning, NextStep.TrainLonger), (ended.Standing, ended.Next));
        Assert.Contains("fell by 50%: it is getting better", running.Reason.English, StringComparison.Ordinal);
        Assert.Contains("下降了 50%", running.Reason.Chinese, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Who_was_stopped_on_the_way_stopped_early_and_goes_on(string preset, string kind)
    {
        RunSituation run = Run(preset, kind, near: [false, false, false]) with { Fraction = 0.4 };

        Assert.Equal((Standing.StoppedEarly, NextStep.TrainLonger), Both(run));
        Assert.Equal((Standing.StoppedEarly, NextStep.Again), Both(run with { CanGoOn = false }));
        Assert.Equal(Standing.StoppedEarly, RunOutlook.Of(run with { Holding = [Verdict(VerdictKind.Grain)] }).Standing);
    }

    [Theory]
    [InlineData("classic", "images", nameof(NextStep.OtherPreset), "gan")]
    [InlineData("gan", "images", nameof(NextStep.OtherPreset), "flow")]
    [InlineData("r3gan", "images", nameof(NextStep.OtherPreset), "flow")]
    [InlineData("vae", "images", nameof(NextStep.OtherPreset), "flow")]
    [InlineData("flow", "sounds", nameof(NextStep.AddData), null)]
    [InlineData("gpt", "texts", nameof(NextStep.AddData), null)]
    public void Where_more_of_the_same_does_not_help_the_family_says_what_does(
        string preset,
        string kind,
        string next,
        string? other
    )
    {
        RunOutlook outlook = RunOutlook.Of(Run(preset, kind, near: [false, false, false], distances: [20, 20, 20]));

        Assert.Equal((Standing.Trouble, next, other), (outlook.Standing, outlook.Next.ToString(), outlook.Preset));
        Assert.Contains(other ?? "Add training data", outlook.Advice.English, StringComparison.Ordinal);
        Assert.Contains("hardly changed", outlook.Reason.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(VerdictKind.NotANumber, nameof(Standing.Trouble), nameof(NextStep.SmallerSteps))]
    [InlineData(VerdictKind.ExplodingLoss, nameof(Standing.Trouble), nameof(NextStep.SmallerSteps))]
    [InlineData(VerdictKind.ModeCollapse, nameof(Standing.Trouble), nameof(NextStep.OtherPreset))]
    [InlineData(VerdictKind.MissingClasses, nameof(Standing.Learning), nameof(NextStep.TrainLonger))]
    [InlineData(VerdictKind.Memorisation, nameof(Standing.Trouble), nameof(NextStep.AddData))]
    [InlineData(VerdictKind.Overfitting, nameof(Standing.Trouble), nameof(NextStep.AddData))]
    [InlineData(VerdictKind.Looping, nameof(Standing.Learning), nameof(NextStep.TrainLonger))]
    [InlineData(VerdictKind.Babbling, nameof(Standing.Learning), nameof(NextStep.TrainLonger))]
    [InlineData(VerdictKind.Grain, nameof(Standing.Learning), nameof(NextStep.TrainLonger))]
    [InlineData(VerdictKind.Blur, nameof(Standing.Learning), nameof(NextStep.TrainLonger))]
    [InlineData(VerdictKind.Silence, nameof(Standing.Learning), nameof(NextStep.TrainLonger))]
    [InlineData(VerdictKind.StillEarly, nameof(Standing.StoppedEarly), nameof(NextStep.TrainLonger))]
    [InlineData(VerdictKind.FarFromReal, nameof(Standing.Trouble), nameof(NextStep.OtherPreset))]
    public void A_verdict_decides_and_is_the_reason(VerdictKind kind, string standing, string next)
    {
        RunSituation run = Run("gan", "images", near: [false, false, false]) with
        {
            Holding = [Verdict(VerdictKind.FarFromReal), Verdict(kind)],
        };

        RunOutlook outlook = RunOutlook.Of(run),
            running = RunOutlook.Of(run with { IsRunning = true });

        Assert.Equal(
            (standing, next, $"{kind} was seen."),
            (outlook.Standing.ToString(), outlook.Next.ToString(), outlook.Reason.English)
        );
        Assert.Equal(standing == nameof(Standing.Trouble) ? NextStep.Stop : NextStep.Watch, running.Next);
    }

    [Fact]
    public void A_discriminator_that_is_always_right_is_no_trouble_while_samples_become_better()
    {
        RunSituation run = Run("gan", "images", near: [false, false, false], distances: [40, 30, 20]) with
        {
            IsRunning = true,
            Holding = [Verdict(VerdictKind.DiscriminatorSaturated)],
        };

        Assert.Equal((Standing.Learning, NextStep.Watch), Both(run));
        Assert.Equal((Standing.Trouble, NextStep.Stop), Both(run with { Looks = [run.Looks[0], run.Looks[0], run.Looks[0]] }));
    }

    [Fact]
    public void Samples_that_are_all_alike_are_no_trouble_yet_after_a_short_training()
    {
        RunSituation run = Run("gan", "images", near: [false]) with { Holding = [Verdict(VerdictKind.ModeCollapse)] };

        Assert.Equal((Standing.Learning, NextStep.TrainLonger), Both(run));
        Assert.Equal((Standing.Learning, NextStep.Watch), Both(run with { IsRunning = true }));
        RunOutlook early = RunOutlook.Of(run with { Holding = [.. run.Holding, Verdict(VerdictKind.StillEarly)] });
        Assert.Equal(
            (Standing.StoppedEarly, NextStep.TrainLonger, "StillEarly was seen."),
            (early.Standing, early.Next, early.Reason.English)
        );
    }

    [Fact]
    public void Samples_that_were_good_once_are_good_at_that_step_which_is_kept()
    {
        RunSituation run = Run("gan", "images", near: [false, true, false], distances: [20, 2, 9]) with
        {
            Holding = [Verdict(VerdictKind.GeneratorStalled)],
        };

        RunOutlook outlook = RunOutlook.Of(run);

        Assert.Equal((Standing.Good, NextStep.UseBest, 200), (outlook.Standing, outlook.Next, outlook.Best));
        Assert.Contains("step 200", outlook.Advice.English, StringComparison.Ordinal);
        Assert.Equal((Standing.Trouble, NextStep.UseBest), Both(run with { Looks = [run.Looks[0], run.Looks[2]] }));
    }

    [Fact]
    public void Faults_that_more_training_did_not_mend_ask_for_another_preset()
    {
        RunSituation run = Run("vae", "images", near: [.. Enumerable.Repeat(true, 6)], distances: [3, 3, 3, 3, 3, 3]) with
        {
            Holding = [Verdict(VerdictKind.Blur)],
        };

        RunOutlook outlook = RunOutlook.Of(run);

        Assert.Equal((Standing.Trouble, NextStep.OtherPreset, "flow"), (outlook.Standing, outlook.Next, outlook.Preset));
    }

    [Fact]
    public void Where_nothing_judges_people_must_and_before_the_first_look_it_is_too_early()
    {
        RunSituation run = Run("gan", "images", near: []);

        Assert.Equal((Standing.StoppedEarly, NextStep.TrainLonger), Both(run));
        Assert.Equal((Standing.Learning, NextStep.Watch), Both(run with { IsRunning = true }));
        Assert.Equal((Standing.Unjudged, NextStep.Explore), Both(run with { IsJudged = false }));
        Assert.Equal((Standing.Learning, NextStep.Watch), Both(run with { IsJudged = false, IsRunning = true }));
        LiveEvaluation old = Seen(9) with { RealDistance = null };
        Assert.Equal((Standing.Unjudged, NextStep.Explore), Both(run with { Looks = [new JudgedStep(1, old)] }));
    }

    [Fact]
    public void What_only_pixels_judge_is_said_to_be()
    {
        RunSituation run = Run("gan", "images", near: []) with
        {
            Looks = [new JudgedStep(1, Seen(2) with { Extractor = "pixels 8x8" })],
        };

        Assert.StartsWith("Judged by pixels", RunOutlook.Of(run).Reason.English, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_preset_has_a_family_and_each_family_a_truth_of_its_own()
    {
        Family[] all = [.. ModelCatalog.Presets.Select(preset => Family.Of(preset.Name)).Distinct()];

        Assert.Equal(["gan", "classic", "flow", "vae", "gpt"], all.Select(family => family.Name));
        Assert.Equal(all.Select(family => family.Name).Append("other").Order(), WordTable.NamesBelow("outlook.family").Order());
        Assert.Equal(all.Length, all.Select(family => family.Truth.English).Distinct().Count());
        Assert.Contains("do not fall", Family.Of("dcgan").Truth.English, StringComparison.Ordinal);
        Assert.Contains("falls", Family.Of("flow").Truth.English, StringComparison.Ordinal);
        Assert.Equal("other", Family.Of("a preset of another program").Name);
        Assert.All(
            all.Select(family => family.Instead).OfType<string>(),
            name => Assert.Contains(ModelCatalog.Presets, preset => preset.Name == name)
        );
    }

    [Fact]
    public void Each_standing_and_step_has_its_words()
    {
        foreach (Standing standing in Enum.GetValues<Standing>())
        {
            foreach (NextStep next in Enum.GetValues<NextStep>())
            {
                RunOutlook outlook = new(standing, "", "", next, "flow", 3);
                Assert.NotEqual(outlook.Headline.English, outlook.Headline.Chinese);
                Assert.NotEqual(outlook.Advice.English, outlook.Advice.Chinese);
            }
        }
    }

    private static (Standing Standing, NextStep Next) Both(RunSituation run) =>
        RunOutlook.Of(run) is var outlook ? (outlook.Standing, outlook.Next) : default;

    private static Verdict Verdict(VerdictKind kind) => new(kind, 1, $"{kind} was seen.", "", "");

    private static RunSituation Run(string preset, string kind, bool[] near, double[]? distances = null) =>
        new()
        {
            Preset = preset,
            Kind = DataKinds.Named(kind),
            Looks =
            [
                .. near.Select(
                    (isNear, k) => new JudgedStep((k + 1) * 100, Found(kind, isNear, distances?[k] ?? (isNear ? 2 : 20)))
                ),
            ],
        };

    private static ISampleEvaluation Found(string kind, bool isNear, double distance) =>
        kind switch
        {
            "texts" => new LiveTextEvaluation
            {
                BitsPerByte = distance,
                TrainingBitsPerByte = distance,
                BytesAlone = 5,
                Made = Written(isNear ? 0.9 : 0.3),
                HeldOut = Written(0.95),
            },
            "sounds" => new LiveSoundEvaluation
            {
                Pictures = Seen(distance),
                Made = Heard,
                Real = Heard,
            },
            _ => Seen(distance),
        };

    private static SoundFigures Heard =>
        new()
        {
            Count = 10,
            Silent = 0,
            Clipped = 0,
        };

    private static Passages Written(double known) =>
        new()
        {
            Texts = 10,
            KnownWords = known,
            CopiedShort = 0,
            CopiedLong = 0,
            LongestCopy = 0,
            Looping = 0,
            DistinctPairs = 1,
        };

    private static LiveEvaluation Seen(double distance) =>
        new()
        {
            Count = 100,
            CopiedCount = 10,
            Extractor = "a classifier",
            FrechetDistance = distance,
            RealDistance = 1,
            Coverage = 0.9,
            Similarity = 0.1,
            RealSimilarity = 0.1,
            CopiedShare = 0,
        };
}
