using System.Text.Json;
using Figment.Data.Images;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Imaging;
using TorchSharp;

namespace Figment.Tests.Evaluation;

/// <summary>Against tests/golden/evaluation_metrics.py, which compares every two images, and known answers.</summary>
public sealed class NearestImagesTests
{
    private static readonly ImageShape Shape = new(1, 5, 6);

    [Fact]
    public void They_agree_with_an_independent_search_also_for_copies_and_duplicates()
    {
        using JsonDocument golden = Golden.Read("evaluation_metrics.json");
        byte[] training = Bytes(50, 61),
            queries = Bytes(12, 62);
        Image(training, 40).CopyTo(Image(training, 41));
        Image(training, 17).CopyTo(Image(queries, 3));
        Image(training, 23).CopyTo(Image(queries, 5));
        Image(queries, 5)[4] ^= 15;
        Image(training, 40).CopyTo(Image(queries, 9));
        Image(queries, 9)[0] ^= 1;
        using ImageDataset asked = new("queries", Shape, queries),
            known = new("training", Shape, training);

        NearestImages found = NearestImages.Find(asked, known);

        JsonElement[] expected = [.. golden.RootElement.GetProperty("nearest").EnumerateArray()];
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)i), found.Matches.Select(match => match.Query));
        Assert.All(
            found.Matches.Zip(expected),
            pair =>
            {
                long index = pair.Second.GetProperty("index").GetInt64();
                Assert.True(
                    pair.First.Training == index || (index == 40 && pair.First.Training == 41),
                    $"{pair.First} instead of {pair.Second}"
                );
                Assert.Equal(pair.Second.GetProperty("distance").GetDouble(), pair.First.Distance, 1e-12);
                Assert.Equal(pair.Second.GetProperty("ratio").GetDouble(), pair.First.Ratio, 1e-12);
            }
        );
        Assert.Equal(3 / 12.0, found.Copied.Value);
        Assert.Equal(Math.Sqrt(0.25 * 0.75 / 12), found.Copied.StandardError!.Value, 1e-12);
    }

    [Fact]
    public void Copies_are_found_in_every_block_and_fresh_images_are_no_copies()
    {
        byte[] training = Bytes(9_000, 1); // three blocks
        using ImageDataset known = new("training", Shape, training);
        using ImageDataset copies = new(
            "copies",
            Shape,
            [.. Image(training, 8_999), .. Image(training, 0), .. Image(training, 5_000)]
        );
        using ImageDataset fresh = new("fresh", Shape, Bytes(300, 2));

        Assert.Equal(
            [(8_999L, 0.0, 0.0), (0, 0, 0), (5_000, 0, 0)],
            NearestImages.Find(copies, known).Matches.Select(match => (match.Training, match.Distance, match.Ratio))
        );
        NearestImages found = NearestImages.Find(fresh, known, maxQueries: 200);
        Assert.Equal(200, found.Matches.Count);
        Assert.Equal(new Estimate(0, 0), found.Copied);
        Assert.InRange(found.Matches.Average(match => match.Ratio), 0.9, 1.1);
    }

    [Fact]
    public void Where_all_training_images_are_one_only_it_is_a_copy()
    {
        using ImageDataset known = new("black", Shape, new byte[3 * 30]);
        using ImageDataset asked = new("asked", Shape, [.. new byte[30], .. Enumerable.Repeat((byte)255, 30)]);

        NearestImages found = NearestImages.Find(asked, known);

        Assert.Equal(
            [(0.0, 0.0), (Math.Sqrt(30), double.PositiveInfinity)],
            found.Matches.Select(match => (match.Distance, match.Ratio))
        );
        Assert.Equal(0.5, found.Copied.Value);
    }

    [Fact]
    public void Another_shape_is_refused_and_nothing_stays_behind()
    {
        using ImageDataset known = new("training", Shape, Bytes(20, 1)),
            other = new("other", new ImageShape(1, 6, 5), Bytes(20, 1));
        long before = LiveTensors.Count();

        Assert.Contains("cannot be compared", Assert.Throws<FigmentException>(() => NearestImages.Find(other, known)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => NearestImages.Find(known, known, maxQueries: 0));
        Assert.Throws<OperationCanceledException>(() =>
            NearestImages.Find(known, known, cancellationToken: new CancellationToken(canceled: true))
        );
        NearestImages.Find(known, known);

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static byte[] Bytes(int count, uint seed) => Golden.Bytes(count * 30, seed);

    private static Span<byte> Image(byte[] pixels, int index) => pixels.AsSpan(30 * index, 30);
}
