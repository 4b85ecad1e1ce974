using ImageMagick;
using ImageMagick.Drawing;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using LineJoin = OxyPlot.LineJoin;

namespace Figment.Imaging;

/// <summary>One curve of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Panel">Which panel it belongs to; the panels stand one above the other and share the horizontal axis.</param>
/// <param name="Points">The curve, from left to right.</param>
public sealed record ChartSeries(string Name, string Panel, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Draws curves into a PNG: OxyPlot lays the chart out, ImageMagick draws it.</summary>
public static class LineChart
{
    private const int MaxPoints = 400;
    private const double PanelGap = 0.06, NamesGap = 42, NamesSize = 13;

    // Okabe and Ito's colours, which colour-blind readers can tell apart.
    private static readonly OxyColor[] Colours =
        [OxyColor.FromRgb(0, 114, 178), OxyColor.FromRgb(213, 94, 0), OxyColor.FromRgb(0, 158, 115), OxyColor.FromRgb(204, 121, 167)];

    /// <summary>Saves a chart as PNG, whole or not at all.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="title">Stands above the chart.</param>
    /// <param name="horizontalAxis">What the x values are.</param>
    /// <param name="series">The curves; values that are not finite are left out, long curves are averaged to a few hundred points.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static void Save(string path, string title, string horizontalAxis, IReadOnlyList<ChartSeries> series, int width = 900, int height = 560)
    {
        byte[] png = ToPng(title, horizontalAxis, series, width, height);
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    /// <summary>Draws a chart as PNG; the same chart gives the same bytes.</summary>
    /// <param name="title">Stands above the chart; empty for none.</param>
    /// <param name="horizontalAxis">What the x values are.</param>
    /// <param name="series">As for <see cref="Save"/>.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static byte[] ToPng(string title, string horizontalAxis, IReadOnlyList<ChartSeries> series, int width = 900, int height = 560)
    {
        using MagickImage image = new(MagickColors.White, (uint)width, (uint)height);
        MagickRenderContext context = new(image);
        PlotModel model = Layout(title, horizontalAxis, series);
        double names = series.Select(curve => context.MeasureText(curve.Name, "", NamesSize, 400).Width).DefaultIfEmpty().Max();
        model.Padding = new OxyThickness(8, 8, NamesGap + names + 12, 8);

        // OxyPlot does not throw: it remembers the last exception and draws its text instead of the chart.
        ((IPlotModel)model).Update(true);
        ((IPlotModel)model).Render(context, new OxyRect(0, 0, width, height));
        NameCurves(context, model);
        if (model.GetLastPlotException() is Exception e) throw new InvalidOperationException($"The chart '{title}' cannot be drawn: {e.Message}", e);
        context.Flush();
        return image.ToPng();
    }

    private static PlotModel Layout(string title, string horizontalAxis, IReadOnlyList<ChartSeries> series)
    {
        PlotModel model = new() { Title = title, TitleFontSize = 16, DefaultFontSize = 13, PlotAreaBorderThickness = new OxyThickness(0) };
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = horizontalAxis, AxislineStyle = LineStyle.Solid, MinimumPadding = 0, MaximumPadding = 0 });

        string[] panels = [.. series.Select(curve => curve.Panel).Distinct()];
        double panelHeight = panels.Length == 0 ? 1 : (1 - (PanelGap * (panels.Length - 1))) / panels.Length;
        for (int i = 0; i < panels.Length; i++)
        {
            double top = 1 - (i * (panelHeight + PanelGap));
            model.Axes.Add(new LinearAxis
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
            });
        }

        for (int i = 0; i < series.Count; i++)
        {
            LineSeries line = new() { Title = series[i].Name, YAxisKey = series[i].Panel, Color = Colours[i % Colours.Length], StrokeThickness = 1.6 };
            line.Points.AddRange(Thin(series[i].Points));
            if (line.Points.Count == 1) line.MarkerType = MarkerType.Circle; // no line goes from one point to nowhere
            model.Series.Add(line);
        }

        return model;
    }

    /// <summary>Writes the curves' names to the right of their panels: OxyPlot has three places for legends there, and panels may be more.</summary>
    private static void NameCurves(MagickRenderContext context, PlotModel model)
    {
        foreach (IGrouping<string, LineSeries> panel in model.Series.OfType<LineSeries>().GroupBy(line => line.YAxisKey))
        {
            double x = model.PlotArea.Right + NamesGap - 22, y = model.PlotArea.Bottom - (model.GetAxis(panel.Key).EndPosition * model.PlotArea.Height) + 10;
            foreach (LineSeries line in panel)
            {
                context.DrawLine([new ScreenPoint(x, y), new ScreenPoint(x + 16, y)], line.Color, 2, EdgeRenderingMode.Automatic, [], LineJoin.Miter);
                context.DrawText(new ScreenPoint(x + 22, y), line.Title, OxyColors.Black, "", NamesSize, 400, 0, HorizontalAlignment.Left, VerticalAlignment.Middle, null);
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

    /// <summary>What OxyPlot needs of a canvas, drawn by ImageMagick with the font that the package carries.</summary>
    private sealed class MagickRenderContext(MagickImage image) : ClippingRenderContext
    {
        private readonly string font = EmbeddedFont.Path;
        private readonly List<IDrawable> drawables = [];

        public void Flush() => image.Draw(drawables);

        public override void DrawLine(IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin)
        {
            if (points.Count < 2 || stroke.IsInvisible() || thickness <= 0) return;
            Add(stroke, OxyColors.Undefined, thickness, points.Count == 2
                ? new DrawableLine(points[0].X, points[0].Y, points[1].X, points[1].Y)
                : new DrawablePolyline(points.Select(Point)));
        }

        public override void DrawPolygon(IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin)
        {
            if (points.Count < 3) return;
            Add(stroke, fill, thickness, new DrawablePolygon(points.Select(Point)));
        }

        public override void DrawText(ScreenPoint p, string text, OxyColor fill, string fontFamily, double fontSize, double fontWeight, double rotate, HorizontalAlignment horizontalAlignment, VerticalAlignment verticalAlignment, OxySize? maxSize)
        {
            if (string.IsNullOrEmpty(text)) return;
            OxySize size = MeasureText(text, fontFamily, fontSize, fontWeight);
            double left = horizontalAlignment switch { HorizontalAlignment.Left => 0, HorizontalAlignment.Center => -size.Width / 2, _ => -size.Width };
            double baseline = (fontSize * 0.36) + verticalAlignment switch { VerticalAlignment.Top => size.Height / 2, VerticalAlignment.Middle => 0, _ => -size.Height / 2 };
            drawables.AddRange([new DrawablePushGraphicContext(), new DrawableTranslation(p.X, p.Y), new DrawableRotation(rotate)]);
            drawables.AddRange([new DrawableFont(font), new DrawableFontPointSize(fontSize), new DrawableStrokeColor(MagickColors.None), new DrawableFillColor(Colour(fill)), new DrawableText(left, baseline, text)]);
            drawables.Add(new DrawablePopGraphicContext());
        }

        public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
        {
            if (string.IsNullOrEmpty(text)) return OxySize.Empty;
            ITypeMetric metric = new Drawables().Font(font).FontPointSize(fontSize).FontTypeMetrics(text)!;
            return new OxySize(metric.TextWidth, fontSize * 1.2);
        }

        protected override void SetClip(OxyRect clippingRectangle)
        {
            // Curves stay inside their panels by the choice of the axes' ranges.
        }

        protected override void ResetClip()
        {
        }

        private void Add(OxyColor stroke, OxyColor fill, double thickness, IDrawable shape) => drawables.AddRange(
            [new DrawableStrokeColor(thickness > 0 ? Colour(stroke) : MagickColors.None), new DrawableStrokeWidth(thickness), new DrawableFillColor(Colour(fill)), shape]);

        private static PointD Point(ScreenPoint point) => new(point.X, point.Y);

        private static MagickColor Colour(OxyColor colour) =>
            colour.IsInvisible() ? MagickColors.None : MagickColor.FromRgba(colour.R, colour.G, colour.B, colour.A);
    }
}
