using static TorchSharp.torch;

namespace Figment.Networks;

/// <summary>
/// How a network is told the class of an image: by as many numbers as there are classes, 1 for the one that holds and 0 for the
/// others. Where a class is a combination of labels in several columns, by as many as all columns have values, 1 for the one that
/// holds in each column; so what is learned of a value serves every combination with it, those too that were never seen.
/// </summary>
internal sealed class ClassCode
{
    private const string TableName = "values of classes";
    private readonly float[]? table; // [Count, Width]; null where row k has its 1 at place k

    private ClassCode(int count, int width, float[]? table) => (Count, Width, this.table) = (count, width, table);

    /// <summary>One number for each class.</summary>
    /// <param name="classes">How many classes; 0 for none.</param>
    internal ClassCode(int classes)
        : this(classes, classes, null) { }

    /// <summary>How many classes can be told.</summary>
    internal int Count { get; }

    /// <summary>How many numbers tell one.</summary>
    internal int Width { get; }

    /// <summary>Whether a class is a combination of values.</summary>
    internal bool HasColumns => table is not null;

    /// <summary>One number for each value of each column.</summary>
    /// <param name="rows">Of each class, the number of its value in each column.</param>
    /// <param name="sizes">How many values each column has.</param>
    internal static ClassCode OfColumns(IReadOnlyList<IReadOnlyList<int>> rows, IReadOnlyList<int> sizes)
    {
        int width = sizes.Sum();
        float[] table = new float[rows.Count * width];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0, start = 0; column < sizes.Count; start += sizes[column++])
                table[(row * width) + start + rows[row][column]] = 1;
        }

        return new ClassCode(rows.Count, width, table);
    }

    /// <summary>The same with one class more, behind the others, that means none of them.</summary>
    internal ClassCode WithNone()
    {
        if (table is null)
            return new ClassCode(Count + 1);
        float[] wider = new float[(Count + 1) * (Width + 1)];
        for (int row = 0; row < Count; row++)
            Array.Copy(table, row * Width, wider, row * (Width + 1), Width);
        wider[^1] = 1;
        return new ClassCode(Count + 1, Width + 1, wider);
    }

    /// <summary>The numbers of classes: [B, Width].</summary>
    /// <param name="ops">What computes them.</param>
    /// <param name="labels">Numbers of classes, [B], int64.</param>
    /// <param name="like">What has the type that they get.</param>
    internal T Of<T>(IOperations<T> ops, T labels, T like) =>
        table is null ? ops.OneHot(labels, Count, like) : ops.Pick(labels, TableName, Table, like);

    /// <summary>Of logits of each number, [B, Width], those of the classes that hold, summed over columns: [B].</summary>
    internal Tensor Holding(Tensor logits, Tensor labels) =>
        table is null
            ? logits.gather(1, labels.unsqueeze(1)).squeeze(1)
            : (logits * Of(TensorOperations.Instance, labels, logits)).sum([1]);

    private Tensor Table(Device device) => tensor(table!, [Count, Width], device: device);
}
