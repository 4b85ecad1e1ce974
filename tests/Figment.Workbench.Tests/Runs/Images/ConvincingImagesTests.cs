using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Training;
using TorchSharp;

namespace Figment.Tests.Runs;

/// <summary>Real digits among the samples rank above noise, and each class has its own ranking.</summary>
public sealed class ConvincingImagesTests : IDisposable
{
    private const int Size = 28 * 28;

    private readonly string folder = Directory.CreateTempSubdirectory("figment-convincing-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Real_images_are_the_most_convincing_and_noise_the_least()
    {
        RunFolder run = TrainingRun
            .Train(
                new TrainingRequest
                {
                    Preset = ModelCatalog.Find("classic"),
                    Training = new TrainingOptions
                    {
                        Length = TrainingLength.OfSteps(1),
                        BatchSize = 2,
                        SampleCount = 1,
                    },
                    Folder = Path.Combine(folder, "run"),
                }
            )
            .Folder;
        using ImageDataset real = Datasets.Open("mnist");
        byte[] pixels = new byte[20 * Size];
        ImageBatch digits = ImageBatch.FromTensor(real.Gather(torch.arange(10)).Items);
        for (int k = 0; k < 10; k++)
            digits[k].CopyTo(pixels.AsSpan((10 + k) * Size));
        new Random(0).NextBytes(pixels.AsSpan(0, 10 * Size));

        ConvincingImages found = ConvincingImages.Of(run, new ImageBatch(digits.Shape, pixels), real);

        HashSet<int> labels = [.. real.Labels()!.Take(10).Select(label => (int)label)];
        ImageBatch most = found.Most(labels.Count),
            least = found.Least(10);
        Assert.All(Enumerable.Range(0, least.Count), k => Assert.True(Index(least[k], pixels) < 10));
        Assert.Contains(Enumerable.Range(0, most.Count), k => Index(most[k], pixels) >= 10);
        Assert.All(labels, label => Assert.True(Index(found.OfClass(label)![0], pixels) >= 10));
        Assert.Null(found.OfClass(77));
    }

    private static int Index(ReadOnlySpan<byte> image, byte[] all)
    {
        for (int k = 0; k < all.Length / Size; k++)
            if (image.SequenceEqual(all.AsSpan(k * Size, Size)))
                return k;
        return -1;
    }
}
