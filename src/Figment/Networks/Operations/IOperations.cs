using Figment.Imaging;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Networks;

/// <summary>
/// What networks and the ways from latents to images are written in, once: <see cref="TensorOperations"/> computes them, and
/// <see cref="OnnxOperations"/> adds the nodes of a graph that compute the same. What either does better at one go is one
/// operation.
/// </summary>
/// <typeparam name="T">A tensor, or a value of a graph.</typeparam>
internal interface IOperations<T>
{
    /// <summary>Calls a layer of the network whose body this is.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">In the order of its <c>forward</c>; null for what it goes without.</param>
    T Layer(Module layer, params IReadOnlyList<T?> inputs);

    /// <summary>Calls a dense layer on the last of any number of dimensions.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">Its input.</param>
    /// <param name="shape">What has the shape that the output shall have; null keeps that of x.</param>
    T Rows(Linear layer, T x, T? shape = default);

    /// <summary>Calls a whole network on float32; tensors come back so, values of a graph in its precision.</summary>
    /// <param name="network">The network.</param>
    /// <param name="precision">What its weights are in; a graph has a precision of its own.</param>
    /// <param name="inputs">As for <see cref="Layer"/>; the first is turned into the precision.</param>
    T Network(Module network, ScalarType precision, params IReadOnlyList<T?> inputs);

    /// <summary>x in a type of numbers; in a graph, in its precision.</summary>
    T InPrecision(T x, ScalarType precision);

    /// <summary>x in float32.</summary>
    T InFloat32(T x);

    /// <summary>A constant of the network whose body this is, float32.</summary>
    /// <param name="name">What it is called in a graph.</param>
    /// <param name="beside">What is on the device where it is needed.</param>
    /// <param name="value">Makes it on a device.</param>
    T Constant(string name, T beside, Func<Device, Tensor> value);

    /// <summary>The time t of each of a batch, float32; a graph has one for all of them.</summary>
    T Time(double t, T batch);

    /// <summary>
    /// One row per number with a 1 at its place and 0 elsewhere, in the type of another; rows of shares are such already.
    /// </summary>
    T OneHot(T indices, long count, T like);

    /// <summary>The row of a table for each number; for shares of its rows, [B, rows], as much of each.</summary>
    T Lookup(Embedding table, T indices);

    /// <summary>
    /// The rows of a constant table by their numbers, in the type of another; for shares of its rows, [B, N], as much of each.
    /// </summary>
    /// <param name="indices">[B], int64.</param>
    /// <param name="name">What the table is called in a graph.</param>
    /// <param name="table">Makes it on a device, [N, width], float32.</param>
    /// <param name="like">What has the type.</param>
    T Pick(T indices, string name, Func<Device, Tensor> table, T like);

    /// <summary>As many whole numbers as there are, all the same; for shares, rows that give all to that number.</summary>
    T AllSame(T indices, long number);

    /// <summary>a + b.</summary>
    T Add(T a, T b);

    /// <summary>x + a number.</summary>
    T Add(T x, double number);

    /// <summary>x − a number.</summary>
    T Subtract(T x, double number);

    /// <summary>a · b.</summary>
    T Multiply(T a, T b);

    /// <summary>x · a number.</summary>
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
    /// <param name="scaleShift">s, then t, [B, 2 C]; null for s = t = 0.</param>
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
    /// The discrete Fourier transform of each row: Σ_n x_n e^(−2πi n k / N) for k up to N / 2, its real part and its imaginary
    /// part.
    /// </summary>
    /// <param name="rows">[a, b, N].</param>
    /// <param name="size">N, even.</param>
    /// <returns>[a, b, N / 2 + 1] each.</returns>
    (T Real, T Imaginary) Fourier(T rows, int size);

    /// <summary>The real rows of which <see cref="Fourier"/> makes these parts.</summary>
    T FourierBack(T real, T imaginary, int size);

    /// <summary>The largest size of any number of each row, [n, 1].</summary>
    /// <param name="rows">[n, N].</param>
    T Peak(T rows);

    /// <summary>Does the same several times; a graph holds it once.</summary>
    /// <param name="times">How often.</param>
    /// <param name="state">What it begins with; shapes and types stay.</param>
    /// <param name="body">Makes of the state what it is afterwards.</param>
    /// <returns>The state in the end.</returns>
    IReadOnlyList<T> Repeat(int times, IReadOnlyList<T> state, Func<IReadOnlyList<T>, IReadOnlyList<T>> body);

    /// <summary>x, held between two numbers.</summary>
    T Clamp(T x, double low, double high);

    /// <summary>Puts parts one behind the other.</summary>
    T Concat(long dimension, params IReadOnlyList<T> parts);

    /// <summary>Cuts into parts of one size.</summary>
    T[] Split(T x, int parts, long dimension);

    /// <summary>The same numbers in another shape; 0 keeps a dimension, −1 is what is left.</summary>
    T Reshape(T x, params IReadOnlyList<long> shape);

    /// <summary>Dimensions in another order.</summary>
    T Permute(T x, params long[] order);

    /// <summary>New dimensions of size 1, so that they stand at these places.</summary>
    T Unsqueeze(T x, params long[] dimensions);

    /// <summary>softmax(QKᵀ / √size) V of each head: [B, N, heads, size] each.</summary>
    T Attention(T queries, T keys, T values, long size);

    /// <summary>x times a constant matrix.</summary>
    /// <param name="x">[…, rows].</param>
    /// <param name="name">What the matrix is called in a graph.</param>
    /// <param name="matrix">Makes it on a device, [rows, columns], float32.</param>
    /// <returns>[…, columns].</returns>
    T Product(T x, string name, Func<Device, Tensor> matrix);

    /// <summary>Some neighbours along a dimension.</summary>
    T Narrow(T x, long dimension, long start, long length);

    /// <summary>The upper left part of images: one node of a graph, where two of <see cref="Narrow"/> would be two.</summary>
    T Crop(T x, long height, long width);

    /// <summary>[B, s² C, H, W] to [B, C, s H, s W].</summary>
    T PixelShuffle(T x, long side);

    /// <summary>
    /// [B, C, s H, s W] to [B, s² C, H, W]. Each pixel's channels then lie side by side in memory: convolutions on the CPU take
    /// a third less time so.
    /// </summary>
    T PixelUnshuffle(T images, ImageShape shape, long side);
}

/// <summary>A network whose body is written once, for tensors and for the nodes of a graph.</summary>
internal interface IBody
{
    /// <summary>What it computes.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="inputs">In the order of <c>forward</c>, without what is null.</param>
    T Body<T>(IOperations<T> ops, params IReadOnlyList<T> inputs);
}
