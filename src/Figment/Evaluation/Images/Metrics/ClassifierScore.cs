using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// Computes exp E KL(p(y|x) ‖ p(y)) from a classifier's probabilities for generated images (T. Salimans et al., "Improved
/// Techniques for Training GANs", 2016, section 4), known as the Inception score if the classifier is Inception. It is high if
/// each image clearly belongs to one class and all classes appear. It lies between 1 and the number of classes. It does not use
/// real images.
/// </summary>
internal static class ClassifierScore
{
    /// <summary>Returns the mean over splits, and its standard error.</summary>
    /// <param name="probabilities">
    /// [N, K], N ≥ <paramref name="splits"/>; the values in each row are from 0 to 1 and add up to 1. Each split consists of
    /// consecutive rows.
    /// </param>
    /// <param name="splits">
    /// The number of parts that are measured separately, at least 1; with 1 there is no standard error.
    /// </param>
    /// <exception cref="FigmentException">The rows are not probabilities, or there are too few of them.</exception>
    public static Estimate Of(Tensor probabilities, int splits = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(splits, 1);
        Samples.CheckProbabilities(probabilities, atLeast: splits);
        using IDisposable noGradients = no_grad();
        long count = probabilities.shape[0];
        double[] scores = new double[splits];
        for (int i = 0; i < splits; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            long start = i * count / splits,
                end = (i + 1) * count / splits;
            scores[i] = OfSplit(probabilities.narrow(0, start, end - start));
        }

        return Estimate.OfMean(scores);
    }

    /// <summary>The mean divergence equals the entropy of the mean minus the mean entropy; 0 log 0 is 0.</summary>
    private static double OfSplit(Tensor probabilities)
    {
        Tensor mean = Samples.Mean(probabilities);
        double negativeEntropies = 0;
        foreach (
            (long start, long length) in Samples.Blocks(probabilities.shape[0], Samples.RowsPerBlock(probabilities.shape[1]))
        )
        {
            using DisposeScope block = NewDisposeScope();
            Tensor p = probabilities.narrow(0, start, length).to(ScalarType.Float64);
            negativeEntropies += p.xlogy(p).sum().item<double>();
        }

        return Math.Exp((negativeEntropies / probabilities.shape[0]) - mean.xlogy(mean).sum().item<double>());
    }
}
