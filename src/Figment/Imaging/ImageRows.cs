namespace Figment.Imaging;

/// <summary>Arranges images so that related ones share a column, for instance a picture above its copy.</summary>
internal static class ImageRows
{
    /// <summary>
    /// Draws batches as rows, one below the other. If the rows are too long, they all wrap after the same number of images.
    /// </summary>
    /// <param name="rows">The batches, one per row, all of the same count and shape.</param>
    /// <param name="columns">The number of images after which a row wraps, at least 1.</param>
    /// <exception cref="ArgumentException">There are no images, or the batches differ in count or shape.</exception>
    public static Picture ToRows(this IReadOnlyList<ImageBatch> rows, int columns = 10)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (rows.Count == 0 || rows[0].Count == 0)
            throw new ArgumentException("There are no images to draw.", nameof(rows));
        if (rows.Any(row => row.Count != rows[0].Count || row.Shape != rows[0].Shape))
            throw new ArgumentException("All rows must have the same number of images, all of the same shape.", nameof(rows));

        int count = rows[0].Count,
            perRow = Math.Min(columns, count),
            breaks = (count + perRow - 1) / perRow,
            size = rows[0].Shape.Size;
        byte[] pixels = new byte[breaks * rows.Count * perRow * size];
        Array.Fill(pixels, ImageGrid.Frame); // empty cells look like the gaps between images
        for (int row = 0; row < rows.Count; row++)
        {
            for (int i = 0; i < count; i++)
            {
                int place = (((i / perRow * rows.Count) + row) * perRow) + (i % perRow);
                rows[row][i].CopyTo(pixels.AsSpan(place * size));
            }
        }

        return new ImageBatch(rows[0].Shape, pixels).ToGrid(perRow);
    }
}
