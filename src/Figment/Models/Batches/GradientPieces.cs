using Figment.Backend;
using Figment.Data;
using Figment.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>A batch that is learned from in pieces: how it is cut, and its gradients, added up.</summary>
internal static class GradientPieces
{
    /// <summary>What a process has of each batch of a training.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="group">The processes.</param>
    /// <param name="batch">Items of a whole batch.</param>
    /// <param name="pieces">Pieces that it is learned from in.</param>
    /// <exception cref="FigmentException">A batch is too small for so many processes or pieces.</exception>
    internal static BatchShare Share(TrainableModel model, ITrainingGroup group, int batch, int pieces)
    {
        if (batch < model.LeastBatch)
            throw new FigmentException(model.TooSmall(batch));
        if (pieces > 1 && batch / pieces < model.LeastBatch)
        {
            OptionName fewer = new("Accumulate", Math.Max(1, batch / model.LeastBatch));
            string reason =
                $"A batch of {batch} cannot be learned from in {pieces} pieces: this model needs {model.LeastBatch} "
                + $"items in each";
            throw new FigmentException(OptionSentence.Of($"{reason}. Make the batch larger, or take fewer pieces ({fewer})."));
        }

        return new BatchShare(group, batch, model.BatchParts, pieces);
    }

    /// <summary>What to try where memory ran out: more pieces, where there is room for them, or fewer items.</summary>
    internal static OptionSentence Smaller(TrainableModel model, int batch, int pieces)
    {
        OptionName fewer = new("BatchSize", Math.Max(2, batch / 2));
        OptionName more = new("Accumulate", 2 * pieces);
        return 2 * pieces <= batch / model.LeastBatch ? OptionSentence.Of($"{more}, or {fewer}") : OptionSentence.Of($"{fewer}");
    }

    /// <summary>Gives an optimizer the gradients of all pieces, and averages what they measured.</summary>
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
        optimizer.Exchange.Forget(); // of a step that was broken off
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
