using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Data;

/// <summary>Mirrored and moved training images.</summary>
public sealed class BatchAugmentationTests
{
    [Theory]
    [InlineData(1, 5, 7)]
    [InlineData(3, 8, 4)]
    public void Each_image_is_mirrored_and_moved_as_a_loop_over_pixels_does_it(int channels, int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor images = arange(40 * channels * height * width, ScalarType.Float32).reshape(40, channels, height, width);
        HashSet<(bool, int, int)> seen = [];

        Tensor changed = new BatchAugmentation(Flip: true, Shift: 2).Apply(images, new SeededRandom(1).Draws("x"));

        Assert.Equal(images.shape, changed.shape);
        for (int i = 0; i < 40; i++)
            seen.Add(Assert.Single(Changes(2), change => AreEqual(Moved(images[i], change), changed[i])));
        Assert.InRange(seen.Count, 15, 40);
    }

    [Fact]
    public void Half_are_mirrored_and_every_shift_is_as_frequent()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor images = arange(11, ScalarType.Float32).expand(20_000, 1, 11, 11);

        float[] middles =
        [
            .. new BatchAugmentation(Flip: true, Shift: 0)
                .Apply(images, new SeededRandom(1).Draws("x"))[TensorIndex.Colon, 0, 5, 0]
                .data<float>(),
        ];
        float[] shifted =
        [
            .. new BatchAugmentation(Flip: false, Shift: 3)
                .Apply(images, new SeededRandom(1).Draws("x"))[TensorIndex.Colon, 0, 5, 5]
                .data<float>(),
        ];

        Assert.InRange(middles.Count(value => value == 10), 9_700, 10_300);
        Assert.Equal(20_000, middles.Count(value => value is 0 or 10));
        Assert.Equal([2f, 3, 4, 5, 6, 7, 8], shifted.Distinct().Order());
        // A seventh ± 5 standard deviations
        Assert.All(shifted.CountBy(value => value), pair => Assert.InRange(pair.Value, 2_600, 3_120));
    }

    [Fact]
    public void Batches_depend_on_seed_and_step_alone_and_the_data_stays_as_it_is()
    {
        using ImageDataset data = new("d", new ImageShape(1, 6, 6), [.. Enumerable.Range(0, 10 * 36).Select(i => (byte)i)]);
        using DisposeScope scope = NewDisposeScope();
        BatchAugmentation both = new(Flip: true, Shift: 1);
        using BatchStream first = new(data, BatchShare.Alone(4), both, new SeededRandom(7)),
            second = new(data, BatchShare.Alone(4), both, new SeededRandom(7)),
            plain = new(data, BatchShare.Alone(4), default, new SeededRandom(7)),
            other = new(data, BatchShare.Alone(4), both, new SeededRandom(8));
        Tensor before = data.Pixels(0, 10).clone();

        Tensor[] all = [.. Enumerable.Range(0, 5).Select(step => first.Of(step).Items)];

        Assert.True(AreEqual(all[3], second.Of(3).Items)); // as when a resumed training begins
        Assert.False(AreEqual(all[3], plain.Of(3).Items));
        Assert.False(AreEqual(all[3], other.Of(3).Items));
        Assert.True(AreEqual(before, data.Pixels(0, 10)));
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using ImageDataset data = new("d", new ImageShape(3, 6, 6), new byte[10 * 108], new byte[10]);
        using BatchStream batches = new(data, BatchShare.Alone(4), new BatchAugmentation(true, 2), new SeededRandom(7));
        using (NewDisposeScope())
            batches.Of(0);
        long before = LiveTensors.Count();

        for (int step = 1; step < 6; step++)
            using (NewDisposeScope())
                batches.Of(step);

        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void Nor_is_one_where_the_next_images_are_read_ahead()
    {
        using TemporaryFolder folder = new();
        DataPack.Write(SmallData.WriteIdx(folder.Root), folder["small.safetensors"]);
        using ImageDataset data = Datasets.Open(folder["small.safetensors"]);
        using BatchStream batches = new(data, BatchShare.Alone(4), default, new SeededRandom(7));
        using (NewDisposeScope())
            batches.Of(0);
        long before = Tensor.TotalCount; // without a garbage collection, which would hide what was left undisposed

        for (int step = 1; step < 6; step++)
            using (NewDisposeScope())
                batches.Of(step);

        Assert.Equal(before, Tensor.TotalCount);
    }

    private static bool AreEqual(Tensor a, Tensor b) => a.eq(b).all().item<bool>();

    private static IEnumerable<(bool Mirrored, int Down, int Right)> Changes(int most) =>
        from mirrored in (bool[])[false, true]
        from down in Enumerable.Range(-most, (2 * most) + 1)
        from right in Enumerable.Range(-most, (2 * most) + 1)
        select (mirrored, down, right);

    private static Tensor Moved(Tensor image, (bool Mirrored, int Down, int Right) change)
    {
        (int channels, int height, int width) = ((int)image.shape[0], (int)image.shape[1], (int)image.shape[2]);
        float[,,] moved = new float[channels, height, width];
        for (int c = 0; c < channels; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    // Moved first, its edge repeated; then mirrored.
                    int from = Math.Clamp((change.Mirrored ? width - 1 - x : x) + change.Right, 0, width - 1);
                    moved[c, y, x] = image[c, Math.Clamp(y + change.Down, 0, height - 1), from].item<float>();
                }
            }
        }

        return tensor(moved);
    }
}
