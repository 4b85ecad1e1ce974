using Figment.Backend;
using Figment.Data;
using Figment.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>Splits a batch into pieces and adds up their gradients.</summary>
internal static class GradientPieces
{
    /// <summary>Returns the share that a process has of each training batch.</summary>
    /// <param name="model">The model to train.</param>
    /// <param name="group">The processes that train together.</param>
    /// <param name="batch">The number of items in a whole batch.</param>
    /// <param name="pieces">The number of pieces that each batch is split into.</param>
    /// <exception cref="FigmentException">The batch is too small for this number of processes or pieces.</exception>
    internal static BatchShare Share(TrainableModel model, ITrainingGroup group, int batch, int pieces)
    {
        if (batch < model.LeastBatch)
            throw new FigmentException(model.TooSmall(batch));
        if (pieces > 1 && batch / pieces < model.LeastBatch)
        {
            OptionName fewer = new("Accumulate", Math.Max(1, batch / model.LeastBatch));
            string reason =
                $"A batch of {batch} cannot be split into {pieces} pieces: this model needs at least {model.LeastBatch} "
                + $"items in each";
            throw new FigmentException(OptionSentence.Of($"{reason}. Make the batch larger, or use fewer pieces ({fewer})."));
        }

        return new BatchShare(group, batch, model.BatchParts, pieces);
    }

    /// <summary>Suggests what to try when memory runs out: more pieces where the batch allows them, or fewer items.</summary>
    internal static OptionSentence Smaller(TrainableModel model, int batch, int pieces)
    {
        OptionName fewer = new("BatchSize", Math.Max(2, batch / 2));
        OptionName more = new("Accumulate", 2 * pieces);
        return 2 * pieces <= batch / model.LeastBatch ? OptionSentence.Of($"{more}, or {fewer}") : OptionSentence.Of($"{fewer}");
    }

    /// <summary>Computes the gradients of all pieces for an optimizer, and averages the pieces' measures.</summary>
    /// <inheritdoc cref="TrainableModel.Accumulate"/>
    internal static IReadOnlyList<Measure> Add(
        FusedAdam optimizer,
        Batch batch,
        Draws random,
        Func<Batch, Draws, IReadOnlyList<Measure>> backward
    )
    {
        BatchShare share = batch.Share;
        batch.WasCut = true;
        optimizer.Exchange.Weight = share.Weight;
        optimizer.Exchange.Forget(); // Clears what an interrupted step left behind.
        if (share.Pieces == 1)
        {
            optimizer.ZeroGradients();
            return backward(batch, random);
        }

        BatchShare[] pieces = [.. Enumerable.Range(0, share.Pieces).Select(share.Piece)];
        Measure[] means = [];
        foreach ((BatchShare piece, Draws draws) in pieces.Zip(random.Cut([.. pieces.Select(share.NumbersOf)])))
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.ZeroGradients();
            IReadOnlyList<Measure> found = backward(batch.Of(piece), draws);
            optimizer.Exchange.Collect(optimizer.Gradients, (double)piece.Count / share.Batch);
            using Scalar weight = Scalars.Of((double)piece.Count / share.Count);
            IEnumerable<Tensor> before =
                means.Length > 0 ? means.Select(mean => mean.Value) : found.Select(measure => zeros_like(measure.Value));
            means =
            [
                .. found.Zip(
                    before,
                    (measure, sum) => new Measure(measure.Name, sum.add(measure.Value.detach(), weight).MoveToOuterDisposeScope())
                ),
            ];
        }

        return means;
    }
}
