using Figment.Models;
using static TorchSharp.torch;

namespace Figment.Training;

/// <summary>Adds up what steps measured, on the device, so that the host waits only when a report is due.</summary>
internal sealed class MeasureTotals : IDisposable
{
    private readonly List<(string Name, Tensor Sum)> sums = [];
    private int steps;

    internal void Add(IReadOnlyList<Measure> measures)
    {
        if (sums.Count == 0)
            sums.AddRange(measures.Select(measure => (measure.Name, zeros_like(measure.Value, ScalarType.Float64).DetachFromDisposeScope())));
        for (int i = 0; i < measures.Count; i++) sums[i].Sum.add_(measures[i].Value);
        steps++;
    }

    /// <summary>The averages since the last call, and a new beginning.</summary>
    internal IReadOnlyDictionary<string, double> Take()
    {
        OrderedDictionary<string, double> averages = [];
        foreach ((string name, Tensor sum) in sums)
        {
            if (steps > 0) averages.Add(name, sum.item<double>() / steps);
            sum.zero_().Dispose();
        }

        steps = 0;
        return averages;
    }

    public void Dispose() => sums.ForEach(entry => entry.Sum.Dispose());
}
