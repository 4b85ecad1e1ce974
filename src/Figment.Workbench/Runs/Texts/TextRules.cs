using Figment.Diagnosis;
using Figment.Evaluation.Texts;
using static Figment.Diagnosis.Rules;

namespace Figment.Runs.Texts;

/// <summary>Rules that detect problems in language models during training.</summary>
internal static class TextRules
{
    private const string Measure = "bits_per_byte";

    // The loss of a healthy run only falls, apart from some noise between batches.
    private const double RunsAwayBy = 1.3,
        RanAwayBy = 1.6,
        LearnsNothingFrom = 0.98,
        LearnsNothingAfter = 0.3;

    // In steps. By then, the learning rate warm-up is over, and the average loss over these steps is below that of byte
    // frequencies alone.
    private const long BegunAfter = 200;
    private const double TurnedBy = 1.02;
    private const int FewestLosses = 3,
        FewestLooks = 3;

    // Measured as the excess over held-out text: proverbs, refrains, and names appear in both.
    private const double CopiedBy = 0.15,
        LoopingFrom = 0.25;

    // A model trained on 1 MB of Shakespeare needs 1.7 bits per byte on its training text and 2.1 on the rest; a model trained on
    // 20 kB needs 0.1 and 5.
    private const double ByHeartBelow = 0.5;

    // Measured on a character model of Shakespeare: half of its words are real words after ten seconds, and nine tenths after
    // three minutes.
    private const double BabblesBelow = 0.75;

    // The held-out text is always the same, so any larger difference is a change of the model.
    private const double NoiseOfBits = 0.01;

    /// <summary>All rules. If two rules describe the same problem, the more informative one comes first.</summary>
    internal static IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> All { get; } =
    [RunsAway, Overfitting, LearnedByHeart, Looping, Babbling];

    /// <summary>How close the generated texts are to the held-out ones.</summary>
    /// <param name="seen">The evaluation.</param>
    internal static Nearness NearnessOf(LiveTextEvaluation seen) =>
        new(
            seen.Made.KnownWords >= BabblesBelow * seen.HeldOut.KnownWords,
            WordTable
                .Template("outlook.near.texts")
                .Fill(
                    ("words", Percent(seen.Made.KnownWords)),
                    ("real", Percent(seen.HeldOut.KnownWords)),
                    ("bits", Decimal(seen.BitsPerByte)),
                    ("alone", Decimal(seen.BytesAlone))
                ),
            NoiseOfBits
        );

    private static Finding? RunsAway(IReadOnlyList<Observation> history)
    {
        double[] losses =
        [
            .. history.Select(seen => seen.Measures.GetValueOrDefault(Measure, double.NaN)).Where(double.IsFinite),
        ];
        LiveTextEvaluation? seen = Seen(history);
        return RoseAboveBytesAlone(history, seen)
            ?? (losses.Length < FewestLosses ? null : Rose(losses) ?? LearnsNothing(history[^1], seen));
    }

    /// <summary>At some point after the beginning, the loss was far above that of byte frequencies alone.</summary>
    private static Finding? RoseAboveBytesAlone(IReadOnlyList<Observation> history, LiveTextEvaluation? seen)
    {
        if (seen is null)
            return null;
        Observation? worst = history
            .Where(at => at.Step >= BegunAfter && at.Measures.GetValueOrDefault(Measure) > RunsAwayBy * seen.BytesAlone)
            .MaxBy(at => at.Measures[Measure]);
        return worst is null
            ? null
            : Found(
                VerdictKind.ExplodingLoss,
                "ExplodingLoss.above",
                ("value", [Decimal(worst.Measures[Measure])]),
                ("step", [Number(worst.Step)]),
                ("alone", [Decimal(seen.BytesAlone)])
            );
    }

    /// <summary>
    /// The loss is far above its minimum now, or was until the learning rate fell. This never happens in a healthy run.
    /// </summary>
    private static Finding? Rose(double[] losses)
    {
        double least = losses.Min(),
            now = losses[^1];
        if (now > RunsAwayBy * least)
            return Found(
                VerdictKind.ExplodingLoss,
                "ExplodingLoss.texts",
                ("value", [Decimal(now)]),
                ("before", [Decimal(least)])
            );
        double lowest = losses[0];
        (double Before, double Value) worst = losses
            .Select(loss => (Before: lowest = Math.Min(lowest, loss), Value: loss))
            .MaxBy(rise => rise.Value / rise.Before);
        return worst.Value <= RanAwayBy * worst.Before
            ? null
            : Found(
                VerdictKind.ExplodingLoss,
                "ExplodingLoss.between",
                ("value", [Decimal(worst.Value)]),
                ("before", [Decimal(worst.Before)]),
                ("now", [Decimal(now)])
            );
    }

    private static Finding? LearnsNothing(Observation now, LiveTextEvaluation? seen) =>
        now.Fraction < LearnsNothingAfter
        || seen is null
        || Math.Min(seen.BitsPerByte, seen.TrainingBitsPerByte) < LearnsNothingFrom * seen.BytesAlone
            ? null
            : Found(
                VerdictKind.ExplodingLoss,
                "ExplodingLoss.nothing",
                ("value", [Decimal(seen.BitsPerByte)]),
                ("alone", [Decimal(seen.BytesAlone)])
            );

    private static Finding? Overfitting(IReadOnlyList<Observation> history)
    {
        Observation[] judged = [.. history.Where(seen => seen.Distance is not null)];
        if (judged.Length < FewestLooks || Seen(history) is not { } now)
            return null;
        Observation best = judged.MinBy(seen => seen.Distance!.Value)!;
        return now.BitsPerByte < TurnedBy * best.Distance || now.TrainingBitsPerByte >= now.BitsPerByte
            ? null
            : Found(
                VerdictKind.Overfitting,
                ("best", [Number(best.Step)]),
                ("least", [Decimal(best.Distance!.Value)]),
                ("now", [Decimal(now.BitsPerByte)]),
                ("training", [Decimal(now.TrainingBitsPerByte)])
            );
    }

    private static Finding? LearnedByHeart(IReadOnlyList<Observation> history)
    {
        if (Seen(history) is not { } seen)
            return null;
        if (KnowsByHeart(seen))
            return Found(
                VerdictKind.Memorisation,
                "Memorisation.known",
                ("training", [Decimal(seen.TrainingBitsPerByte)]),
                ("value", [Decimal(seen.BitsPerByte)])
            );
        return !AreCopies(seen.Made, seen.HeldOut)
            ? null
            : Found(
                VerdictKind.Memorisation,
                "Memorisation.texts",
                ("share", [Percent(seen.Made.CopiedShort)]),
                ("real", [Percent(seen.HeldOut.CopiedShort)]),
                ("longest", [Number(seen.Made.LongestCopy)])
            );
    }

    /// <summary>Whether generated texts share more passages with the training data than held-out texts do.</summary>
    internal static bool AreCopies(Passages made, Passages real) => made.CopiedShort >= real.CopiedShort + CopiedBy;

    private static bool KnowsByHeart(LiveTextEvaluation seen) => seen.TrainingBitsPerByte < ByHeartBelow * seen.BitsPerByte;

    private static Finding? Looping(IReadOnlyList<Observation> history) =>
        Seen(history) is not { } seen || seen.Made.Looping < Math.Max(LoopingFrom, 2 * seen.HeldOut.Looping)
            ? null
            : Found(VerdictKind.Looping, ("share", [Percent(seen.Made.Looping)]));

    /// <summary>Reported only at the end, because every model babbles at first.</summary>
    private static Finding? Babbling(IReadOnlyList<Observation> history) =>
        history[^1].Fraction < 1
        || Seen(history) is not { } seen
        || KnowsByHeart(seen)
        || seen.Made.KnownWords >= BabblesBelow * seen.HeldOut.KnownWords
            ? null
            : Found(
                VerdictKind.Babbling,
                ("share", [Percent(seen.Made.KnownWords)]),
                ("real", [Percent(seen.HeldOut.KnownWords)])
            );

    private static LiveTextEvaluation? Seen(IReadOnlyList<Observation> history) => history[^1].Evaluation as LiveTextEvaluation;
}
