using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>What a classifier sees in generated images: which classes appear, how evenly, and how sure it is.</summary>
/// <param name="Counts">The number of images per class, by class number; an image's class is the most probable one.</param>
/// <param name="Entropy">
/// The evenness of the counts: their entropy divided by log K, which is 0 if all images are of one class, and 1 if all classes
/// are equally frequent or there is only one class.
/// </param>
/// <param name="Rarest">The class with the fewest images; the first of them if several tie.</param>
/// <param name="RarestShare">Its share of the images.</param>
/// <param name="Commonest">The class with the most images; the first of them if several tie.</param>
/// <param name="CommonestShare">Its share of the images.</param>
/// <param name="SureShare">The share of images whose most probable class has at least the required probability.</param>
internal sealed record ClassStatistics(
    IReadOnlyList<long> Counts,
    double Entropy,
    int Rarest,
    Estimate RarestShare,
    int Commonest,
    Estimate CommonestShare,
    Estimate SureShare
)
{
    /// <summary>The share of each class, by class number.</summary>
    public IReadOnlyList<double> Shares { get; } = [.. Counts.Select(count => (double)count / Counts.Sum())];

    /// <summary>Counts classes.</summary>
    /// <param name="probabilities">[N, K], N ≥ 1; the values in each row are from 0 to 1 and add up to 1.</param>
    /// <param name="sureAt">The lowest probability at which the classifier counts as sure, 0 to 1.</param>
    /// <exception cref="FigmentException">The rows are not probabilities, or there are no rows.</exception>
    public static ClassStatistics Of(Tensor probabilities, double sureAt = 0.95)
    {
        if (sureAt is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(sureAt), sureAt, "At least one probability is needed.");
        Samples.CheckProbabilities(probabilities, atLeast: 1);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        (Tensor likeliest, Tensor classes) = probabilities.max(1);
        long[] counts = [.. classes.cpu().bincount(null, probabilities.shape[1]).data<long>()];
        long total = probabilities.shape[0],
            sure = Scalars.With(sureAt, least => likeliest.ge(least).sum()).item<long>();
        int rarest = Array.IndexOf(counts, counts.Min()),
            commonest = Array.IndexOf(counts, counts.Max());
        return new ClassStatistics(
            counts,
            Evenness(counts, total),
            rarest,
            Estimate.OfShare(counts[rarest], total),
            commonest,
            Estimate.OfShare(counts[commonest], total),
            Estimate.OfShare(sure, total)
        );
    }

    /// <summary>Returns the share of images whose most probable class is their label.</summary>
    /// <param name="probabilities">[N, K].</param>
    /// <param name="labels">The intended class of each image, N names.</param>
    /// <param name="classNames">The names of the K classes.</param>
    /// <returns>The share; null if one of the names is not among the K classes.</returns>
    internal static Estimate? AsLabelled(Tensor probabilities, IReadOnlyList<string> labels, IReadOnlyList<string> classNames)
    {
        Dictionary<string, int?> numbers = labels
            .Distinct()
            .ToDictionary(name => name, name => ClassNames.Find(name, classNames));
        if (numbers.ContainsValue(null))
            return null;
        using DisposeScope scope = NewDisposeScope();
        long[] seen = [.. probabilities.argmax(1).cpu().data<long>()];
        return Estimate.OfShare(seen.Zip(labels).LongCount(each => each.First == numbers[each.Second]), seen.Length);
    }

    private static double Evenness(long[] counts, long total)
    {
        if (counts.Length == 1)
            return 1;
        double entropy = counts
            .Where(count => count > 0)
            .Select(count => (double)count / total)
            .Sum(share => -share * Math.Log(share));
        return Math.Clamp(entropy / Math.Log(counts.Length), 0, 1);
    }
}
