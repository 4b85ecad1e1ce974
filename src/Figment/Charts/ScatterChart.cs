using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Figment.Charts;

/// <summary>A group of points.</summary>
/// <param name="name">The name in the legend.</param>
/// <param name="points">The positions of the points.</param>
public sealed class PointGroup(string name, IReadOnlyList<(double X, double Y)> points)
{
    internal string Name { get; } = name;

    internal IReadOnlyList<(double X, double Y)> Points { get; } = points;
}

/// <summary>Draws a scatter chart as a PNG, with a separate colour for each group of points.</summary>
public static class ScatterChart
{
    private const double NamesGap = 24,
        NamesSize = 13,
        PointSize = 2;

    // Ten colours that are distinct on white (after Tableau's, M. Stone, 2016); for more groups, evenly spaced hues.
    private static readonly OxyColor[] Ten =
    [
        .. (
            (uint[])
                [
                    0xff4e79a7,
                    0xfff28e2b,
                    0xffe15759,
                    0xff76b7b2,
                    0xff59a14f,
                    0xffedc948,
                    0xffb07aa1,
                    0xffff9da7,
                    0xff9c755f,
                    0xff7f7f7f,
                ]
        ).Select(OxyColor.FromUInt32),
    ];

    /// <summary>Saves a chart as PNG; the file is either complete or absent.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="title">The title above the chart.</param>
    /// <param name="horizontalAxis">The label of the horizontal axis.</param>
    /// <param name="verticalAxis">The label of the vertical axis.</param>
    /// <param name="groups">The points; those that are not finite are left out.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    public static void Save(
        string path,
        string title,
        string horizontalAxis,
        string verticalAxis,
        IReadOnlyList<PointGroup> groups,
        int width = 900,
        int height = 800
    )
    {
        byte[] png = ToPng(title, horizontalAxis, verticalAxis, groups, width, height);
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    /// <summary>Draws a chart as PNG; the same chart gives the same bytes.</summary>
    /// <inheritdoc cref="Save"/>
    internal static byte[] ToPng(
        string title,
        string horizontalAxis,
        string verticalAxis,
        IReadOnlyList<PointGroup> groups,
        int width = 900,
        int height = 800
    )
    {
        ArgumentNullException.ThrowIfNull(groups);
        using ChartCanvas canvas = new(width, height);
        PlotModel model = new()
        {
            Title = title,
            TitleFontSize = 16,
            DefaultFontSize = 13,
            PlotAreaBorderThickness = new OxyThickness(0),
        };
        double names = groups.Select(group => canvas.MeasureText(group.Name, "", NamesSize, 400).Width).DefaultIfEmpty().Max();
        model.Padding = new OxyThickness(8, 8, NamesGap + names + 12, 8);
        model.Axes.Add(
            new LinearAxis
            {
                Position = AxisPosition.Bottom,
                Title = horizontalAxis,
                AxislineStyle = LineStyle.Solid,
                MinimumPadding = 0.02,
                MaximumPadding = 0.02,
            }
        );
        model.Axes.Add(
            new LinearAxis
            {
                Position = AxisPosition.Left,
                Title = verticalAxis,
                AxislineStyle = LineStyle.Solid,
                MinimumPadding = 0.02,
                MaximumPadding = 0.02,
            }
        );
        for (int i = 0; i < groups.Count; i++)
        {
            ScatterSeries series = new()
            {
                MarkerType = MarkerType.Square,
                MarkerSize = PointSize,
                MarkerFill = Colour(i, groups.Count),
                MarkerStrokeThickness = 0,
            };
            series.Points.AddRange(
                groups[i]
                    .Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))
                    .Select(point => new ScatterPoint(point.X, point.Y))
            );
            model.Series.Add(series);
        }

        return canvas.Draw(model, () => NameGroups(canvas, model, groups));
    }

    private static OxyColor Colour(int i, int count) =>
        count <= Ten.Length ? Ten[i] : OxyColor.FromHsv((double)i / count, 0.75, i % 2 == 0 ? 0.85 : 0.6);

    private static void NameGroups(ChartCanvas canvas, PlotModel model, IReadOnlyList<PointGroup> groups)
    {
        double x = model.PlotArea.Right + NamesGap - 14,
            y = model.PlotArea.Top + 10;
        for (int i = 0; i < groups.Count; i++, y += NamesSize * 1.4)
        {
            canvas.DrawPolygon(
                [new(x, y - 4), new(x + 8, y - 4), new(x + 8, y + 4), new(x, y + 4)],
                Colour(i, groups.Count),
                OxyColors.Undefined,
                0,
                EdgeRenderingMode.Automatic,
                [],
                LineJoin.Miter
            );
            canvas.DrawText(
                new ScreenPoint(x + 14, y),
                groups[i].Name,
                OxyColors.Black,
                "",
                NamesSize,
                400,
                0,
                HorizontalAlignment.Left,
                VerticalAlignment.Middle,
                null
            );
        }
    }
}
