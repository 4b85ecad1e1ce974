using Figment.Charts;
using Figment.Models;

namespace Figment.Reports;

/// <summary>The measures recorded during training, one chart for each panel.</summary>
internal static class CurveSection
{
    private const int Width = 900,
        Height = 260;

    /// <summary>Draws the curves.</summary>
    /// <param name="curves">All curves.</param>
    /// <param name="captions">
    /// The captions below the panels that are specific to a kind of data, by panel; other panels have shared captions.
    /// </param>
    internal static Html Of(IReadOnlyList<ChartSeries> curves, Func<string, Text?>? captions = null) =>
        curves.Count == 0
            ? Html.None
            : Html.Of(
                $"""
                <section>
                <h2>{Texts.Curves}</h2>
                {curves.GroupBy(curve => curve.Panel).Select(panel =>
                    Chart(captions?.Invoke(panel.Key) ?? Caption(panel.Key, panel), [.. panel])
                )}</section>

                """
            );

    private static Text Caption(string panel, IEnumerable<ChartSeries> curves) =>
        panel switch
        {
            "loss" => curves.Any(curve => Measure.IsOfRivals(curve.Name)) ? Texts.LossPanel : Texts.LossPanelOfOne,
            "accuracy" => Texts.AccuracyPanel,
            "distance" => Texts.DistancePanel,
            "samples" => Texts.SamplesPanel,
            _ => panel,
        };

    private static Html Chart(Text caption, IReadOnlyList<ChartSeries> curves)
    {
        byte[] png = LineChart.ToPng("", "step", curves, Width, Height);
        string names = string.Join(", ", curves.Select(curve => curve.Name));
        return Html.Of(
            $"""
            <figure class="chart"><div class="scroll" tabindex="0">{ReportPictures.Image(
                png,
                names,
                Width,
                Height
            )}</div><figcaption>{caption}</figcaption></figure>

            """
        );
    }
}
