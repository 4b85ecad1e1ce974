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
    private Tensor? buffer;                     // all gradients one behind the other
    private IReadOnlyList<Tensor> places = [];  // a view for each gradient
    private long[][] shapes = [];
    private bool isDone;

    /// <inheritdoc/>
    public BatchShare? Share { get; set; }

    /// <summary>
    /// The part of all items that the gradients are the mean of; null where that is what this process has of a whole batch.
    /// </summary>
    internal double? Weight { get; set; }

    /// <summary>Replaces gradients by their means over all items; once only until <see cref="Forget"/>.</summary>
    /// <param name="gradients">Of the same shapes in the same order in each process; none without numbers.</param>
    internal void Average(IReadOnlyList<Tensor> gradients)
    {
        if (isDone || gradients.Count == 0 || Share is not { IsShared: true } share) return;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Fit(gradients);
        TorchOperators.CopyAll(places, gradients);
        using (Scalar weight = Scalars.Of(Weight ?? ((double)share.Count / share.Batch))) buffer!.mul_(weight);
        share.Group.Sum(Numbers());
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
        buffer = empty([gradients.Sum(gradient => gradient.numel())], ScalarType.Float32).DetachFromDisposeScope();
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
