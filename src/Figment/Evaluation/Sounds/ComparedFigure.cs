using Figment.Evaluation.Images;

namespace Figment.Evaluation.Sounds;

/// <summary>One figure in several evaluations.</summary>
/// <param name="Name">The name of the figure, as in <see cref="SoundReport.Figures"/>.</param>
/// <param name="Made">The value for the judged sounds in each evaluation.</param>
/// <param name="Real">The value for real sounds in the first evaluation.</param>
/// <param name="Best">The index of the best value in <paramref name="Made"/>; null if none is better than all others.</param>
internal sealed record ComparedFigure(string Name, IReadOnlyList<double?> Made, double? Real, int? Best)
{
    /// <summary>Returns all figures of some evaluations side by side.</summary>
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
