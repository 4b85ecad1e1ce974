using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Runs.Images;

/// <summary>
/// Orders samples by how real they look to a run's judge: by the distance between their features and those of the nearest real
/// sample.
/// </summary>
internal sealed class ConvincingOrder
{
    // Comparing with all real samples can take a quarter of a minute; comparing with this many gives about the same order.
    private const int RealCount = 2_000;

    private readonly int[] order;
    private readonly long[]? classes;

    private ConvincingOrder(int[] order, long[]? classes) => (this.order, this.classes) = (order, classes);

    /// <summary>Orders samples.</summary>
    /// <param name="run">The run with the judge.</param>
    /// <param name="made">The samples that its model made.</param>
    /// <param name="real">The data that it learned from.</param>
    /// <exception cref="FigmentException">The judge no longer exists.</exception>
    internal static ConvincingOrder Of(RunFolder run, ImageDataset made, ImageDataset real)
    {
        using DisposeScope scope = NewDisposeScope();
        using OpenedJudge judge = OpenedJudge.Reopen(run, real);
        using ImageDataset some = real.Sample(Math.Min(RealCount, real.Count), new SeededRandom(run.Options.Training.Seed));
        using FeatureSet seen = judge.Extractor.Extract(made);
        using FeatureSet others = judge.Extractor.Extract(some);
        SquaredDistances distances = new(others.Features.to(ScalarType.Float64).mean([0]));
        Tensor nearest = SquaredDistances
            .Between(distances.Load(seen.Features, 0, seen.Count), distances.Load(others.Features, 0, others.Count))
            .amin([1]);
        double[] values = nearest.cpu().data<double>().ToArray();
        return new ConvincingOrder(
            [.. Enumerable.Range(0, values.Length).OrderBy(k => values[k])],
            seen.Probabilities?.argmax(1).cpu().data<long>().ToArray()
        );
    }

    /// <summary>
    /// The indices of the samples nearest to real ones, nearest first. If the judge knows classes, the classes take turns:
    /// otherwise all samples of an easy class would come first.
    /// </summary>
    /// <param name="count">The maximum number of indices.</param>
    internal int[] Most(int count) =>
        classes is null
            ? [.. order.Take(count)]
            :
            [
                .. order
                    .GroupBy(k => classes[k])
                    .SelectMany(some => some.Index())
                    .OrderBy(one => one.Index)
                    .Select(one => one.Item)
                    .Take(count),
            ];

    /// <summary>The indices of the samples furthest from every real one, furthest first.</summary>
    /// <param name="count">The maximum number of indices.</param>
    internal int[] Least(int count) => [.. order.Reverse().Take(count)];

    /// <summary>The index of the sample of a class that is nearest to a real one.</summary>
    /// <param name="label">The class.</param>
    /// <returns>Null if no sample belongs to the class, or the judge knows no classes.</returns>
    internal int? OfClass(int label) => order.Where(k => classes?[k] == label).Select(k => (int?)k).FirstOrDefault();
}
