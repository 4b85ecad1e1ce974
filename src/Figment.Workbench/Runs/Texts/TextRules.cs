using Figment.Diagnosis;
using Figment.Evaluation.Texts;
using static Figment.Diagnosis.Rules;

namespace Figment.Runs.Texts;

/// <summary>What Figment knows of language models that go wrong while they train, one rule each.</summary>
internal static class TextRules
{
    private const string Measure = "bits_per_byte";

    // The loss of a run that is well only falls, but for some noise from batch to batch.
    private const double RunsAwayBy = 1.3, RanAwayBy = 1.6, LearnsNothingFrom = 0.98, LearnsNothingAfter = 0.3;

    private const long BegunAfter = 200; // steps; the rate has risen by then, and an average over them is below what bytes alone give
    private const double TurnedBy = 1.02;
    private const int FewestLooks = 3;

    // Beside what held-out text scores: proverbs, refrains and names stand in both.
    private const double CopiedBy = 0.15, LoopingFrom = 0.25;

    // A model of 1 MB of Shakespeare takes 1.7 bits for what it learned from and 2.1 for the rest; one of 20 kB 0.1 and 5.
    private const double ByHeartBelow = 0.5;

    // Of Shakespeare by characters: after ten seconds half of the words are words, after three minutes nine tenths.
    private const double BabblesBelow = 0.75;

    /// <summary>All rules; where two say the same in other words the more telling one comes first.</summary>
    internal static IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> All { get; } = [RunsAway, Overfitting, LearnedByHeart, Looping, Babbling];

    private static Finding? RunsAway(IReadOnlyList<Observation> history)
    {
        double[] losses = [.. history.Select(seen => seen.Measures.GetValueOrDefault(Measure, double.NaN)).Where(double.IsFinite)];
        if (Seen(history) is { } looked && WorstAbove(history, looked.BytesAlone) is { } worst)
            return Found(VerdictKind.ExplodingLoss, "ExplodingLoss.above", ("value", [Decimal(worst.Measures[Measure])]), ("step", [Number(worst.Step)]), ("alone", [Decimal(looked.BytesAlone)]));
        if (losses.Length < 3) return null;
        if (losses[^1] > RunsAwayBy * losses.Min())
            return Found(VerdictKind.ExplodingLoss, "ExplodingLoss.texts", ("value", [Decimal(losses[^1])]), ("before", [Decimal(losses.Min())]));
        if (WorstRise(losses) is (double least, double most))
            return Found(VerdictKind.ExplodingLoss, "ExplodingLoss.between", ("value", [Decimal(most)]), ("before", [Decimal(least)]), ("now", [Decimal(losses[^1])]));
        return history[^1].Fraction >= LearnsNothingAfter && Seen(history) is { } seen && Math.Min(seen.BitsPerByte, seen.TrainingBitsPerByte) >= LearnsNothingFrom * seen.BytesAlone
            ? Found(VerdictKind.ExplodingLoss, "ExplodingLoss.nothing", ("value", [Decimal(seen.BitsPerByte)]), ("alone", [Decimal(seen.BytesAlone)]))
            : null;
    }

    /// <summary>When the loss was highest, where that was far above what takes no learning at all, and not at the beginning.</summary>
    private static Observation? WorstAbove(IReadOnlyList<Observation> history, double bytesAlone) => history
        .Where(seen => seen.Step >= BegunAfter && seen.Measures.GetValueOrDefault(Measure) > RunsAwayBy * bytesAlone).MaxBy(seen => seen.Measures[Measure]);

    /// <summary>The worst that a loss rose from and to on the way, where it rose as no run does that is well: it may come back when the rate falls.</summary>
    private static (double Least, double Most)? WorstRise(double[] losses)
    {
        (double Least, double Most) worst = (1, RanAwayBy);
        double least = losses[0];
        foreach (double loss in losses)
        {
            least = Math.Min(least, loss);
            if (loss / least > worst.Most / worst.Least) worst = (least, loss);
        }

        return worst == (1, RanAwayBy) ? null : worst;
    }

    private static Finding? Overfitting(IReadOnlyList<Observation> history)
    {
        Observation[] judged = [.. history.Where(seen => seen.Distance is not null)];
        if (judged.Length < FewestLooks || Seen(history) is not { } now) return null;
        Observation best = judged.MinBy(seen => seen.Distance!.Value)!;
        return now.BitsPerByte < TurnedBy * best.Distance || now.TrainingBitsPerByte >= now.BitsPerByte ? null
            : Found(VerdictKind.Overfitting, ("best", [Number(best.Step)]), ("least", [Decimal(best.Distance!.Value)]),
                ("now", [Decimal(now.BitsPerByte)]), ("training", [Decimal(now.TrainingBitsPerByte)]));
    }

    private static Finding? LearnedByHeart(IReadOnlyList<Observation> history)
    {
        if (Seen(history) is not { } seen) return null;
        if (KnowsByHeart(seen))
            return Found(VerdictKind.Memorisation, "Memorisation.known", ("training", [Decimal(seen.TrainingBitsPerByte)]), ("value", [Decimal(seen.BitsPerByte)]));
        return seen.Made.CopiedShort < seen.HeldOut.CopiedShort + CopiedBy ? null
            : Found(VerdictKind.Memorisation, "Memorisation.texts", ("share", [Percent(seen.Made.CopiedShort)]), ("real", [Percent(seen.HeldOut.CopiedShort)]),
                ("longest", [Number(seen.Made.LongestCopy)]));
    }

    private static bool KnowsByHeart(LiveTextEvaluation seen) => seen.TrainingBitsPerByte < ByHeartBelow * seen.BitsPerByte;

    private static Finding? Looping(IReadOnlyList<Observation> history) =>
        Seen(history) is not { } seen || seen.Made.Looping < Math.Max(LoopingFrom, 2 * seen.HeldOut.Looping) ? null
            : Found(VerdictKind.Looping, ("share", [Percent(seen.Made.Looping)]));

    /// <summary>Told at the end only: every model babbles at first.</summary>
    private static Finding? Babbling(IReadOnlyList<Observation> history) =>
        history[^1].Fraction < 1 || Seen(history) is not { } seen || KnowsByHeart(seen) || seen.Made.KnownWords >= BabblesBelow * seen.HeldOut.KnownWords ? null
            : Found(VerdictKind.Babbling, ("share", [Percent(seen.Made.KnownWords)]), ("real", [Percent(seen.HeldOut.KnownWords)]));

    private static LiveTextEvaluation? Seen(IReadOnlyList<Observation> history) => history[^1].Evaluation as LiveTextEvaluation;
}
