using static TorchSharp.torch;

namespace Figment.Networks;

/// <summary>
/// Encodes the class of an image for a network, usually one-hot with one number for each class. If a class is a combination of
/// labels in several columns, the code has one number for each value of each column, and exactly one number of each column is 1.
/// What is learned about a value then applies to every combination that contains it, even combinations that were never seen.
/// </summary>
internal sealed class ClassCode
{
    private const string TableName = "values of classes";
    private readonly float[]? table; // [Count, Width]; null for a plain one-hot code.

    private ClassCode(int count, int width, float[]? table) => (Count, Width, this.table) = (count, width, table);

    /// <summary>Creates a one-hot code.</summary>
    /// <param name="classes">The number of classes; 0 for none.</param>
    internal ClassCode(int classes)
        : this(classes, classes, null) { }

    /// <summary>The number of classes that can be encoded.</summary>
    internal int Count { get; }

    /// <summary>The number of values in a code.</summary>
    internal int Width { get; }

    /// <summary>Whether a class is a combination of values in several columns.</summary>
    internal bool HasColumns => table is not null;

    /// <summary>Creates a code with one number for each value of each column.</summary>
    /// <param name="rows">For each class, the number of its value in each column.</param>
    /// <param name="sizes">The number of values in each column.</param>
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

    /// <summary>Returns this code with one more class at the end, which stands for no class.</summary>
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

    /// <summary>Encodes classes, [B, Width].</summary>
    /// <param name="ops">The operations that compute it.</param>
    /// <param name="labels">The numbers of the classes, [B], int64.</param>
    /// <param name="like">A tensor or value whose type the codes take.</param>
    internal T Of<T>(IOperations<T> ops, T labels, T like) =>
        table is null ? ops.OneHot(labels, Count, like) : ops.Pick(labels, TableName, Table, like);

    /// <summary>Returns the logits that belong to the given classes, summed over columns: [B, Width] to [B].</summary>
    internal Tensor Holding(Tensor logits, Tensor labels) =>
        table is null
            ? logits.gather(1, labels.unsqueeze(1)).squeeze(1)
            : (logits * Of(TensorOperations.Instance, labels, logits)).sum([1]);

    private Tensor Table(Device device) => tensor(table!, [Count, Width], device: device);
}
