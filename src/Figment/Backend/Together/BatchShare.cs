namespace Figment.Backend;

/// <summary>
/// The items that a process takes from every batch. A batch is cut into parts of nearly the same size, from which the model
/// learns one after the other; each part into pieces over which gradients are accumulated; and each piece into one stretch for
/// each process. So in each update, all processes together learn from the same items and the same pieces as a single process
/// would.
/// </summary>
internal sealed class BatchShare
{
    private readonly int[] cuts; // where each of the smallest pieces begins in the batch, and where the last one ends
    private readonly long[]? numbers;

    /// <summary>Creates a share of batches of one size.</summary>
    /// <param name="group">The processes that share the batches.</param>
    /// <param name="batch">The number of items in a whole batch.</param>
    /// <param name="parts">The number of parts, each with its own update.</param>
    /// <param name="pieces">The number of pieces in each part, whose gradients are accumulated for one update.</param>
    /// <exception cref="FigmentException">A piece has fewer items than there are processes.</exception>
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
        OptionSentence cut = parts * pieces > 1 ? OptionSentence.Of($", which is cut into {parts * pieces} pieces") : "";
        throw new FigmentException(
            IsShared
                ? OptionSentence.Of(
                    $"A batch of {batch} cannot be divided among {group.Size} processes{cut}. Make the batch larger, or "
                        + $"start fewer processes."
                )
                : OptionSentence.Of($"A batch of {batch} is too small{cut}. Make the batch larger, or use fewer pieces.")
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

    /// <summary>The number of items in a whole batch.</summary>
    internal int Batch => cuts[^1];

    /// <summary>The number of parts from which the model learns in turn.</summary>
    internal int Parts { get; }

    /// <summary>The number of pieces in each part.</summary>
    internal int Pieces { get; }

    /// <summary>The number of items that this process takes.</summary>
    internal int Count { get; }

    /// <summary>The fraction of the whole batch that this process takes.</summary>
    internal double Weight => (double)Count / Batch;

    /// <summary>
    /// The index of this share's first item among the items that this process has in the batch from which the share was cut; 0
    /// for a whole batch.
    /// </summary>
    internal int First { get; private init; }

    /// <summary>Whether there are other processes.</summary>
    internal bool IsShared => Group.Size > 1;

    /// <summary>The numbers, within the whole batch, of the items that this process takes.</summary>
    internal ItemRange Items => new(Stretches[0].First, Batch, numbers);

    /// <summary>The positions, in the whole batch, of the items that this process takes, in order.</summary>
    internal IReadOnlyList<(int First, int Count)> Stretches { get; }

    /// <summary>Creates the share of a single process, which takes the whole batch.</summary>
    internal static BatchShare Alone(int batch, int parts = 1) => new(LoneProcess.Instance, batch, parts);

    /// <summary>Returns a part as a batch with the same pieces.</summary>
    internal BatchShare Part(int part) => Cut(part * Pieces, Pieces, 1, Pieces);

    /// <summary>Returns one piece of the batch, across all parts.</summary>
    internal BatchShare Piece(int piece) => Cut(piece * Parts, Parts, Parts, 1);

    /// <summary>The numbers that the items of a part or piece have in this batch.</summary>
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
