using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>A model's images as a data set, in 8-bit values as image files would hold them.</summary>
internal static class SampleSet
{
    /// <summary>Makes images, holding only one block at a time in memory as floats.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">The number of images, at least 1.</param>
    /// <param name="options">The seed; null for seed 0.</param>
    /// <param name="classNames">
    /// The names of a conditional model's classes, by number; null makes a data set without labels.
    /// </param>
    /// <param name="progress">Receives the number of images done.</param>
    /// <param name="cancellationToken">Cancels between two blocks.</param>
    /// <returns>The images, with the requested classes; the caller disposes the data set.</returns>
    /// <exception cref="FigmentException">The model produces values that are not finite.</exception>
    public static ImageDataset Draw(
        ImageModel model,
        int count,
        SampleOptions? options = null,
        IReadOnlyList<string>? classNames = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        if ((long)count * model.Shape.Size > Array.MaxLength)
            throw new FigmentException(
                $"{count:N0} images of {model.Shape} do not fit into one array. Make at most "
                    + $"{Array.MaxLength / model.Shape.Size:N0}."
            );
        byte[] pixels = new byte[count * model.Shape.Size];
        byte[]? labels = model.IsConditional && classNames is not null ? new byte[count] : null;
        int done = 0;
        foreach ((Tensor block, Tensor? classes) in model.LabelledBlocks(count, options))
        {
            using (block)
            using (classes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                EnsureNumbers(block);
                ImageBatch images = ImageBatch.FromTensor(block);
                for (int i = 0; i < images.Count; i++)
                    images[i].CopyTo(pixels.AsSpan((done + i) * model.Shape.Size));
                if (labels is not null)
                    Fill(labels.AsSpan(done, images.Count), classes!);
                done += images.Count;
                progress?.Report(done);
            }
        }

        return new ImageDataset("samples", model.Shape, pixels, labels, labels is null ? null : classNames);
    }

    /// <summary>Checks that a model still produces finite values.</summary>
    /// <exception cref="FigmentException">The values are not finite.</exception>
    internal static void EnsureNumbers(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        if (!images.isfinite().all().item<bool>())
            throw new FigmentException(
                "The model produces values that are not numbers: its weights were corrupted in training. Use an earlier "
                    + "checkpoint, or train again with a smaller learning rate."
            );
    }

    private static void Fill(Span<byte> labels, Tensor classes)
    {
        using Tensor numbers = classes.to(ScalarType.Byte).cpu();
        numbers.data<byte>().ToArray().CopyTo(labels);
    }
}
