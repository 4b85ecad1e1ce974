using Figment.Diagnosis;
using Figment.Evaluation;

namespace Figment.Runs;

/// <summary>The state of a run, in one word.</summary>
internal enum Standing
{
    /// <summary>The samples are close to the real data, and there are no problems.</summary>
    Good,

    /// <summary>The samples are improving, or it is too early to say.</summary>
    Learning,

    /// <summary>The run ended before it had finished learning.</summary>
    StoppedEarly,

    /// <summary>More of the same will not help.</summary>
    Trouble,

    /// <summary>The run is over, but no judge assessed it, so the user must look at the samples.</summary>
    Unjudged,
}

/// <summary>The one thing to do next.</summary>
internal enum NextStep
{
    /// <summary>Let it continue.</summary>
    Watch,

    /// <summary>Stop it; the best weights are kept.</summary>
    Stop,

    /// <summary>Generate samples with it.</summary>
    Explore,

    /// <summary>Generate samples with its best weights.</summary>
    UseBest,

    /// <summary>Continue the training.</summary>
    TrainLonger,

    /// <summary>Train another preset on the same data.</summary>
    OtherPreset,

    /// <summary>Train again with a third of the learning rate.</summary>
    SmallerSteps,

    /// <summary>Train again with the same options.</summary>
    Again,

    /// <summary>Add training data.</summary>
    AddData,
}

/// <summary>The state of a run, training or ended: good, still learning, or broken, with the reason and what to do.</summary>
/// <param name="Standing">The state.</param>
/// <param name="Reason">The reason for it.</param>
/// <param name="Truth">What is specific to this model family.</param>
/// <param name="Next">What to do.</param>
/// <param name="Preset">The preset to use for the next step; null if none needs to be named.</param>
/// <param name="Best">The step with the best samples; null if nothing judged them.</param>
internal sealed record RunOutlook(Standing Standing, Text Reason, Text Truth, NextStep Next, string? Preset, long? Best)
{
    // The maximum and minimum numbers of evaluations for a trend.
    private const int Recent = 5,
        Few = 3;

    // A training run planned in seconds ends after the current step.
    private const double Complete = 0.995;

    private static readonly IReadOnlyDictionary<VerdictKind, Answer> Answers = new Dictionary<VerdictKind, Answer>
    {
        [VerdictKind.NotANumber] = new(Standing.Trouble, NextStep.SmallerSteps),
        [VerdictKind.ExplodingLoss] = new(Standing.Trouble, NextStep.SmallerSteps),
        [VerdictKind.ModeCollapse] = new(Standing.Trouble, NextStep.OtherPreset) { UnlessYoung = true },
        [VerdictKind.MissingClasses] = new(Standing.Learning, NextStep.TrainLonger),
        [VerdictKind.DiscriminatorSaturated] = new(Standing.Trouble, NextStep.OtherPreset) { UnlessBetter = true },
        [VerdictKind.GeneratorStalled] = new(Standing.Trouble, NextStep.UseBest) { UnlessBestIsNear = true },
        [VerdictKind.Memorisation] = new(Standing.Trouble, NextStep.AddData),
        [VerdictKind.Overfitting] = new(Standing.Trouble, NextStep.AddData),
        [VerdictKind.StillEarly] = new(Standing.StoppedEarly, NextStep.TrainLonger),
        [VerdictKind.FarFromReal] = new(Standing.Trouble, NextStep.OtherPreset),
    };

    // For most problems seen in samples, such as grain, the first remedy is longer training.
    private static readonly Answer Usual = new(Standing.Learning, NextStep.TrainLonger);

    /// <summary>The state in a word or two.</summary>
    internal Text Headline => WordTable.Text($"outlook.headline.{Standing}");

    /// <summary>What to do, in a sentence.</summary>
    internal Text Advice =>
        WordTable
            .Template($"outlook.next.{Next}")
            .Fill(("preset", Preset ?? ""), ("best", Best is long step ? Rules.Number(step) : ""));

    /// <summary>Assesses a run.</summary>
    /// <param name="run">What is known about it.</param>
    internal static RunOutlook Of(RunSituation run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Family family = Family.Of(run.Preset);
        long? best = run.Looks.MinBy(look => look.Evaluation.Distance)?.Step;
        (Standing standing, NextStep next, Text reason) = Judge(run);
        next = Possible(next, run, family);
        string? preset =
            next is NextStep.OtherPreset ? family.Instead
            : next is NextStep.Again or NextStep.SmallerSteps ? run.Preset
            : null;
        return new RunOutlook(standing, reason, family.Truth, next, preset, best);
    }

    private static (Standing Standing, NextStep Next, Text Reason) Judge(RunSituation run)
    {
        Nearness? now = run.Looks.Count > 0 ? run.Kind.NearnessOf(run.Looks[^1].Evaluation) : null;
        Verdict? worst = run.Holding.MinBy(verdict => verdict.Kind);
        if (worst is not null && Answers.GetValueOrDefault(worst.Kind, Usual) is { UnlessYoung: true })
            worst = run.Holding.FirstOrDefault(verdict => verdict.Kind == VerdictKind.StillEarly) ?? worst;
        if (worst is not null)
            return Trouble(run, worst, Answers.GetValueOrDefault(worst.Kind, Usual), now);
        if (now is null)
        {
            if (run.IsRunning)
                return (Standing.Learning, NextStep.Watch, Say(run.IsJudged ? "notYet" : "unjudged"));
            return run.IsJudged
                ? (Standing.StoppedEarly, NextStep.TrainLonger, Say("never"))
                : (Standing.Unjudged, NextStep.Explore, Say("unjudged"));
        }

        double? change = ChangeOf(run.Looks);
        Text reason = change is double by ? Together(now.Words, Trend(run, now, by)) : now.Words;
        if (now.IsNear is true)
            return (Standing.Good, NextStep.Explore, reason);
        bool isFalling = change is null || change < -now.Noise;
        if (run.IsRunning)
            return (Standing.Learning, NextStep.Watch, reason);
        if (now.IsNear is null)
            return (Standing.Unjudged, NextStep.Explore, reason);
        return run.Fraction < Complete ? (Standing.StoppedEarly, NextStep.TrainLonger, reason)
            : isFalling ? (Standing.Learning, NextStep.TrainLonger, reason)
            : (Standing.Trouble, NextStep.OtherPreset, reason);
    }

    private static (Standing Standing, NextStep Next, Text Reason) Trouble(
        RunSituation run,
        Verdict worst,
        Answer answer,
        Nearness? now
    )
    {
        double? change = ChangeOf(run.Looks);
        bool isFalling = now is not null && change < -now.Noise;
        ISampleEvaluation? best = run.Looks.MinBy(look => look.Evaluation.Distance)?.Evaluation;
        if (answer.UnlessBestIsNear && best is not null && run.Kind.NearnessOf(best)?.IsNear is true)
            return (Standing.Good, run.IsRunning ? NextStep.Stop : NextStep.UseBest, worst.Saw);
        if (answer.UnlessBetter && isFalling)
            return Judge(run with { Holding = [.. run.Holding.Where(verdict => verdict.Kind != worst.Kind)] });
        if (answer.UnlessYoung && run.Looks.Count < Few)
            answer = Usual;
        if (run.IsRunning)
        {
            return answer.Standing == Standing.Trouble
                ? (Standing.Trouble, NextStep.Stop, worst.Saw)
                : (Standing.Learning, NextStep.Watch, worst.Saw);
        }

        if (answer.Standing == Standing.Learning && run.Fraction < Complete)
            return (Standing.StoppedEarly, NextStep.TrainLonger, worst.Saw);
        bool isStuck = now is not null && change is not null && !isFalling && run.Looks.Count > Recent;
        return answer.Standing == Standing.Learning && isStuck
            ? (Standing.Trouble, NextStep.OtherPreset, Together(worst.Saw, Trend(run, now!, change!.Value)))
            : (answer.Standing, answer.Next, worst.Saw);
    }

    /// <summary>The recommended step if it is possible, or else the closest one that is.</summary>
    private static NextStep Possible(NextStep next, RunSituation run, Family family) =>
        next switch
        {
            NextStep.OtherPreset when family.Instead is null => NextStep.AddData,
            NextStep.TrainLonger when !run.CanGoOn => NextStep.Again,
            _ => next,
        };

    /// <summary>
    /// The relative change of the distance over the latest evaluations, negative if it fell; null if there are too few.
    /// </summary>
    private static double? ChangeOf(IReadOnlyList<JudgedStep> looks)
    {
        double[] recent = [.. looks.TakeLast(Recent).Select(look => look.Evaluation.Distance)];
        return recent.Length < Few || recent[0] <= 0 ? null : (recent[^1] / recent[0]) - 1;
    }

    private static Text Trend(RunSituation run, Nearness now, double change) =>
        WordTable
            .Template($"outlook.trend.{(change < -now.Noise ? "falls" : change > now.Noise ? "rises" : "stays")}")
            .Fill(
                ("measure", WordTable.Find($"outlook.measure.{run.Kind.Name}") ?? WordTable.Text("outlook.measure.other")),
                ("share", Rules.Percent(Math.Abs(change))),
                ("count", Rules.Number(Math.Min(Recent, run.Looks.Count)))
            );

    private static Text Together(Text one, Text other) =>
        WordTable.Template("list.sentences").Fill(("list", one), ("next", other));

    private static Text Say(string name) => WordTable.Text($"outlook.look.{name}");

    /// <summary>What a verdict means for the run as a whole.</summary>
    private sealed record Answer(Standing Standing, NextStep Next)
    {
        /// <summary>Whether it can be ignored while the samples improve.</summary>
        internal bool UnlessBetter { get; init; }

        /// <summary>
        /// Whether it is not yet a problem after only a few evaluations: at first, every model makes samples that look alike.
        /// </summary>
        internal bool UnlessYoung { get; init; }

        /// <summary>Whether it can be ignored if the best samples are close to the real data.</summary>
        internal bool UnlessBestIsNear { get; init; }
    }
}
