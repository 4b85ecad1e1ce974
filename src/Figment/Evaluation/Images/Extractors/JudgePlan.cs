using Figment.Data.Images;
using Figment.Models;

namespace Figment.Evaluation.Images;

/// <summary>How much work to spend on training a judge for the data of a training run: at most a tenth of the run.</summary>
/// <param name="Images">The maximum number of images to show it.</param>
/// <param name="Limit">The time limit; null if the run's length is given in steps.</param>
/// <param name="Planned">The approximate number of images, used to compare two plans; it is never measured by the clock.</param>
internal readonly record struct JudgePlan(long Images, TimeSpan? Limit, long Planned)
{
    private const double Share = 0.1;

    // The judge is shown one image for this many images of the training run. The run's images cost more than the judge's if the
    // run's networks are convolutional, and less if they are dense.
    private const long SharePerImages = 20;

    // docs/experiments.md describes what was tried: more passes bring little improvement.
    private const long MostImages = 60_000,
        MostRounds = 30,
        FewestImages = 1_500,
        ImagesPerSecond = 1_000;

    /// <summary>Whether the plan is too short to be worth starting.</summary>
    internal bool IsTooShort => Planned < FewestImages;

    /// <summary>Returns the plan for a judge of some data.</summary>
    /// <param name="learning">The number of images to learn from.</param>
    /// <param name="training">The training run that the judge is for.</param>
    internal static JudgePlan For(long learning, TrainingPlan training)
    {
        long wanted = Wanted(learning);
        if (training.Seconds is not double seconds)
        {
            long affordable = Math.Min(
                wanted,
                (long)Math.Min(long.MaxValue, (double)(training.Steps ?? 0) * training.BatchSize / SharePerImages)
            );
            return new JudgePlan(affordable, null, affordable);
        }

        double limit = Math.Min(seconds * Share, TimeSpan.FromDays(1).TotalSeconds);
        return new JudgePlan(wanted, TimeSpan.FromSeconds(limit), Math.Min(wanted, (long)(limit * ImagesPerSecond)));
    }

    /// <summary>Returns the number of images beyond which more images bring little improvement.</summary>
    internal static long Wanted(long learning) => Math.Min(MostImages, learning * MostRounds);
}

/// <summary>How much a judge was trained for a training run; part of its card.</summary>
/// <param name="Images">The number of images shown, repeats included.</param>
/// <param name="Planned">The number of images that its plan allowed (<see cref="JudgePlan.Planned"/>).</param>
/// <param name="Guessing">
/// The share of held-out images in the most common class: the accuracy of always guessing that class.
/// </param>
internal sealed record JudgeEffort(long Images, long Planned, double Guessing)
{
    // The required margin over guessing, in standard errors of the guess, and as a share of the way from guessing to perfect
    // accuracy.
    private const double ErrorsAway = 3,
        LeastOfTheWay = 0.15;

    /// <summary>Whether it tells classes apart well enough to judge samples.</summary>
    internal bool IsGood(ClassifierCard card)
    {
        double error = Math.Sqrt(Guessing * (1 - Guessing) / Math.Max(1, card.TestCount));
        return card.TestAccuracy >= Guessing + Math.Max(ErrorsAway * error, LeastOfTheWay * (1 - Guessing));
    }

    /// <summary>Says how good it is, and what follows from that.</summary>
    internal Text Describe(ClassifierCard card)
    {
        bool isGood = IsGood(card);
        return card
            .Form.Note(isGood ? "note.judge.good" : "note.judge.weak")
            .Fill(
                ("classes", WordTable.Number(card.ClassNames.Count)),
                ("right", Percent(card.TestAccuracy)),
                ("count", WordTable.Number(card.TestCount)),
                ("guess", Percent(Guessing))
            );
    }

    private static string Percent(double share) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{share * 100:F0}%");
}
