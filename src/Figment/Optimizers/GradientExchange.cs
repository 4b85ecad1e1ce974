using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Optimizers;

/// <summary>
/// Makes of the gradients of several processes, each the mean over its own items, that over all: one buffer of float32, and one sum over
/// the processes for each step of an optimizer.
/// </summary>
internal sealed class GradientExchange : ISharesBatch, IDisposable
{
    private Tensor? buffer;                     // all gradients one behind the other, then how many items they are of
    private IReadOnlyList<Tensor> places = [];  // a view for each gradient
    private long[][] shapes = [];
    private bool isDone;

    /// <inheritdoc/>
    public BatchShare? Share { get; set; }

    /// <summary>How many items the gradients are the mean of; null where that is all that this process has of a batch.</summary>
    internal int? ItemsHere { get; set; }

    /// <summary>Replaces gradients by their means over all items; once only until <see cref="Forget"/>.</summary>
    /// <param name="gradients">Of the same shapes in the same order in each process; none without numbers.</param>
    internal void Average(IReadOnlyList<Tensor> gradients)
    {
        if (isDone || gradients.Count == 0 || Share is not { IsShared: true } share) return;
        int items = ItemsHere ?? share.Count;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Fit(gradients);
        TorchOperators.CopyAll(places, gradients);
        Span<float> numbers = Numbers();
        Tensor all = buffer!.narrow(0, 0, numbers.Length - 1);
        using (Scalar count = Scalars.Of(items)) all.mul_(count);
        numbers[^1] = items;
        share.Group.Sum(numbers);
        using (Scalar total = Scalars.Of(1.0 / numbers[^1])) all.mul_(total);
        TorchOperators.CopyAll(gradients, places);
        isDone = true;
    }

    /// <summary>The gradients of the next step are to be averaged anew.</summary>
    internal void Forget() => isDone = false;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor place in places) place.Dispose();
        buffer?.Dispose();
        (buffer, places, shapes) = (null, [], []);
    }

    private unsafe Span<float> Numbers() => new(TorchOperators.Data(buffer!), checked((int)buffer!.numel()));

    private void Fit(IReadOnlyList<Tensor> gradients)
    {
        if (shapes.Length == gradients.Count && shapes.Zip(gradients).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second.shape))) return;
        Dispose();
        shapes = [.. gradients.Select(gradient => gradient.shape)];
        buffer = empty([gradients.Sum(gradient => gradient.numel()) + 1], ScalarType.Float32).DetachFromDisposeScope();
        List<Tensor> made = [];
        long at = 0;
        foreach (Tensor gradient in gradients)
        {
            made.Add(buffer.narrow(0, at, gradient.numel()).view(gradient.shape).DetachFromDisposeScope());
            at += gradient.numel();
        }

        places = made;
    }
}
