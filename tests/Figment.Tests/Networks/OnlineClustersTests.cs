using Figment.Backend;
using Figment.Models.Images;
using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Networks;

public sealed class OnlineClustersTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Separated_blobs_are_found_and_their_centroids_are_those_of_mini_batch_k_means_in_a_plain_loop()
    {
        const int K = 4,
            Size = 6,
            BatchSize = 10;
        using OnlineClusters clusters = new(K, Size);
        float[][] expected = new float[K][];
        int[] counts = new int[K];

        for (int batch = 0; batch < 30; batch++)
        {
            float[] noise = Golden.Fill([BatchSize, Size], (uint)batch + 1, 0.05).data<float>().ToArray();
            float[][] images =
            [
                .. Enumerable
                    .Range(0, BatchSize)
                    .Select(n =>
                        Enumerable.Range(0, Size).Select(i => noise[(n * Size) + i] + (Blob(batch, n) == i ? 1 : 0)).ToArray()
                    ),
            ];

            long[] found = clusters.Learn(Images(images, 2, 3), (long)batch * BatchSize).data<long>().ToArray();

            // Sculley's algorithm 1: assign all of the batch, then move each image's centroid by 1 / (images it had).
            for (int k = 0; k < K && batch == 0; k++)
                expected[k] = [.. images[k]];
            int[] nearest =
            [
                .. images.Select(image =>
                    Enumerable.Range(0, K).MinBy(k => image.Zip(expected[k], (x, c) => (x - c) * (x - c)).Sum())
                ),
            ];
            for (int n = 0; n < BatchSize; n++)
            {
                float rate = 1f / ++counts[nearest[n]];
                expected[nearest[n]] = [.. images[n].Zip(expected[nearest[n]], (x, c) => ((1 - rate) * c) + (rate * x))];
            }

            // The first four images are from blobs 0 to 3, so the clusters have the same numbers.
            Assert.Equal(Enumerable.Range(0, BatchSize).Select(n => (long)Blob(batch, n)), found);
            Assert.Equal(expected.SelectMany(c => c), State(clusters, "centroids"), (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.Equal(counts.Select(count => (float)count), State(clusters, "counts"));
        }

        static int Blob(int batch, int n) => batch == 0 && n < K ? n : (int)(Golden.Bits((uint)n, (uint)(1000 + batch)) % K);
    }

    [Fact]
    public void The_first_images_are_the_centroids_also_where_they_come_in_several_batches()
    {
        using OnlineClusters clusters = new(3, 1);

        Assert.Equal(
            [0, 1],
            clusters
                .Learn(
                    Images([
                        [0f],
                        [10f],
                    ]),
                    0
                )
                .data<long>()
                .ToArray()
        );
        Assert.Equal(
            [2, 0],
            clusters
                .Learn(
                    Images([
                        [20f],
                        [1f],
                    ]),
                    2
                )
                .data<long>()
                .ToArray()
        );

        Assert.Equal([0.5f, 10, 20], State(clusters, "centroids"));
    }

    [Fact]
    public void After_200_images_per_cluster_the_centroids_stand_still_and_counting_begins_anew()
    {
        using OnlineClusters clusters = new(2, 1);
        float[][] batch = [.. Enumerable.Range(0, 40).Select(n => new[] { n % 4 == 0 ? 0f : 1f })];
        for (int i = 0; i < 9; i++)
            clusters.Learn(Images(batch), i * 40);
        Assert.Equal([90, 270], State(clusters, "counts"));

        clusters.Learn(Images(batch), 360); // the 400th image is in this batch
        Assert.Equal([0, 0], State(clusters, "counts"));
        float[] centroids = State(clusters, "centroids");

        long[] found = clusters
            .Learn(
                Images([
                    [0.2f],
                    [0.3f],
                    [0.9f],
                ]),
                400
            )
            .data<long>()
            .ToArray();

        Assert.Equal([0, 0, 1], found);
        Assert.Equal([2, 1], State(clusters, "counts"));
        Assert.Equal(centroids, State(clusters, "centroids"));
    }

    [Fact]
    public void Clusters_are_drawn_as_often_as_they_occur_and_never_where_they_did_not()
    {
        const int Draws = 20_000;
        using OnlineClusters clusters = new(4, 1);
        clusters.Learn(
            Images([
                [0f],
                [1f],
                [2f],
                [3f],
            ]),
            0
        );
        for (int i = 0; i < 5; i++)
            clusters.Learn(Images([.. Enumerable.Repeat(new[] { 1f }, 160)]), 4 + (i * 160)); // 800 with the last
        clusters.Learn(
            Images([
                [0f],
                [1f],
                [1f],
                [1f],
                [1f],
                [1f],
                [3f],
                [3f],
                [3f],
                [3f],
            ]),
            804
        );
        Assert.Equal([1, 5, 0, 4], State(clusters, "counts"));

        long[] drawn = Draw(clusters, Draws);

        // χ² with 2 degrees of freedom is above 13.8 in one of 1,000 cases.
        double[] counts = [.. Enumerable.Range(0, 4).Select(k => (double)drawn.Count(cluster => cluster == k))];
        Assert.Equal(0, counts[2]);
        Assert.InRange(
            new[] { (0, 0.1), (1, 0.5), (3, 0.4) }.Sum(pair =>
                Math.Pow(counts[pair.Item1] - (pair.Item2 * Draws), 2) / (pair.Item2 * Draws)
            ),
            0,
            13.8
        );
    }

    [Fact]
    public void Before_anything_was_seen_all_are_drawn_alike()
    {
        const int Draws = 20_000;
        using OnlineClusters clusters = new(4, 1);

        long[] drawn = Draw(clusters, Draws);

        // χ² with 3 degrees of freedom.
        Assert.InRange(
            Enumerable.Range(0, 4).Sum(k => Math.Pow(drawn.Count(cluster => cluster == k) - (Draws / 4.0), 2) / (Draws / 4.0)),
            0,
            16.3
        );
    }

    [Fact]
    public void Numbers_near_0_lead_to_the_most_frequent_cluster()
    {
        using OnlineClusters clusters = new(3, 1);
        clusters.Learn(
            Images([
                [0f],
                [1f],
                [2f],
                [1f],
                [1f],
            ]),
            0
        );

        Assert.Equal([1], clusters.Draw(zeros(1, 3)).data<long>().ToArray());
        Assert.All(Draw(clusters, 100, 0.05), cluster => Assert.Equal(1, cluster));
        Assert.Equal([2], clusters.Draw(tensor([0f, 0, 4], [1, 3])).data<long>().ToArray()); // far from 0, everything is possible
        Assert.Equal([0], clusters.Draw(tensor([40f, -40, -40], [1, 3])).data<long>().ToArray());
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using OnlineClusters clusters = new(2, 1);
        Tensor images = Images([
                [0f],
                [1f],
            ]),
            gaussians = zeros(3, 2);
        Step(0);
        long before = LiveTensors.Count();

        for (int i = 1; i < 4; i++)
            Step(i * 150); // while it learns, and after it has stopped

        Assert.Equal(before, LiveTensors.Count());

        void Step(long seen)
        {
            clusters.Learn(images, seen).Dispose();
            clusters.Draw(gaussians).Dispose();
        }
    }

    private static long[] Draw(OnlineClusters clusters, int count, double scale = 1)
    {
        using Generator random = new SeededRandom(1).Generator("test");
        return clusters.Draw(randn([count, clusters.Count], generator: random) * scale).data<long>().ToArray();
    }

    private static Tensor Images(float[][] images, int height = 1, int width = 1) =>
        tensor(images.SelectMany(image => image).ToArray(), [images.Length, 1, height, width]);

    private static float[] State(OnlineClusters clusters, string name) => clusters.state_dict()[name].data<float>().ToArray();
}
