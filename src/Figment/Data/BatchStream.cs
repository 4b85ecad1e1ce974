using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data;

/// <summary>
/// The batches of a training run, step by step. The items of a step and their random changes depend on the seed and the step
/// alone. If the items are on disk, those of the next step are read during the current one.
/// </summary>
/// <param name="data">The items.</param>
/// <param name="share">The number of items in a batch, and which of them this process gathers.</param>
/// <param name="change">Changes each batch at random; null leaves it as it is.</param>
/// <param name="random">Decides the order and the changes.</param>
internal sealed class BatchStream(IBatchSource data, BatchShare share, IBatchChange? change, SeededRandom random) : IDisposable
{
    private readonly ShuffledOrder order = new(data.Count, random);
    private (long Step, Tensor Indices)? next;

    /// <summary>Gathers the batch of a step. It belongs to the current dispose scope.</summary>
    internal Batch Of(long step)
    {
        using DisposeScope scope = NewDisposeScope();
        using Draws reading = random.Draws("reading", step, share.Items);
        Batch batch = Gather(step, reading);
        if (data.IsOnDisk)
            ReadAhead(step + 1);
        if (change is not null)
        {
            using Draws draws = random.Draws("augmentation", step, share.Items);
            batch = new Batch(change.Apply(batch.Items, draws), batch.Labels);
        }

        return new Batch(batch.Items.MoveToOuterDisposeScope(), batch.Labels?.MoveToOuterDisposeScope()) { Share = share };
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
        if (ahead is not null)
            next = null;
        using Tensor indices = ahead?.Indices ?? Take(step);
        return data.Gather(indices, reading);
    }

    private void ReadAhead(long step)
    {
        next?.Indices.Dispose();
        next = (step, Take(step).DetachFromDisposeScope());
        data.Prefetch(next.Value.Indices);
    }

    private Tensor Take(long step)
    {
        Tensor[] stretches =
        [
            .. share.Stretches.Select(stretch => order.Take((step * share.Batch) + stretch.First, stretch.Count)),
        ];
        if (stretches.Length == 1)
            return stretches[0];
        Tensor all = cat(stretches);
        foreach (Tensor stretch in stretches)
            stretch.Dispose();
        return all;
    }
}
