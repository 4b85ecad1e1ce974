using Figment.Backend;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Tests.Data;

public sealed class ClassSharesTests
{
    [Theory]
    [InlineData(new[] { 100, 100, 100 }, 1_000)]
    [InlineData(new[] { 7, 0, 2, 91 }, 1_000)]
    [InlineData(new[] { 5 }, 10)]
    public void From_the_first_sample_on_each_class_comes_as_often_as_the_data_has_it(int[] counts, int count)
    {
        int[] classes = ClassShares.InTurn(counts, count);

        int[] seen = new int[counts.Length];
        for (int i = 0; i < count; i++)
        {
            seen[classes[i]]++;
            for (int k = 0; k < counts.Length; k++)
                Assert.InRange(seen[k] - ((i + 1.0) * counts[k] / counts.Sum()), -1, 1);
        }

        Assert.Equal(counts, counts.Select((_, k) => ClassShares.InTurn(counts, counts.Sum()).Count(each => each == k)));
    }

    [Fact]
    public void More_classes_than_samples_come_once_each_at_most()
    {
        int[] classes = ClassShares.InTurn([.. Enumerable.Repeat(1, 50)], 20);

        Assert.Equal(20, classes.Distinct().Count());
    }

    [Fact]
    public void Images_are_drawn_at_random_in_the_shares_of_their_classes()
    {
        byte[] labels = [.. Enumerable.Range(0, 300).Select(i => (byte)(i % 10 == 0 ? 1 : 0))];
        using ImageDataset data = new("two", new ImageShape(1, 2, 2), new byte[300 * 4], labels, ["a", "b"]);

        long[] drawn = Draw(1, 50),
            other = Draw(2, 50),
            all = Draw(1, 1_000);

        Assert.Equal((5, 5), (drawn.Count(i => labels[i] == 1), other.Count(i => labels[i] == 1)));
        Assert.NotEqual(drawn.Order(), other.Order());
        Assert.Equal(Enumerable.Range(0, 300).Select(i => (long)i), all.Order());
        Assert.Equal(drawn, all[..50]);

        long[] Draw(long seed, int count)
        {
            using TorchSharp.torch.Tensor chosen = data.Draw(count, new SeededRandom(seed));
            return chosen.data<long>().ToArray();
        }
    }
}
