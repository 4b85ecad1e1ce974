using Figment.Imaging;
using ImageMagick;
using ImageMagick.Drawing;
using OxyPlot;
using LineJoin = OxyPlot.LineJoin;

namespace Figment.Charts;

/// <summary>The canvas that OxyPlot needs, drawn by ImageMagick with the font in the package.</summary>
internal sealed class ChartCanvas(int width, int height) : ClippingRenderContext, IDisposable
{
    private readonly MagickImage image = new(MagickColors.White, (uint)width, (uint)height);
    private readonly string font = EmbeddedFont.Path;
    private readonly List<IDrawable> drawables = [new DrawableStrokeLineCap(ImageMagick.LineCap.Round)];
    private readonly Dictionary<(string, double), double> widths = []; // each is needed several times, and takes a millisecond

    /// <summary>Draws a chart as PNG; the same chart gives the same bytes.</summary>
    /// <param name="model">The chart.</param>
    /// <param name="more">Draws what OxyPlot does not, after the chart has been laid out.</param>
    internal byte[] Draw(PlotModel model, Action more)
    {
        // OxyPlot does not throw: it stores the last exception and draws its text instead of the chart.
        ((IPlotModel)model).Update(true);
        ((IPlotModel)model).Render(this, new OxyRect(0, 0, width, height));
        more();
        if (model.GetLastPlotException() is Exception e)
            throw new InvalidOperationException($"The chart '{model.Title}' cannot be drawn: {e.Message}", e);
        image.Draw(drawables);
        return DrawingMark.Add(image.ToPng());
    }

    public void Dispose() => image.Dispose();

    public override void DrawLine(
        IList<ScreenPoint> points,
        OxyColor stroke,
        double thickness,
        EdgeRenderingMode edgeRenderingMode,
        double[] dashArray,
        LineJoin lineJoin
    )
    {
        if (points.Count < 2 || stroke.IsInvisible() || thickness <= 0)
            return;

        // Piece by piece: ImageMagick compares each pixel around a line with every piece of that line, so drawing a whole curve
        // at once takes two to four times as long.
        Add(
            stroke,
            OxyColors.Undefined,
            thickness,
            points.Zip(points.Skip(1), (from, to) => new DrawableLine(from.X, from.Y, to.X, to.Y))
        );
    }

    public override void DrawPolygon(
        IList<ScreenPoint> points,
        OxyColor fill,
        OxyColor stroke,
        double thickness,
        EdgeRenderingMode edgeRenderingMode,
        double[] dashArray,
        LineJoin lineJoin
    )
    {
        if (points.Count < 3)
            return;
        Add(stroke, fill, thickness, [new DrawablePolygon(points.Select(Point))]);
    }

    public override void DrawText(
        ScreenPoint p,
        string text,
        OxyColor fill,
        string fontFamily,
        double fontSize,
        double fontWeight,
        double rotate,
        HorizontalAlignment horizontalAlignment,
        VerticalAlignment verticalAlignment,
        OxySize? maxSize
    )
    {
        if (string.IsNullOrEmpty(text))
            return;
        OxySize size = MeasureText(text, fontFamily, fontSize, fontWeight);
        double left = horizontalAlignment switch
        {
            HorizontalAlignment.Left => 0,
            HorizontalAlignment.Center => -size.Width / 2,
            _ => -size.Width,
        };
        double baseline =
            (fontSize * 0.36)
            + verticalAlignment switch
            {
                VerticalAlignment.Top => size.Height / 2,
                VerticalAlignment.Middle => 0,
                _ => -size.Height / 2,
            };
        drawables.AddRange([new DrawablePushGraphicContext(), new DrawableTranslation(p.X, p.Y), new DrawableRotation(rotate)]);
        drawables.AddRange([
            new DrawableFont(font),
            new DrawableFontPointSize(fontSize),
            new DrawableStrokeColor(MagickColors.None),
            new DrawableFillColor(Colour(fill)),
            new DrawableText(left, baseline, text),
        ]);
        drawables.Add(new DrawablePopGraphicContext());
    }

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        if (string.IsNullOrEmpty(text))
            return OxySize.Empty;
        if (!widths.TryGetValue((text, fontSize), out double width))
            widths[(text, fontSize)] = width = new Drawables()
                .Font(font)
                .FontPointSize(fontSize)
                .FontTypeMetrics(text)!
                .TextWidth;
        return new OxySize(width, fontSize * 1.2);
    }

    protected override void SetClip(OxyRect clippingRectangle)
    {
        // No clipping is needed: the ranges of the axes keep curves inside their panels.
    }

    protected override void ResetClip() { }

    private void Add(OxyColor stroke, OxyColor fill, double thickness, IEnumerable<IDrawable> shapes) =>
        drawables.AddRange([
            new DrawableStrokeColor(thickness > 0 ? Colour(stroke) : MagickColors.None),
            new DrawableStrokeWidth(thickness),
            new DrawableFillColor(Colour(fill)),
            .. shapes,
        ]);

    private static PointD Point(ScreenPoint point) => new(point.X, point.Y);

    private static MagickColor Colour(OxyColor colour) =>
        colour.IsInvisible() ? MagickColors.None : MagickColor.FromRgba(colour.R, colour.G, colour.B, colour.A);
}
