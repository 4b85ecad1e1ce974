using Figment.Backend;
using Figment.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Networks;

/// <summary>
/// The discrete Fourier transform of real rows with nodes that every runtime supports: two small matrices with twiddle factors in
/// between (J. Cooley, J. Tukey, "An Algorithm for the Machine Calculation of Complex Fourier Series", 1965) in place of one
/// matrix of N² numbers. Some runtimes lack ONNX's own operator, or its inverse for real rows.
/// </summary>
/// <remarks>
/// N = N₁ N₂, n = N₂ n₁ + n₂, k = k₁ + N₁ k₂: X_k = Σ_n₂ e^(−2πi n₂ k₂ / N₂) e^(−2πi n₂ k₁ / N) Σ_n₁ e^(−2πi n₁ k₁ / N₁) x_n. The
/// inverse takes the transposed steps in reverse order, with weights for the frequencies that each stand for a pair.
/// </remarks>
internal sealed class OnnxFourier
{
    private readonly OnnxGraph graph;
    private readonly int size,
        first,
        second,
        columns; // N, N₁, N₂, and N₂ / 2 + 1

    /// <param name="graph">The graph to add nodes to.</param>
    /// <param name="size">N, an even number.</param>
    internal OnnxFourier(OnnxGraph graph, int size)
    {
        (this.graph, this.size) = (graph, size);
        first = Enumerable.Range(1, (int)Math.Sqrt(size)).Last(divisor => size % divisor == 0 && size / divisor % 2 == 0);
        second = size / first;
        columns = (second / 2) + 1;
    }

    private int Bins => (size / 2) + 1;

    /// <summary>Transforms rows.</summary>
    /// <param name="rows">[a, b, N].</param>
    /// <returns>[a, b, N / 2 + 1] each.</returns>
    internal (OnnxValue Real, OnnxValue Imaginary) Forward(OnnxValue rows)
    {
        OnnxValue[] parts = Halves(graph.Node("MatMul", [Constant("first", First), Shaped(rows, first, second)]), 2);
        (OnnxValue cosines, OnnxValue sines) = Turns();
        OnnxValue real = Sum(Times(parts[0], cosines), Times(parts[1], sines)),
            imaginary = Less(Times(parts[1], cosines), Times(parts[0], sines));
        OnnxValue all = graph.Node("MatMul", [Joined(real, imaginary, 3), Constant("second", Second)]);
        OnnxValue[] bins = Halves(Turned(all), 2);
        return (Bin(bins[0]), Bin(bins[1]));

        OnnxValue Bin(OnnxValue half) =>
            graph.Node("Slice", [Shaped(half, columns * first), graph.Integers(0), graph.Integers(Bins), graph.Integers(2)]);
    }

    /// <summary>Computes the real rows whose transform by <see cref="Forward"/> has these parts.</summary>
    /// <param name="real">[a, b, N / 2 + 1].</param>
    /// <param name="imaginary">[a, b, N / 2 + 1].</param>
    /// <returns>[a, b, N].</returns>
    internal OnnxValue Back(OnnxValue real, OnnxValue imaginary)
    {
        OnnxValue weighed = Times(Joined(Padded(real), Padded(imaginary), 2), Constant("weights", Weights));
        OnnxValue[] parts = Halves(graph.Node("MatMul", [Turned(weighed), Constant("second.T", () => Second().t())]), 3);
        (OnnxValue cosines, OnnxValue sines) = Turns();
        OnnxValue turnedReal = Less(Times(parts[0], cosines), Times(parts[1], sines)),
            turned = Sum(Times(parts[0], sines), Times(parts[1], cosines));
        return Shaped(graph.Node("MatMul", [Constant("first.T", () => First().t()), Joined(turnedReal, turned, 2)]), size);

        OnnxValue Padded(OnnxValue bins) =>
            Shaped(graph.Node("Pad", [bins, graph.Integers(0, 0, 0, 0, 0, (columns * first) - Bins)]), columns, first);
    }

    /// <summary>Returns cos, and below it −sin, of 2π n₁ k₁ / N₁, [2 N₁, N₁].</summary>
    private Tensor First() => cat([Waves(first, first, first).cos(), Waves(first, first, first).sin().neg()], 0);

    /// <summary>
    /// Returns the matrix that maps real and imaginary parts side by side to both parts of the result, [2 N₂, 2 (N₂ / 2 + 1)].
    /// </summary>
    private Tensor Second()
    {
        Tensor angles = Waves(second, columns, second),
            cosines = angles.cos(),
            sines = angles.sin();
        return cat([cat([cosines, sines.neg()], 1), cat([sines, cosines], 1)], 0);
    }

    /// <summary>
    /// Returns 1 / N for the first and the last frequency, and 2 / N for the others, which each stand for a pair, [2 (N₂ / 2 +
    /// 1), N₁].
    /// </summary>
    private Tensor Weights()
    {
        Tensor weights = zeros([columns * first], ScalarType.Float64);
        using Scalar both = Scalars.Of(2.0 / size);
        weights.narrow(0, 0, Bins).fill_(both);
        weights[0] = 1.0 / size;
        weights[size / 2] = 1.0 / size;
        return weights.view(columns, first).repeat(2, 1);
    }

    /// <summary>Returns the twiddle factors, cos and sin of 2π k₁ n₂ / N, [N₁, N₂].</summary>
    private (OnnxValue Cosines, OnnxValue Sines) Turns() =>
        (
            Constant("turns.cosines", () => Waves(first, second, size).cos()),
            Constant("turns.sines", () => Waves(first, second, size).sin())
        );

    /// <summary>Computes 2π n k / period in float64, with n k modulo the period, so that angles stay small and exact.</summary>
    private static Tensor Waves(int rows, int columns, int period) =>
        outer(Scalars.Range(rows), Scalars.Range(columns)).Modulo(period).to(ScalarType.Float64).Times(2 * Math.PI / period);

    private OnnxValue Constant(string name, Func<Tensor> value)
    {
        using DisposeScope scope = NewDisposeScope();
        return graph.Constant($"fourier.{size}.{name}", value());
    }

    private OnnxValue Shaped(OnnxValue x, params long[] shape) => graph.Node("Reshape", [x, graph.Integers([0, 0, .. shape])]);

    private OnnxValue Turned(OnnxValue x) => graph.Node("Transpose", [x], ("perm", (long[])[0, 1, 3, 2]));

    private OnnxValue[] Halves(OnnxValue x, long axis) => graph.Nodes("Split", 2, [x], ("axis", axis));

    private OnnxValue Joined(OnnxValue a, OnnxValue b, long axis) => graph.Node("Concat", [a, b], ("axis", axis));

    private OnnxValue Times(OnnxValue a, OnnxValue b) => graph.Node("Mul", [a, b]);

    private OnnxValue Sum(OnnxValue a, OnnxValue b) => graph.Node("Add", [a, b]);

    private OnnxValue Less(OnnxValue a, OnnxValue b) => graph.Node("Sub", [a, b]);
}
