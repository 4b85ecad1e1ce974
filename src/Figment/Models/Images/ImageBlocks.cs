using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <summary>Makes images in blocks, so that memory suffices for any number of them.</summary>
/// <remarks>
/// The rounding in libtorch's kernels depends on the number of rows. Therefore every block is full, and surplus images are
/// dropped: image k is then the same, bit for bit, however many are made.
/// </remarks>
internal static class ImageBlocks
{
    private const int OfOnePass = 64,
        LeastOfManyPasses = 8,
        MostOfManyPasses = 32,
        PixelsOfManyPasses = 32 * 28 * 28,
        MersenneBlock = 256;

    /// <summary>
    /// Returns the number of images in a block: few enough for 256 MB of activations, by a rule of thumb of 256 numbers per
    /// pixel. A single image costs as much as a block, so blocks are small where an image takes many passes: 32 digits, which
    /// take 0.85 times as long per image as in blocks of 8, and fewer for larger images, whose passes lose less time between
    /// matrix products. Where an image takes one pass, 64 take about a millisecond. Images that stand for something else, such as
    /// sounds, take long to convert, so their blocks are small too.
    /// </summary>
    internal static int SizeOf(ImageModel model)
    {
        if (model.Randomness == Randomness.Mersenne)
            return MersenneBlock;
        int pixels = model.Shape.Height * model.Shape.Width;
        int wanted =
            model.Meaning is not null ? LeastOfManyPasses
            : model.SampleCost < 1 ? OfOnePass
            : Math.Clamp(PixelsOfManyPasses / pixels, LeastOfManyPasses, MostOfManyPasses);
        return (int)Math.Clamp((1L << 28) / (1024L * pixels), 1, wanted);
    }

    /// <summary>Draws the latents of a block of samples, [block, …], and their classes where the model takes classes.</summary>
    internal static (Tensor Latents, Tensor? Labels) Draw(ImageModel model, SampleOptions options, int block)
    {
        using DisposeScope scope = NewDisposeScope();
        int size = SizeOf(model);
        SeededRandom random = new(options.Seed, model.Randomness);

        // Philox draws separately for each image k; the older generator drew for all images of a block at once.
        (long index, ItemRange items) =
            model.Randomness == Randomness.Mersenne ? (block, default) : (0, new ItemRange((long)block * size));
        using Draws forLatents = random.Draws("samples", index, items),
            forLabels = random.Draws("sample labels", index, items);
        Tensor latents = model.DrawLatents(size, forLatents);
        if (options.Truncation < 1)
            latents = latents.Times(options.Truncation);
        Tensor? labels =
            options.Among.Count > 0 ? tensor([.. Enumerable.Range(0, size).Select(DrawnInTurn)], device: model.Device)
            : options.Classes.Count == 0 ? model.DrawLabels(size, forLabels)
            : tensor([.. ClassesInTurn()], device: model.Device);
        return (latents.MoveToOuterDisposeScope(), labels?.MoveToOuterDisposeScope());

        long DrawnInTurn(int k)
        {
            IReadOnlyList<int> those = options.Among[(int)((((long)block * size) + k) % options.Among.Count)];
            if (those.Count == 1)
                return those[0];
            int[] counts = [.. those.Select(row => model.ClassCounts.ElementAtOrDefault(row))];
            if (counts.Sum() == 0)
                counts = [.. those.Select(_ => 1)];
            return those[(int)forLabels.Classes("labels", counts, size).data<long>()[k]];
        }

        IEnumerable<long> ClassesInTurn() =>
            Enumerable
                .Range(0, size)
                .Select(k => (long)options.Classes[(int)((((long)block * size) + k) % options.Classes.Count)]);
    }

    /// <summary>Makes images from latents.</summary>
    /// <param name="model">The model.</param>
    /// <param name="latents">[count, …].</param>
    /// <param name="labels">[count]; null if the model takes no classes.</param>
    /// <returns>The images block by block, in the order of the latents; the caller disposes each block.</returns>
    internal static IEnumerable<Tensor> Generate(ImageModel model, Tensor latents, Tensor? labels)
    {
        int size = SizeOf(model);
        for (long start = 0; start < latents.shape[0]; start += size)
            yield return GenerateOne(model, latents, labels, start, (int)Math.Min(size, latents.shape[0] - start), size);
    }

    private static Tensor GenerateOne(ImageModel model, Tensor latents, Tensor? labels, long start, int count, int size)
    {
        using DisposeScope scope = NewDisposeScope();
        return TorchFailure
            .Explain(
                $"while making {OptionSentence.Word(model.Items)}",
                $"{size} {OptionSentence.Word(model.Items)} of {model.Shape} at a time",
                $"fewer {OptionSentence.Word(model.Items)}",
                () =>
                {
                    Tensor? classes = labels is null ? null : Whole(labels.narrow(0, start, count));
                    Tensor whole = Whole(latents.narrow(0, start, count));
                    Tensor images = TorchFailure.Again(() => model.Generate(whole, classes));
                    return images.narrow(0, 0, count);
                }
            )
            .MoveToOuterDisposeScope();

        // With the older random numbers, the last block was shorter.
        Tensor Whole(Tensor rows) =>
            count == size || model.Randomness == Randomness.Mersenne
                ? rows
                : cat([rows, rows.narrow(0, 0, 1).expand([size - count, .. rows.shape[1..]])]);
    }
}
