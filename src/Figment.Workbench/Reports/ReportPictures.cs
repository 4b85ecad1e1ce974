using System.Globalization;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Reports;

/// <summary>The images themselves, as PNGs inside the page.</summary>
internal static class ReportPictures
{
    private const int MaxSide = 8,
        MaxPixels = 1 << 20;

    /// <summary>Generated images beside real ones.</summary>
    internal static Html Grids(ImageDataset judged, ImageDataset reference, SeededRandom random)
    {
        // Up to 64 images on each side, fewer if they are large: a page sent by mail must stay small.
        int side = Math.Clamp((int)Math.Sqrt(MaxPixels / (judged.Shape.Height * judged.Shape.Width)), 2, MaxSide);
        return Html.Of(
            $"""
            <section>
            <h2>{Texts.Pictures}</h2>
            <div class="grids">
            {Grid(judged, Texts.GeneratedGrid)}{Grid(reference, Texts.RealGrid)}</div>
            </section>

            """
        );

        Html Grid(ImageDataset images, TextTemplate caption)
        {
            using ImageDataset some = images.Sample(side * side, random);
            string count = Figures.Count(some.Count);
            Picture picture = Take(some, Enumerable.Range(0, some.Count)).ToGrid(side, Scale(side * some.Shape.Width, 464));
            return Html.Of(
                $"""
                <figure>{Image(
                    picture.ToPng(),
                    caption.Both(("count", count)),
                    picture.Width,
                    picture.Height
                )}<figcaption>{caption.With(("count", count))}</figcaption></figure>

                """
            );
        }
    }

    /// <summary>Generated images, each beside its nearest training image.</summary>
    internal static Html Pairs(IReadOnlyList<NearestPair> pairs, ImageDataset judged, ImageDataset training)
    {
        if (pairs.Count == 0)
            return Html.None;
        ImageBatch generated = Take(judged, pairs.Select(pair => pair.Generated)),
            nearest = Take(training, pairs.Select(pair => pair.Training));
        return Html.Of(
            $"""
            <section>
            <h2>{Texts.Nearest}</h2>
            <p>{Texts.NearestLead.With(("copied", NearestImages.CopyRatio.ToString(CultureInfo.InvariantCulture)))}</p>
            <div class="pairs">
            {pairs.Select((pair, i) => Pair(pair, new ImageBatch(judged.Shape, [.. generated[i], .. nearest[i]])))}</div>
            </section>

            """
        );
    }

    /// <summary>A PNG inside the page.</summary>
    internal static Html Image(byte[] png, string alternative, int width, int height)
    {
        Html data = new(Convert.ToBase64String(png));
        return Html.Of(
            $"""
            <img src="data:image/png;base64,{data}" alt="{alternative}" width="{Plain(width)}" height="{Plain(height)}">
            """
        );
    }

    private static Html Pair(NearestPair pair, ImageBatch both)
    {
        Picture picture = both.ToGrid(2, Scale(2 * both.Shape.Width, 168));
        string alternative = Texts.Pair.Both(
            ("generated", Figures.Count(pair.Generated)),
            ("training", Figures.Count(pair.Training))
        );
        return Html.Of(
            $"""
            <figure>{Image(picture.ToPng(), alternative, picture.Width, picture.Height)}<figcaption>{Texts.Ratio.With(
                ("ratio", Figures.Number(pair.Ratio))
            )}<br>{Texts.Distance.With(("distance", Figures.Number(pair.Distance)))}</figcaption></figure>

            """
        );
    }

    private static ImageBatch Take(ImageDataset images, IEnumerable<int> indices)
    {
        using DisposeScope scope = NewDisposeScope();
        return ImageBatch.FromTensor(images.Gather(tensor([.. indices.Select(index => (long)index)])).Items);
    }

    private static int Scale(int width, int wished) => Math.Max(1, wished / width);

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
