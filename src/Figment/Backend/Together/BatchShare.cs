namespace Figment.Backend;

/// <summary>
/// Which items of every batch a process takes. A batch is cut into parts of nearly the same size, where the model learns from one after
/// the other, and each part into one stretch for each process. So all processes together learn in each update from the items that one
/// alone would.
/// </summary>
internal sealed class BatchShare
{
    private readonly long[]? numbers;

    /// <summary>A share of batches of one size.</summary>
    /// <param name="group">The processes that share them.</param>
    /// <param name="batch">Items of a whole batch.</param>
    /// <param name="parts">Parts that the model learns from in turn.</param>
    /// <exception cref="FigmentException">There are more processes than items in a part.</exception>
    internal BatchShare(ITrainingGroup group, int batch, int parts = 1)
    {
        (Group, Batch, Parts) = (group, batch, parts);
        if (IsShared && batch / parts < group.Size)
        {
            throw new FigmentException(
                $"A batch of {batch} cannot be shared out among {group.Size} processes"
                + $"{(parts > 1 ? $": it is learned from in {parts} parts" : "")}. Make the batch larger, or start fewer processes.");
        }

        Stretches = IsShared ? [.. Enumerable.Range(0, parts).Select(StretchOf)] : [(0, batch)];
        Count = Stretches.Sum(stretch => stretch.Count);
        if (Stretches.Count > 1)
            numbers = [.. Stretches.SelectMany(stretch => Enumerable.Range(stretch.First, stretch.Count)).Select(i => (long)i)];
    }

    /// <summary>The processes.</summary>
    internal ITrainingGroup Group { get; }

    /// <summary>Items of a whole batch.</summary>
    internal int Batch { get; }

    /// <summary>Parts that the model learns from in turn.</summary>
    internal int Parts { get; }

    /// <summary>Items that this process takes.</summary>
    internal int Count { get; }

    /// <summary>Whether there is anybody to share with.</summary>
    internal bool IsShared => Group.Size > 1;

    /// <summary>The numbers in the whole batch of the items here.</summary>
    internal ItemRange Items => new(Stretches[0].First, Batch, numbers);

    /// <summary>Where the items here stand in the whole batch, in order.</summary>
    internal IReadOnlyList<(int First, int Count)> Stretches { get; }

    /// <summary>The whole batch, for a process by itself.</summary>
    internal static BatchShare Alone(int batch, int parts = 1) => new(LoneProcess.Instance, batch, parts);

    /// <summary>A part of the items here: where it begins among them, and how many it has.</summary>
    internal (int First, int Count) Part(int part) =>
        (Enumerable.Range(0, part).Sum(before => StretchOf(before).Count), StretchOf(part).Count);

    /// <summary>The numbers in a whole part of the items that this process has of it.</summary>
    internal ItemRange ItemsOf(int part) => new(StretchOf(part).First - Begin(part), Begin(part + 1) - Begin(part));

    private int Begin(int part) => (int)((long)Batch * part / Parts);

    private (int First, int Count) StretchOf(int part)
    {
        int size = Begin(part + 1) - Begin(part);
        int first = (int)((long)size * Group.Rank / Group.Size), end = (int)((long)size * (Group.Rank + 1) / Group.Size);
        return (Begin(part) + first, end - first);
    }
}
