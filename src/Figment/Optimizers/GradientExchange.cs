using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Optimizers;

/// <summary>
/// Averages the gradients of several processes, or of several pieces of a batch, over all items; each gradient is a mean over its
/// own items. This takes one float32 buffer on their device, and one sum over the processes in each step of an optimizer.
/// </summary>
internal sealed class GradientExchange : ISharesBatch, IDisposable
{
    private Tensor? buffer; // All gradients, one after the other.
    private IReadOnlyList<Tensor> places = []; // A view of the buffer for each gradient.
    private long[][] shapes = [];
    private bool isCollected,
        isDone;

    /// <inheritdoc/>
    public BatchShare? Share { get; set; }

    /// <summary>
    /// The items that the gradients are averaged over, as a share of all items; null for this process's share of a whole batch.
    /// </summary>
    internal double? Weight { get; set; }

    /// <summary>Adds the gradients of a piece to those of earlier pieces.</summary>
    /// <param name="gradients">The gradients, each time with the same shapes in the same order, and none empty.</param>
    /// <param name="weight">The piece's share of all items.</param>
    internal void Collect(IReadOnlyList<Tensor> gradients, double weight)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        if (isCollected && !Fits(gradients))
        {
            throw new FigmentException(
                "The pieces of a batch gave gradients for different sets of parameters, which cannot be added up. Each piece "
                    + "must use the same parts of the networks."
            );
        }

        if (gradients.Count == 0)
            return;
        Fit(gradients);
        if (!isCollected)
            buffer!.zero_();
        using (Scalar factor = Scalars.Of(weight))
            foreach ((Tensor place, Tensor gradient) in places.Zip(gradients))
                place.add_(gradient, factor);
        isCollected = true;
    }

    /// <summary>
    /// Replaces gradients with their means over all items; repeated calls have no effect until <see cref="Forget"/>.
    /// </summary>
    /// <param name="gradients">The gradients, in each process with the same shapes in the same order, and none empty.</param>
    internal void Average(IReadOnlyList<Tensor> gradients)
    {
        bool isShared = Share is { IsShared: true };
        if (isDone || gradients.Count == 0 || (!isShared && !isCollected))
            return;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        if (!isCollected)
        {
            Fit(gradients);
            TorchOperators.CopyAll(places, gradients);
            using Scalar weight = Scalars.Of(Weight ?? Share!.Weight);
            buffer!.mul_(weight);
        }

        if (isShared)
            Share!.Group.Sum(buffer!);
        TorchOperators.CopyAll(gradients, places);
        isDone = true;
    }

    /// <summary>Prepares for the next step, so that its gradients are averaged again.</summary>
    internal void Forget() => (isCollected, isDone) = (false, false);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor place in places)
            place.Dispose();
        buffer?.Dispose();
        (buffer, places, shapes) = (null, [], []);
        Forget();
    }

    private bool Fits(IReadOnlyList<Tensor> gradients) =>
        buffer is not null
        && shapes.Length == gradients.Count
        && shapes.Zip(gradients).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second.shape))
        && buffer.device_type == gradients[0].device_type
        && buffer.device_index == gradients[0].device_index;

    private void Fit(IReadOnlyList<Tensor> gradients)
    {
        Device device = gradients[0].device;
        if (Fits(gradients))
            return;
        Dispose();
        shapes = [.. gradients.Select(gradient => gradient.shape)];
        buffer = empty([gradients.Sum(gradient => gradient.numel())], ScalarType.Float32, device).DetachFromDisposeScope();
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
