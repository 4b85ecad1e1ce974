using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>What a classifier sees in generated images: which classes appear, how evenly, and how sure it is.</summary>
/// <param name="Counts">Images per class, by class number; an image's class is the likeliest.</param>
/// <param name="Entropy">
/// How even the counts are, their entropy divided by log K: 0 where all images are of one class, 1 where all classes are alike or
/// there is only one.
/// </param>
/// <param name="Rarest">The class with the fewest images; the first of several.</param>
/// <param name="RarestShare">Its share of the images.</param>
/// <param name="Commonest">The class with the most images; the first of several.</param>
/// <param name="CommonestShare">Its share of the images.</param>
/// <param name="SureShare">The share of images whose likeliest class has at least the probability asked for.</param>
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
    /// <param name="probabilities">[N, K], each row from 0 to 1 with sum 1, N ≥ 1.</param>
    /// <param name="sureAt">From which probability on the classifier counts as sure, 0 to 1.</param>
    /// <exception cref="FigmentException">The rows are no probabilities, or there are none.</exception>
    public static ClassStatistics Of(Tensor probabilities, double sureAt = 0.95)
    {
        if (sureAt is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(sureAt), sureAt, "A probability is needed.");
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

    /// <summary>The share of images whose likeliest class is the one that they are labelled with.</summary>
    /// <param name="probabilities">[N, K].</param>
    /// <param name="labels">What each image is meant to be, N names.</param>
    /// <param name="classNames">What the K classes are called.</param>
    /// <returns>Null where one of the names is none of the K classes.</returns>
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
