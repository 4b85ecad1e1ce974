using Figment.Imaging;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Networks;

/// <summary>
/// The operations with which networks, and the steps from latents to images, are written only once:
/// <see cref="TensorOperations"/> computes them, and <see cref="OnnxOperations"/> adds graph nodes that compute the same. A
/// combination that either of them can do better in one step is an operation of its own.
/// </summary>
/// <typeparam name="T">A tensor, or a value of a graph.</typeparam>
internal interface IOperations<T>
{
    /// <summary>Calls a layer of the network whose body is being computed.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">The inputs in the order of its <c>forward</c>; null for an omitted input.</param>
    T Layer(Module layer, params IReadOnlyList<T?> inputs);

    /// <summary>Applies a dense layer along the last dimension of x, which may have any number of dimensions.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">Its input.</param>
    /// <param name="shape">A tensor or value whose leading shape the output takes; null keeps that of x.</param>
    T Rows(Linear layer, T x, T? shape = default);

    /// <summary>
    /// Calls a whole network with float32 inputs. Tensors are returned in float32, and values of a graph in the graph's
    /// precision.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="precision">The type of the network's weights; a graph has its own precision.</param>
    /// <param name="inputs">The inputs as for <see cref="Layer"/>; the first is converted to the precision.</param>
    T Network(Module network, ScalarType precision, params IReadOnlyList<T?> inputs);

    /// <summary>Converts x to a type; in a graph, to the graph's precision.</summary>
    T InPrecision(T x, ScalarType precision);

    /// <summary>Converts x to float32.</summary>
    T InFloat32(T x);

    /// <summary>Returns a float32 constant of the network whose body is being computed.</summary>
    /// <param name="name">The name of the constant in a graph.</param>
    /// <param name="beside">A tensor or value on the device where the constant is needed.</param>
    /// <param name="value">Creates the constant on a device.</param>
    T Constant(string name, T beside, Func<Device, Tensor> value);

    /// <summary>Returns the time t for each item of a batch, float32; a graph has one time for all items.</summary>
    T Time(double t, T batch);

    /// <summary>
    /// Returns one-hot rows for the given indices, in the type of another tensor or value. Indices given as rows of shares are
    /// returned as they are.
    /// </summary>
    T OneHot(T indices, long count, T like);

    /// <summary>
    /// Returns the row of a table for each index. For shares of rows, [B, rows], it returns the weighted sum of the rows.
    /// </summary>
    T Lookup(Embedding table, T indices);

    /// <summary>
    /// Returns the rows of a constant table for the given indices, in the type of another tensor or value. For shares of rows,
    /// [B, N], it returns the weighted sum of the rows.
    /// </summary>
    /// <param name="indices">[B], int64.</param>
    /// <param name="name">The name of the table in a graph.</param>
    /// <param name="table">Creates the table on a device, [N, width], float32.</param>
    /// <param name="like">A tensor or value whose type the result takes.</param>
    T Pick(T indices, string name, Func<Device, Tensor> table, T like);

    /// <summary>
    /// Returns as many integers as there are indices, all equal to a given number; for shares, rows that give the whole share to
    /// that number.
    /// </summary>
    T AllSame(T indices, long number);

    /// <summary>a + b.</summary>
    T Add(T a, T b);

    /// <summary>x + number.</summary>
    T Add(T x, double number);

    /// <summary>x − number.</summary>
    T Subtract(T x, double number);

    /// <summary>a · b.</summary>
    T Multiply(T a, T b);

    /// <summary>x · number.</summary>
    T Multiply(T x, double number);

    /// <summary>a / b.</summary>
    T Divide(T a, T b);

    /// <summary>x + a · b.</summary>
    T AddProduct(T x, T a, T b);

    /// <summary>From a towards b, a + share · (b − a).</summary>
    T Between(T a, T b, double share);

    /// <summary>1 / (1 + e^−x).</summary>
    T Sigmoid(T x);

    /// <summary>x · σ(x).</summary>
    T Silu(T x);

    /// <summary>silu((1 + s) · norm(x) + t).</summary>
    /// <param name="norm">The normalisation.</param>
    /// <param name="x">[B, C, H, W].</param>
    /// <param name="scaleShift">s, followed by t, [B, 2 C]; null for s = t = 0.</param>
    T NormSilu(GroupNorm norm, T x, T? scaleShift = default);

    /// <summary>cos x.</summary>
    T Cosine(T x);

    /// <summary>sin x.</summary>
    T Sine(T x);

    /// <summary>e^x.</summary>
    T Exp(T x);

    /// <summary>√x.</summary>
    T Sqrt(T x);

    /// <summary>
    /// The discrete Fourier transform of each row: Σ_n x_n e^(−2πi n k / N) for k up to N / 2, as a real and an imaginary part.
    /// </summary>
    /// <param name="rows">[a, b, N].</param>
    /// <param name="size">N, an even number.</param>
    /// <returns>[a, b, N / 2 + 1] each.</returns>
    (T Real, T Imaginary) Fourier(T rows, int size);

    /// <summary>The inverse of <see cref="Fourier"/>: the real rows that have these parts.</summary>
    T FourierBack(T real, T imaginary, int size);

    /// <summary>The largest absolute value in each row, [n, 1].</summary>
    /// <param name="rows">[n, N].</param>
    T Peak(T rows);

    /// <summary>Repeats a computation; a graph holds its nodes only once.</summary>
    /// <param name="times">The number of repetitions.</param>
    /// <param name="state">The initial state; shapes and types do not change.</param>
    /// <param name="body">Computes the next state.</param>
    /// <returns>The final state.</returns>
    IReadOnlyList<T> Repeat(int times, IReadOnlyList<T> state, Func<IReadOnlyList<T>, IReadOnlyList<T>> body);

    /// <summary>Limits x to a range.</summary>
    T Clamp(T x, double low, double high);

    /// <summary>Concatenates parts along a dimension.</summary>
    T Concat(long dimension, params IReadOnlyList<T> parts);

    /// <summary>Splits x into parts of equal size.</summary>
    T[] Split(T x, int parts, long dimension);

    /// <summary>Reshapes x; 0 keeps a dimension, and −1 takes what is left.</summary>
    T Reshape(T x, params IReadOnlyList<long> shape);

    /// <summary>Permutes the dimensions.</summary>
    T Permute(T x, params long[] order);

    /// <summary>Inserts dimensions of size 1 at the given positions of the result.</summary>
    T Unsqueeze(T x, params long[] dimensions);

    /// <summary>softmax(QKᵀ / √size) V of each head: [B, N, heads, size] each.</summary>
    T Attention(T queries, T keys, T values, long size);

    /// <summary>Multiplies x by a constant matrix.</summary>
    /// <param name="x">[…, rows].</param>
    /// <param name="name">The name of the matrix in a graph.</param>
    /// <param name="matrix">Creates the matrix on a device, [rows, columns], float32.</param>
    /// <returns>[…, columns].</returns>
    T Product(T x, string name, Func<Device, Tensor> matrix);

    /// <summary>Returns a range of indices along a dimension.</summary>
    T Narrow(T x, long dimension, long start, long length);

    /// <summary>
    /// Crops images to their upper left part, as one graph node; two calls of <see cref="Narrow"/> would add two.
    /// </summary>
    T Crop(T x, long height, long width);

    /// <summary>[B, s² C, H, W] to [B, C, s H, s W].</summary>
    T PixelShuffle(T x, long side);

    /// <summary>
    /// [B, C, s H, s W] to [B, s² C, H, W]. The channels of each pixel then lie side by side in memory, which makes convolutions
    /// on the CPU a third faster.
    /// </summary>
    T PixelUnshuffle(T images, ImageShape shape, long side);
}

/// <summary>A network whose body is written once, for tensors and for the nodes of a graph.</summary>
internal interface IBody
{
    /// <summary>Computes the network.</summary>
    /// <param name="ops">The operations that compute it.</param>
    /// <param name="inputs">The inputs in the order of <c>forward</c>, without those that are null.</param>
    T Body<T>(IOperations<T> ops, params IReadOnlyList<T> inputs);
}
