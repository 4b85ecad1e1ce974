using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using LineJoin = OxyPlot.LineJoin;

namespace Figment.Charts;

/// <summary>One curve of a chart.</summary>
/// <param name="name">The name in the legend.</param>
/// <param name="panel">The panel of the curve; panels are stacked and share the horizontal axis.</param>
/// <param name="points">The points of the curve, from left to right.</param>
public sealed class ChartSeries(string name, string panel, IReadOnlyList<(double X, double Y)> points)
{
    internal string Name { get; } = name;

    internal string Panel { get; } = panel;

    internal IReadOnlyList<(double X, double Y)> Points { get; } = points;
}

/// <summary>Draws curves in a PNG: OxyPlot lays out the chart, and ImageMagick draws it.</summary>
public static class LineChart
{
    private const int MaxPoints = 400;
    private const double PanelGap = 0.06,
        NamesGap = 42,
        NamesSize = 13;

    // Okabe and Ito's colours, which colour-blind readers can tell apart.
    private static readonly OxyColor[] Colours =
    [
        OxyColor.FromRgb(0, 114, 178),
        OxyColor.FromRgb(213, 94, 0),
        OxyColor.FromRgb(0, 158, 115),
        OxyColor.FromRgb(204, 121, 167),
    ];

    /// <summary>Saves a chart as PNG; the file is either complete or absent.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="title">The title above the chart.</param>
    /// <param name="horizontalAxis">The label of the horizontal axis.</param>
    /// <param name="series">
    /// The curves; values that are not finite are left out, and long curves are averaged to a few hundred points.
    /// </param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    public static void Save(
        string path,
        string title,
        string horizontalAxis,
        IReadOnlyList<ChartSeries> series,
        int width = 900,
        int height = 560
    )
    {
        byte[] png = ToPng(title, horizontalAxis, series, width, height);
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    /// <summary>Draws a chart as PNG; the same chart gives the same bytes.</summary>
    /// <param name="title">The title above the chart; empty for none.</param>
    /// <param name="horizontalAxis">The label of the horizontal axis.</param>
    /// <param name="series">The curves, as for <see cref="Save"/>.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    internal static byte[] ToPng(
        string title,
        string horizontalAxis,
        IReadOnlyList<ChartSeries> series,
        int width = 900,
        int height = 560
    )
    {
        using ChartCanvas canvas = new(width, height);
        PlotModel model = Layout(title, horizontalAxis, series);
        double names = series.Select(curve => canvas.MeasureText(curve.Name, "", NamesSize, 400).Width).DefaultIfEmpty().Max();
        model.Padding = new OxyThickness(8, 8, NamesGap + names + 12, 8);
        return canvas.Draw(model, () => NameCurves(canvas, model));
    }

    private static PlotModel Layout(string title, string horizontalAxis, IReadOnlyList<ChartSeries> series)
    {
        PlotModel model = new()
        {
            Title = title,
            TitleFontSize = 16,
            DefaultFontSize = 13,
            PlotAreaBorderThickness = new OxyThickness(0),
        };
        model.Axes.Add(
            new LinearAxis
            {
                Position = AxisPosition.Bottom,
                Title = horizontalAxis,
                AxislineStyle = LineStyle.Solid,
                MinimumPadding = 0,
                MaximumPadding = 0,
                MinorTickSize = 0,
            }
        );

        string[] panels = [.. series.Select(curve => curve.Panel).Distinct()];
        double panelHeight = panels.Length == 0 ? 1 : (1 - (PanelGap * (panels.Length - 1))) / panels.Length;
        for (int i = 0; i < panels.Length; i++)
        {
            double top = 1 - (i * (panelHeight + PanelGap));
            model.Axes.Add(
                new LinearAxis
                {
                    Key = panels[i],
                    Title = panels[i],
                    Position = AxisPosition.Left,
                    StartPosition = Math.Max(0, top - panelHeight),
                    EndPosition = top,
                    AxislineStyle = LineStyle.Solid,
                    MajorGridlineStyle = LineStyle.Solid,
                    MajorGridlineColor = OxyColor.FromRgb(225, 225, 225),
                    MinimumRange = 0.1,
                    MinorTickSize = 0,
                }
            );
        }

        for (int i = 0; i < series.Count; i++)
        {
            LineSeries line = new()
            {
                Title = series[i].Name,
                YAxisKey = series[i].Panel,
                Color = Colours[i % Colours.Length],
                StrokeThickness = 1.6,
            };
            line.Points.AddRange(Thin(series[i].Points));
            if (line.Points.Count == 1)
                line.MarkerType = MarkerType.Circle; // a single point has no line
            model.Series.Add(line);
        }

        return model;
    }

    /// <summary>
    /// Writes the names of the curves to the right of their panels: OxyPlot has three places for legends there, and there may be
    /// more panels.
    /// </summary>
    private static void NameCurves(ChartCanvas context, PlotModel model)
    {
        foreach (IGrouping<string, LineSeries> panel in model.Series.OfType<LineSeries>().GroupBy(line => line.YAxisKey))
        {
            double x = model.PlotArea.Right + NamesGap - 22,
                y = model.PlotArea.Bottom - (model.GetAxis(panel.Key).EndPosition * model.PlotArea.Height) + 10;
            foreach (LineSeries line in panel)
            {
                context.DrawLine(
                    [new ScreenPoint(x, y), new ScreenPoint(x + 16, y)],
                    line.Color,
                    2,
                    EdgeRenderingMode.Automatic,
                    [],
                    LineJoin.Miter
                );
                context.DrawText(
                    new ScreenPoint(x + 22, y),
                    line.Title,
                    OxyColors.Black,
                    "",
                    NamesSize,
                    400,
                    0,
                    HorizontalAlignment.Left,
                    VerticalAlignment.Middle,
                    null
                );
                y += NamesSize * 1.4;
            }
        }
    }

    private static IEnumerable<DataPoint> Thin(IReadOnlyList<(double X, double Y)> points)
    {
        (double X, double Y)[] finite = [.. points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
        int size = (finite.Length + MaxPoints - 1) / MaxPoints;
        return size == 0 ? [] : finite.Chunk(size).Select(chunk => new DataPoint(chunk[^1].X, chunk.Average(point => point.Y)));
    }
}
