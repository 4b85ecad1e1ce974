using Figment.Data.Images;
using Figment.Models;

namespace Figment.Evaluation.Images;

/// <summary>How much work a judge of some data is worth in a training: at most a tenth of it.</summary>
/// <param name="Images">Images to show it, at most.</param>
/// <param name="Limit">How long it may take; null where the training is no time but a number of steps.</param>
/// <param name="Planned">About how many images that will be, by which two plans are compared; never by the clock.</param>
internal readonly record struct JudgePlan(long Images, TimeSpan? Limit, long Planned)
{
    private const double Share = 0.1;

    // Of the images of a training, which cost more than those of a judge where networks are convolutional, and less where they
    // are dense.
    private const long SharePerImages = 20;

    // What was tried stands in docs/experiments.md: more rounds add little.
    private const long MostImages = 60_000,
        MostRounds = 30,
        FewestImages = 1_500,
        ImagesPerSecond = 1_000;

    /// <summary>Whether it is too little to begin with.</summary>
    internal bool IsTooShort => Planned < FewestImages;

    /// <summary>The plan for a judge of so many images.</summary>
    /// <param name="learning">Images that it learns from.</param>
    /// <param name="training">The training that it is for.</param>
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

    /// <summary>Images after which more of them add little.</summary>
    internal static long Wanted(long learning) => Math.Min(MostImages, learning * MostRounds);
}

/// <summary>How a judge was trained for a training; part of its card.</summary>
/// <param name="Images">Images that it was shown, each time counted.</param>
/// <param name="Planned">What it could have been shown by its plan (<see cref="JudgePlan.Planned"/>).</param>
/// <param name="Guessing">
/// The share of the held-out images that are of their commonest class: as often one who always says that is right.
/// </param>
internal sealed record JudgeEffort(long Images, long Planned, double Guessing)
{
    // As many standard errors of the guess, and such a part of the way from it to always right.
    private const double ErrorsAway = 3,
        LeastOfTheWay = 0.15;

    /// <summary>Whether it tells classes apart well enough to judge by.</summary>
    internal bool IsGood(ClassifierCard card)
    {
        double error = Math.Sqrt(Guessing * (1 - Guessing) / Math.Max(1, card.TestCount));
        return card.TestAccuracy >= Guessing + Math.Max(ErrorsAway * error, LeastOfTheWay * (1 - Guessing));
    }

    /// <summary>How good it is, and what follows.</summary>
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
