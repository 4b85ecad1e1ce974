using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>A model's images as a data set, in 8-bit values as files would hold them.</summary>
internal static class SampleSet
{
    /// <summary>Makes images, one block in memory as floats at a time.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="options">The seed; null is seed 0.</param>
    /// <param name="classNames">
    /// What the classes of a conditional model are called, by number; null makes a data set without labels.
    /// </param>
    /// <param name="progress">Hears how many are done.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    /// <returns>The images, with the classes that they were asked for by; the caller disposes it.</returns>
    /// <exception cref="FigmentException">The model makes values that are not numbers.</exception>
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

    /// <summary>Makes sure that a model still makes numbers.</summary>
    /// <exception cref="FigmentException">It does not.</exception>
    internal static void EnsureNumbers(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        if (!images.isfinite().all().item<bool>())
            throw new FigmentException(
                "The model makes values that are not numbers: its weights were lost in training. Use an earlier checkpoint, "
                    + "or train again with a smaller step size."
            );
    }

    private static void Fill(Span<byte> labels, Tensor classes)
    {
        using Tensor numbers = classes.to(ScalarType.Byte).cpu();
        numbers.data<byte>().ToArray().CopyTo(labels);
    }
}
