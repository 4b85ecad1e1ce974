using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Runs.Images;

/// <summary>
/// The order in which a run's judge takes samples for real: by the distance of their features to those of the nearest of some
/// real ones.
/// </summary>
internal sealed class ConvincingOrder
{
    // The nearest of all would be found in a quarter of a minute; the order of samples is about the same among so many.
    private const int RealCount = 2_000;

    private readonly int[] order;
    private readonly long[]? classes;

    private ConvincingOrder(int[] order, long[]? classes) => (this.order, this.classes) = (order, classes);

    /// <summary>Looks at samples.</summary>
    /// <param name="run">The run, whose judge looks.</param>
    /// <param name="made">What its model made.</param>
    /// <param name="real">What it learned from.</param>
    /// <exception cref="FigmentException">The judge is not there any more.</exception>
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
    /// The numbers of those nearest to real ones, the nearest first; where the judge knows classes, each class in turn, since
    /// those of a simple one are all nearer than those of others.
    /// </summary>
    /// <param name="count">How many at most.</param>
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

    /// <summary>Those furthest from any, the furthest first.</summary>
    /// <param name="count">How many at most.</param>
    internal int[] Least(int count) => [.. order.Reverse().Take(count)];

    /// <summary>The most convincing one of a class, as the judge sees it.</summary>
    /// <param name="label">The class.</param>
    /// <returns>Null where none is of it, or the judge knows no classes.</returns>
    internal int? OfClass(int label) => order.Where(k => classes?[k] == label).Select(k => (int?)k).FirstOrDefault();
}
