using Figment.Diagnosis;
using Figment.Evaluation.Sounds;
using Figment.Runs.Images;
using static Figment.Diagnosis.Rules;

namespace Figment.Runs.Sounds;

/// <summary>Rules that detect problems in sounds during training.</summary>
internal static class SoundRules
{
    // Measured as the excess over the share of real sounds.
    private const double SilentFrom = 0.1,
        ClippedFrom = 0.1;

    // In dB above real sounds. This is about how much louder a room is with a fan than without one.
    private const double RestFrom = 10,
        FlatnessFrom = 2.5;

    // If the upper third of the frequencies is missing, listeners notice.
    private const double DullBelow = 0.67,
        ErrorsAway = 3;

    private static readonly ComparisonRules Compared = new(found => (found as LiveSoundEvaluation)?.Pictures, "sounds");

    /// <summary>All rules. If two rules describe the same problem, the more informative one comes first.</summary>
    internal static IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> All { get; } =
    [
        GeneratorStalled,
        Compared.FewClasses,
        Compared.SamplesAlike,
        Compared.MissingClasses,
        Compared.Memorisation,
        Silence,
        Clipping,
        Hiss,
        Noisier,
        Buzz,
        Dull,
        Compared.FarAtTheEnd,
    ];

    private static Finding? Silence(IReadOnlyList<Observation> history) =>
        Grown(history) is { } seen && seen.Made.Silent > seen.Real.Silent + SilentFrom
            ? Found(VerdictKind.Silence, ("share", [Percent(seen.Made.Silent)]), ("real", [Percent(seen.Real.Silent)]))
            : null;

    private static Finding? Clipping(IReadOnlyList<Observation> history) =>
        Grown(history) is { } seen && seen.Made.Clipped > seen.Real.Clipped + ClippedFrom
            ? Found(VerdictKind.Clipping, ("share", [Percent(seen.Made.Clipped)]), ("real", [Percent(seen.Real.Clipped)]))
            : null;

    /// <summary>The parts that should be quiet are not, regardless of the classes.</summary>
    private static Finding? Hiss(IReadOnlyList<Observation> history) =>
        Grown(history) is { Made: { Rest: { } made } sounds, Real: { Rest: { } real } others }
        && made.Mean - real.Mean > Math.Max(RestFrom, Chance((made, sounds), (real, others)))
            ? Found(VerdictKind.Hiss, ("made", [Level(made)]), ("real", [Level(real)]))
            : null;

    private static Finding? Noisier(IReadOnlyList<Observation> history) =>
        OfAllClasses(history) is { Made: { Flatness: { } made } sounds, Real: { Flatness: { } real } others }
        && made.Mean - real.Mean > Math.Max(FlatnessFrom, Chance((made, sounds), (real, others)))
            ? Found(VerdictKind.Hiss, "Hiss.noisier", ("made", [Level(made)]), ("real", [Level(real)]))
            : null;

    private static Finding? Buzz(IReadOnlyList<Observation> history) =>
        OfAllClasses(history) is { Made: { Flatness: { } made } sounds, Real: { Flatness: { } real } others }
        && real.Mean - made.Mean > Math.Max(FlatnessFrom, Chance((made, sounds), (real, others)))
            ? Found(VerdictKind.Buzz, ("made", [Level(made)]), ("real", [Level(real)]))
            : null;

    private static Finding? Dull(IReadOnlyList<Observation> history) =>
        OfAllClasses(history) is { Made: { RollOff: { } made } sounds, Real: { RollOff: { } real } others }
        && real.Mean - made.Mean > Math.Max((1 - DullBelow) * real.Mean, Chance((made, sounds), (real, others)))
            ? Found(VerdictKind.Dull, ("made", [Number((long)made.Mean)]), ("real", [Number((long)real.Mean)]))
            : null;

    private static LiveSoundEvaluation? Grown(IReadOnlyList<Observation> history) =>
        ComparisonRules.IsGrown(history) ? history[^1].Evaluation as LiveSoundEvaluation : null;

    /// <summary>
    /// If whole classes are missing, the remaining ones naturally sound different from all classes together, so the other rules
    /// do not apply.
    /// </summary>
    private static LiveSoundEvaluation? OfAllClasses(IReadOnlyList<Observation> history) =>
        Compared.FewClasses(history) is null && Compared.MissingClasses(history) is null ? Grown(history) : null;

    /// <summary>The difference between two means that chance alone can explain.</summary>
    private static double Chance(params (SoundFigure Figure, SoundFigures Of)[] means) =>
        ErrorsAway
        * Math.Sqrt(
            means.Sum(mean => mean.Figure.Deviation * mean.Figure.Deviation / Math.Max(1, mean.Of.Count * (1 - mean.Of.Silent)))
        );

    private static string Level(SoundFigure figure) => Decimal(Math.Round(figure.Mean, 1)).Replace('-', '\u2212');
}
