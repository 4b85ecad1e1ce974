using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data;

/// <summary>
/// The batches of a training, step by step: which items, and changed how, depends on the seed and the step alone. Where items lie on disk, those of
/// the next step are read while one computes.
/// </summary>
/// <param name="data">The items.</param>
/// <param name="size">Items per batch.</param>
/// <param name="change">How each batch is changed; null leaves it as it is.</param>
/// <param name="random">Decides order and changes.</param>
internal sealed class BatchStream(IBatchSource data, int size, IBatchChange? change, SeededRandom random) : IDisposable
{
    private readonly ShuffledOrder order = new(data.Count, random);
    private (long Step, Tensor Indices)? next;

    /// <summary>The batch of a step; it belongs to the dispose scope around.</summary>
    internal Batch Of(long step)
    {
        using DisposeScope scope = NewDisposeScope();
        using Draws reading = random.Draws("reading", step);
        Batch batch = Gather(step, reading);
        if (data.IsOnDisk) ReadAhead(step + 1);
        if (change is not null)
        {
            using Draws draws = random.Draws("augmentation", step);
            batch = new Batch(change.Apply(batch.Items, draws), batch.Labels);
        }

        batch.Items.MoveToOuterDisposeScope();
        batch.Labels?.MoveToOuterDisposeScope();
        return batch;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        next?.Indices.Dispose();
        order.Dispose();
    }

    private Batch Gather(long step, Draws reading)
    {
        (long Step, Tensor Indices)? ahead = next is { } begun && begun.Step == step ? begun : null;
        if (ahead is not null) next = null;
        using Tensor indices = ahead?.Indices ?? order.Take(step * size, size);
        return data.Gather(indices, reading);
    }

    private void ReadAhead(long step)
    {
        next?.Indices.Dispose();
        next = (step, order.Take(step * size, size).DetachFromDisposeScope());
        data.Prefetch(next.Value.Indices);
    }
}
