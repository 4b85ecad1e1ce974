using Figment.Evaluation.Images;

namespace Figment.Evaluation.Sounds;

/// <summary>What several evaluations have of one figure.</summary>
/// <param name="Name">The figure, as <see cref="SoundReport.Figures"/> calls it.</param>
/// <param name="Made">Of each evaluation, what the sounds have that were judged.</param>
/// <param name="Real">What real sounds have, in the first.</param>
/// <param name="Best">The place of the best in <paramref name="Made"/>; null where none is better than all others.</param>
internal sealed record ComparedFigure(string Name, IReadOnlyList<double?> Made, double? Real, int? Best)
{
    /// <summary>All figures of some evaluations side by side.</summary>
    internal static IEnumerable<ComparedFigure> Of(IReadOnlyList<SoundReport> reports) =>
        reports[0]
            .Figures.Select(
                (figure, row) =>
                {
                    (string Name, double? Made, double? Real)[] each =
                    [
                        .. reports.Select(report => report.Figures.ElementAt(row)),
                    ];
                    return new ComparedFigure(
                        figure.Name,
                        [.. each.Select(one => one.Made)],
                        figure.Real,
                        ComparedReports.Best(SoundReport.GoalOf(figure.Name), [.. each.Select(one => (one.Made, one.Real))])
                    );
                }
            );
}
