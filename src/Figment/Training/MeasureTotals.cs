using Figment.Backend;
using Figment.Models;
using static TorchSharp.torch;

namespace Figment.Training;

/// <summary>Sums up the measures of steps on the device, so that the host waits only when a report is due.</summary>
internal sealed class MeasureTotals : IDisposable
{
    private readonly List<(string Name, Tensor Sum)> sums = [];
    private readonly BatchShare share;
    private int steps;

    /// <summary>Starts from earlier sums.</summary>
    /// <param name="state">
    /// The state with the earlier sums. In a group of processes, process 0 has the sums of all processes and the others have
    /// none.
    /// </param>
    /// <param name="share">This process's share of a batch: measures are weighted by items.</param>
    /// <param name="device">The device of the measures.</param>
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

    /// <summary>Returns the sums over all processes since the last <see cref="Clear"/>; empty if no step was made.</summary>
    internal IReadOnlyList<MeasureSum> Sums()
    {
        if (steps == 0)
            return [];
        double[] all = [.. sums.Select(entry => entry.Sum.item<double>())];
        share.Group.Sum(all.AsSpan());
        return [.. sums.Select((entry, i) => new MeasureSum(entry.Name, all[i]))];
    }

    /// <summary>Returns the averages of sums over the steps.</summary>
    internal OrderedDictionary<string, double> Averages(IReadOnlyList<MeasureSum> sums) =>
        new(sums.Select(sum => KeyValuePair.Create(sum.Name, sum.Sum / steps)));

    /// <summary>Returns a state with the current sums added.</summary>
    internal TrainingState AddTo(TrainingState state, IReadOnlyList<MeasureSum> sums) =>
        state with
        {
            MeasuredSteps = steps,
            Measured = sums,
        };

    /// <summary>Resets the sums.</summary>
    internal void Clear()
    {
        foreach ((_, Tensor sum) in sums)
            sum.zero_().Dispose();
        steps = 0;
    }

    public void Dispose() => sums.ForEach(entry => entry.Sum.Dispose());
}
