using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Figment.Models.Images;

/// <summary>
/// Sorts images into K clusters by their pixels while a model trains: k-means on batches (D. Sculley, "Web-Scale K-Means
/// Clustering", 2010, algorithm 1). The first K images are the first centroids. After 200 K images the centroids are fixed, so
/// that a cluster keeps its meaning; from then on the occurrences of each cluster are counted.
/// </summary>
internal sealed class OnlineClusters : Module, ISharesBatch
{
    /// <summary>The number of images per cluster that the centroids are learned from.</summary>
    public const int ImagesPerCluster = 200;

#pragma warning disable IDE0044 // Moving the module to another device replaces them.
    private Tensor centroids; // [K, C·H·W]
    private Tensor counts; // [K]
#pragma warning restore IDE0044

    /// <summary>Creates clusters that have seen no images yet.</summary>
    /// <param name="count">The number of clusters K, at least 1.</param>
    /// <param name="imageSize">The number of values in an image.</param>
    public OnlineClusters(int count, int imageSize)
        : base(nameof(OnlineClusters))
    {
        Count = count;
        centroids = zeros([count, imageSize]);
        counts = zeros([count]);
        RegisterComponents();
    }

    /// <summary>The number of clusters K.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public BatchShare? Share { get; set; }

    /// <summary>Finds the clusters of a batch, updates the centroids, and counts occurrences.</summary>
    /// <param name="images">[B, C, H, W], at least one image.</param>
    /// <param name="imagesSeen">The number of images in earlier batches.</param>
    /// <returns>The cluster of each image, [B], int64, according to the centroids before this batch.</returns>
    public Tensor Learn(Tensor images, long imagesSeen)
    {
        ArgumentNullException.ThrowIfNull(images);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor x = images.flatten(1);
        BatchShare share = Share ?? BatchShare.Alone((int)x.shape[0]);
        if (imagesSeen == 0)
            counts.zero_(); // Counts of an earlier training run, whose weights this one started from, must not be included.
        long learnedFrom = (long)ImagesPerCluster * Count,
            known = Begun(imagesSeen);
        long taken = Math.Min(Count - known, share.Batch);
        if (taken > 0)
            centroids.narrow(0, known, taken).copy_(First(x, (int)taken, share));

        Tensor clusters = Nearest(x, centroids.narrow(0, 0, known + taken));
        Tensor belongs = one_hot(clusters, Count).to(ScalarType.Float32);
        Tensor found = OfAll(belongs.sum([0]), share);
        counts.Increase(found);
        if (imagesSeen < learnedFrom)
        {
            Tensor perCluster = found.unsqueeze(1),
                seen = counts.clamp_min(Scalars.One).unsqueeze(1);
            centroids.Increase((OfAll(belongs.t().matmul(x), share) - (perCluster * centroids)) / seen);
            if (imagesSeen + share.Batch >= learnedFrom)
                counts.zero_();
        }

        return clusters.MoveToOuterDisposeScope();
    }

    /// <summary>Returns the clusters that images belong to, according to the current centroids.</summary>
    /// <param name="images">[B, C, H, W].</param>
    /// <returns>[B], int64.</returns>
    public Tensor Of(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        return Nearest(images.flatten(1), centroids).MoveToOuterDisposeScope();
    }

    // ‖x − c‖² without ‖x‖², which is the same for all c.
    private static Tensor Nearest(Tensor x, Tensor c) => (c.Squared().sum([1]) - (x.matmul(c.t()) * Scalars.Two)).argmin(1);

    /// <summary>Returns the first images of the whole batch.</summary>
    private static Tensor First(Tensor x, int count, BatchShare share)
    {
        if (!share.IsShared)
            return x.narrow(0, 0, count);
        Tensor first = zeros([count, x.shape[1]], x.dtype, x.device);
        ItemRange items = share.Items;
        for (int i = 0; i < share.Count; i++)
        {
            if (items.NumberOf(i) < count)
                first[items.NumberOf(i)] = x[i];
        }

        return OfAll(first, share);
    }

    /// <summary>Sums float32 numbers over the processes.</summary>
    private static Tensor OfAll(Tensor here, BatchShare share)
    {
        if (!share.IsShared)
            return here;
        float[] numbers = here.cpu().contiguous().data<float>().ToArray();
        share.Group.Sum(numbers.AsSpan());
        return tensor(numbers, here.shape).On(here.device);
    }

    /// <summary>
    /// Returns the number of centroids in use: one for each image seen, or all of them if they were taken over from another
    /// training run, so that clusters keep their meaning. Unused centroids would be zeros.
    /// </summary>
    private long Begun(long imagesSeen)
    {
        if (imagesSeen >= Count)
            return Count;
        Tensor toCome = centroids.narrow(0, imagesSeen, Count - imagesSeen);
        return toCome.ne(Scalars.Zero).any().item<bool>() ? Count : imagesSeen;
    }

    /// <summary>
    /// Returns how often each cluster has occurred since the centroids were fixed; 1 for every cluster if none has occurred yet.
    /// </summary>
    public IReadOnlyList<double> Counts()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] all = counts.to(ScalarType.Float64).cpu().data<double>().ToArray();
        return all.Sum() > 0 ? all : [.. all.Select(_ => 1.0)];
    }

    /// <summary>Sets how often each cluster occurs, from known counts.</summary>
    /// <param name="known">K numbers.</param>
    /// <exception cref="FileFormatException">There are not K numbers, or they are not counts.</exception>
    internal void Take(IReadOnlyList<double> known)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        if (known.Count != Count || known.Any(count => !float.IsFinite((float)count) || count < 0))
            throw new FileFormatException($"There are {Count} clusters, but {known.Count} cluster counts.");
        counts.copy_(tensor([.. known.Select(count => (float)count)]));
    }

    /// <summary>
    /// Draws clusters with the frequencies at which they occur, as a function of Gaussian numbers: argmax of log p + Gumbel noise
    /// (C. Maddison et al., "A* Sampling", 2014, section 2). Numbers close to 0 tend to give the frequent clusters.
    /// </summary>
    /// <param name="gaussians">[B, K], drawn from N(0, 1).</param>
    /// <returns>[B], int64.</returns>
    public Tensor Draw(Tensor gaussians)
    {
        ArgumentNullException.ThrowIfNull(gaussians);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor uniform = special.ndtr(gaussians.to(ScalarType.Float64)).Clamped(1e-12, 1 - 1e-12);
        Tensor gumbel = uniform.log().neg().log().neg();

        // A cluster that never occurred is never drawn, unless none has occurred yet.
        Tensor logits = counts.to(ScalarType.Float64).log().masked_fill(counts.sum().eq(Scalars.Zero), Scalars.Zero);
        return logits.Plus(gumbel).argmax(1).MoveToOuterDisposeScope();
    }
}
