using Figment.Backend;
using Figment.Models;
using static TorchSharp.torch;

namespace Figment.Training;

/// <summary>Adds up what steps measured, on the device, so that the host waits only when a report is due.</summary>
internal sealed class MeasureTotals : IDisposable
{
    private readonly List<(string Name, Tensor Sum)> sums = [];
    private int steps;

    /// <summary>Begins with what was added up before.</summary>
    internal MeasureTotals(TrainingState state, Device device)
    {
        steps = state.MeasuredSteps;
        foreach (MeasureSum measured in state.Measured) sums.Add((measured.Name, tensor(measured.Sum, ScalarType.Float64, device).DetachFromDisposeScope()));
    }

    internal void Add(IReadOnlyList<Measure> measures)
    {
        if (sums.Count == 0)
            sums.AddRange(measures.Select(measure => (measure.Name, zeros_like(measure.Value, ScalarType.Float64).DetachFromDisposeScope())));
        for (int i = 0; i < measures.Count; i++) sums[i].Sum.Increase(measures[i].Value);
        steps++;
    }

    /// <summary>The averages since the last <see cref="Clear"/>; none where no step was made.</summary>
    internal OrderedDictionary<string, double> Averages() =>
        new(steps == 0 ? [] : sums.Select(entry => KeyValuePair.Create(entry.Name, entry.Sum.item<double>() / steps)));

    /// <summary>A state with what is added up so far.</summary>
    internal TrainingState AddTo(TrainingState state) => state with
    {
        MeasuredSteps = steps,
        Measured = steps == 0 ? [] : [.. sums.Select(entry => new MeasureSum(entry.Name, entry.Sum.item<double>()))],
    };

    /// <summary>Begins anew.</summary>
    internal void Clear()
    {
        foreach ((_, Tensor sum) in sums) sum.zero_().Dispose();
        steps = 0;
    }

    public void Dispose() => sums.ForEach(entry => entry.Sum.Dispose());
}
