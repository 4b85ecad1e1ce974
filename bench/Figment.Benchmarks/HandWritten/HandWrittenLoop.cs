using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Benchmarks.HandWritten;

/// <summary>
/// A preset's training written straight in TorchSharp, as someone who knows TorchSharp writes it: what Figment's is compared
/// with. The same networks, the same updates, the same numbers added up on the way; nothing of Figment's in a step.
/// </summary>
internal abstract class HandWrittenLoop : IStepLoop
{
    private readonly List<IDisposable> owned = [];
    private readonly List<Tensor> totals = [];

    /// <summary>The networks that learn.</summary>
    internal abstract IReadOnlyList<Module> Networks { get; }

    /// <summary>What steps measured, added up since the loop was made; the first is a loss.</summary>
    internal IReadOnlyList<double> Totals => [.. totals.Select(total => (double)total.item<float>())];

    /// <inheritdoc/>
    public StepTimes Run(int steps)
    {
        foreach (Module network in Networks)
            network.train();
        StepClock clock = new(steps);
        clock.GetTimestamp();
        for (int step = 0; step < steps; step++)
        {
            using (NewDisposeScope())
                Add(Step(step, (double)step / steps));
            clock.GetTimestamp();
        }

        if (!Totals.All(double.IsFinite))
            throw new InvalidOperationException(
                $"{GetType().Name}: a loss is no finite number, so its steps are not the work to time."
            );
        return clock.Times();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable each in owned)
            each.Dispose();
        totals.ForEach(total => total.Dispose());
    }

    /// <summary>
    /// Makes sure that the loop trains what a model trains, so that a preset cannot change without its comparison.
    /// </summary>
    /// <param name="preset">Its name.</param>
    /// <param name="trained">The model's networks that learn.</param>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    internal void CheckTrainsAsMuchAs(string preset, IEnumerable<Module> trained)
    {
        (string[] here, long count) = Sizes(Networks);
        (string[] there, long expected) = Sizes(trained);
        if (!here.SequenceEqual(there))
        {
            throw new InvalidOperationException(
                $"{preset} by hand trains {count} numbers in {here.Length} parameters, Figment's {expected} in "
                    + $"{there.Length}, or "
                    + "in other shapes. Bring bench/Figment.Benchmarks/HandWritten to what the preset is now."
            );
        }
    }

    /// <summary>One step.</summary>
    /// <param name="step">From 0 on.</param>
    /// <param name="fraction">How much of the training is done, as a fraction.</param>
    /// <returns>What it measured: 0-d tensors, without gradients.</returns>
    protected abstract Tensor[] Step(int step, double fraction);

    /// <summary>Disposes something with the loop.</summary>
    protected T Own<T>(T thing)
        where T : IDisposable
    {
        owned.Add(thing);
        return thing;
    }

    /// <summary>Sets an optimizer's learning rate.</summary>
    protected static void SetRate(Optimizer optimizer, double rate)
    {
        foreach (ILearningRateController group in optimizer.ParamGroups)
            group.LearningRate = rate;
    }

    private void Add(Tensor[] measures)
    {
        while (totals.Count < measures.Length)
            totals.Add(zeros([]).DetachFromDisposeScope());
        for (int i = 0; i < measures.Length; i++)
            totals[i].add_(measures[i], Held.One);
    }

    private static (string[] Shapes, long Count) Sizes(IEnumerable<Module> networks)
    {
        Parameter[] parameters = [.. networks.SelectMany(network => network.parameters())];
        IEnumerable<string> shapes = parameters.Select(parameter => string.Join('x', parameter.shape));
        return ([.. shapes.Order(StringComparer.Ordinal)], parameters.Sum(parameter => parameter.numel()));
    }
}
