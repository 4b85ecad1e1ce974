using Figment.Backend;
using Figment.Models;
using static TorchSharp.torch;

namespace Figment.Training;

/// <summary>Adds up what steps measured, on the device, so that the host waits only when a report is due.</summary>
internal sealed class MeasureTotals : IDisposable
{
    private readonly List<(string Name, Tensor Sum)> sums = [];
    private readonly BatchShare share;
    private int steps;

    /// <summary>Begins with what was added up before.</summary>
    /// <param name="state">Where it was left; of a group, with the measures of all in number 0 and none elsewhere.</param>
    /// <param name="share">What this process has of a batch: each counts by its items.</param>
    /// <param name="device">Where measures are.</param>
    internal MeasureTotals(TrainingState state, BatchShare share, Device device)
    {
        this.share = share;
        steps = state.MeasuredSteps;
        foreach (MeasureSum measured in state.Measured)
            sums.Add((measured.Name, tensor(measured.Sum, ScalarType.Float64, device).DetachFromDisposeScope()));
    }

    internal void Add(IReadOnlyList<Measure> measures)
    {
        if (sums.Count == 0)
            sums.AddRange(
                measures.Select(measure => (measure.Name, zeros_like(measure.Value, ScalarType.Float64).DetachFromDisposeScope()))
            );
        for (int i = 0; i < measures.Count; i++)
            sums[i].Sum.Increase(share.IsShared ? measures[i].Value.Times((double)share.Count / share.Batch) : measures[i].Value);
        steps++;
    }

    /// <summary>What was added up since the last <see cref="Clear"/>, by all processes; none where no step was made.</summary>
    internal IReadOnlyList<MeasureSum> Sums()
    {
        if (steps == 0)
            return [];
        double[] all = [.. sums.Select(entry => entry.Sum.item<double>())];
        share.Group.Sum(all.AsSpan());
        return [.. sums.Select((entry, i) => new MeasureSum(entry.Name, all[i]))];
    }

    /// <summary>Averages of sums over the steps.</summary>
    internal OrderedDictionary<string, double> Averages(IReadOnlyList<MeasureSum> sums) =>
        new(sums.Select(sum => KeyValuePair.Create(sum.Name, sum.Sum / steps)));

    /// <summary>A state with what is added up so far.</summary>
    internal TrainingState AddTo(TrainingState state, IReadOnlyList<MeasureSum> sums) =>
        state with
        {
            MeasuredSteps = steps,
            Measured = sums,
        };

    /// <summary>Begins anew.</summary>
    internal void Clear()
    {
        foreach ((_, Tensor sum) in sums)
            sum.zero_().Dispose();
        steps = 0;
    }

    public void Dispose() => sums.ForEach(entry => entry.Sum.Dispose());
}
