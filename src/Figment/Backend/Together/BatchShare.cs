namespace Figment.Backend;

/// <summary>
/// Which items of every batch a process takes. A batch is cut into parts of nearly the same size, where the model learns from one
/// after the other, each part into the pieces that its gradients are added up over, and each piece into one stretch for each
/// process. So all processes together learn in each update from the items that one alone would, and from the same pieces.
/// </summary>
internal sealed class BatchShare
{
    private readonly int[] cuts; // of the smallest pieces: where each begins in the batch, and where the last ends
    private readonly long[]? numbers;

    /// <summary>A share of batches of one size.</summary>
    /// <param name="group">The processes that share them.</param>
    /// <param name="batch">Items of a whole batch.</param>
    /// <param name="parts">Parts that the model learns from in turn, with an update for each.</param>
    /// <param name="pieces">Pieces of each part, whose gradients are added up for one update.</param>
    /// <exception cref="FigmentException">There are not as many items in a piece as processes.</exception>
    internal BatchShare(ITrainingGroup group, int batch, int parts = 1, int pieces = 1)
        : this(
            group,
            [.. Enumerable.Range(0, (parts * pieces) + 1).Select(cut => (int)((long)batch * cut / (parts * pieces)))],
            parts,
            pieces
        )
    {
        if (batch / (parts * pieces) >= group.Size)
            return;
        string cut = parts * pieces > 1 ? $", which is cut into {parts * pieces} pieces" : "";
        throw new FigmentException(
            IsShared
                ? $"A batch of {batch} cannot be divided among {group.Size} processes{cut}. Make the batch larger, or "
                    + $"start fewer processes."
                : $"A batch of {batch} is too small{cut}. Make the batch larger, or use fewer pieces."
        );
    }

    private BatchShare(ITrainingGroup group, int[] cuts, int parts, int pieces)
    {
        (Group, this.cuts, Parts, Pieces) = (group, cuts, parts, pieces);
        Stretches = IsShared ? [.. Enumerable.Range(0, cuts.Length - 1).Select(StretchOf)] : [(0, Batch)];
        Count = Stretches.Sum(stretch => stretch.Count);
        if (Stretches.Count > 1)
            numbers = [.. Stretches.SelectMany(stretch => Enumerable.Range(stretch.First, stretch.Count)).Select(i => (long)i)];
    }

    /// <summary>The processes.</summary>
    internal ITrainingGroup Group { get; }

    /// <summary>Items of a whole batch.</summary>
    internal int Batch => cuts[^1];

    /// <summary>Parts that the model learns from in turn.</summary>
    internal int Parts { get; }

    /// <summary>Pieces of each part.</summary>
    internal int Pieces { get; }

    /// <summary>Items that this process takes.</summary>
    internal int Count { get; }

    /// <summary>What part of the whole batch they are.</summary>
    internal double Weight => (double)Count / Batch;

    /// <summary>
    /// Where they begin among those that this process has of the batch that this was cut from; 0 of a whole one.
    /// </summary>
    internal int First { get; private init; }

    /// <summary>Whether there is anybody to share with.</summary>
    internal bool IsShared => Group.Size > 1;

    /// <summary>The numbers in the whole batch of the items here.</summary>
    internal ItemRange Items => new(Stretches[0].First, Batch, numbers);

    /// <summary>Where the items here stand in the whole batch, in order.</summary>
    internal IReadOnlyList<(int First, int Count)> Stretches { get; }

    /// <summary>The whole batch, for a process by itself.</summary>
    internal static BatchShare Alone(int batch, int parts = 1) => new(LoneProcess.Instance, batch, parts);

    /// <summary>A part by itself, as a batch of the same pieces.</summary>
    internal BatchShare Part(int part) => Cut(part * Pieces, Pieces, 1, Pieces);

    /// <summary>One of the pieces that the batch is gone through in, all parts together.</summary>
    internal BatchShare Piece(int piece) => Cut(piece * Parts, Parts, Parts, 1);

    /// <summary>The numbers in this batch of the items of a part or a piece of it.</summary>
    internal ItemRange NumbersOf(BatchShare cut) =>
        numbers is null ? new(Stretches[0].First + cut.First, Batch) : new(0, Batch, numbers[cut.First..(cut.First + cut.Count)]);

    private BatchShare Cut(int from, int count, int parts, int pieces) =>
        new(Group, [.. cuts[from..(from + count + 1)].Select(at => at - cuts[from])], parts, pieces)
        {
            First = Enumerable.Range(0, from).Sum(before => StretchOf(before).Count),
        };

    private (int First, int Count) StretchOf(int cut)
    {
        int size = cuts[cut + 1] - cuts[cut];
        int first = (int)((long)size * Group.Rank / Group.Size),
            end = (int)((long)size * (Group.Rank + 1) / Group.Size);
        return (cuts[cut] + first, end - first);
    }
}
