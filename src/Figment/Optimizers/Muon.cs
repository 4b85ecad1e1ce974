using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Optimizers;

/// <summary>
/// Steps for matrices in which every direction counts equally: the singular values of the momentum are brought close to 1 (K.
/// Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024). Parameters that are not matrices of a hidden
/// layer are left to Adam.
/// </summary>
/// <param name="matrices">
/// Returns, for the name and shape of a parameter, the row counts of the matrices stacked in it; null leaves the parameter to
/// Adam. The weights of a convolution, [out, in, height, width], are matrices of [out, in · height · width].
/// </param>
/// <param name="factor">The ratio of its learning rate η to Adam's α.</param>
internal sealed class Muon(Func<string, long[], IReadOnlyList<long>?> matrices, double factor)
{
    private const double Momentum = 0.95,
        Smallest = 1e-7;
    private const double A = 3.4445,
        B = -4.7750,
        C = 2.0315; // The coefficients of the Newton-Schulz iteration.
    private const int Iterations = 5,
        Lanes = 16;
    private static readonly Scalar KeptA = Scalars.Of(A),
        KeptB = Scalars.Of(B),
        KeptC = Scalars.Of(C);

    /// <summary>Returns the row counts of the matrices in a parameter; null if it is left to Adam.</summary>
    internal IReadOnlyList<long>? RowsOf(string name, long[] shape) => shape.Length >= 2 ? matrices(name, shape) : null;

    /// <summary>
    /// Updates parameters: W ← (1 − η λ) W − η √max(1, rows / columns) O, where O is the result of <see cref="Orthogonal"/> for
    /// Nesterov's momentum. Returns whether parameters that are rounded copies must still be set to the updated originals.
    /// </summary>
    /// <param name="updates">The parameters and their gradients.</param>
    /// <param name="learningRate">The learning rate α, of which η is a multiple.</param>
    /// <param name="weightDecay">The weight decay λ.</param>
    internal bool Update(IReadOnlyList<(MuonSlot Slot, Tensor Gradient)> updates, double learningRate, double weightDecay)
    {
        double rate = learningRate * factor,
            shrink = 1 - (rate * weightDecay);
        bool byHand = updates.All(update => IsPlain(update.Slot, update.Gradient));
        if (byHand && updates[0].Gradient.dtype == ScalarType.BFloat16)
            UpdateByHand<ushort, BFloat16Lanes>(updates, rate, shrink);
        else if (byHand)
            UpdateByHand<float, Float32Lanes>(updates, rate, shrink);
        else
            UpdateInLibtorch(updates, rate, shrink);
        return !byHand;
    }

    /// <summary>Approximates the nearest matrices whose singular values are equal, with the Newton-Schulz iteration.</summary>
    /// <param name="matrices">[n, rows, columns].</param>
    /// <returns>
    /// Matrices of the same shape and type, with singular values between 0.7 and 1.2, except for those that are 0.
    /// </returns>
    internal static Tensor Orthogonal(Tensor matrices) =>
        Iterate(matrices / matrices.Squared().sum([1, 2], keepdim: true).sqrt().Plus(Smallest));

    /// <summary>The iteration, starting from matrices of norm 1.</summary>
    private static Tensor Iterate(Tensor x)
    {
        bool isTall = x.shape[1] > x.shape[2];
        for (int i = 0; i < Iterations; i++)
        {
            Tensor turned = x.transpose(1, 2),
                square = isTall ? turned.bmm(x) : x.bmm(turned),
                squared = square.bmm(square);
            if (square.device.type == DeviceType.CPU && square.shape[1] % Lanes == 0 && square.dtype == ScalarType.BFloat16)
                MuonKernel<ushort, BFloat16Lanes>.Polynomial(square, squared, A, B, C);
            else if (square.device.type == DeviceType.CPU && square.shape[1] % Lanes == 0 && square.dtype == ScalarType.Float32)
                MuonKernel<float, Float32Lanes>.Polynomial(square, squared, A, B, C);
            else
                // The arguments of TorchSharp's baddbmm are in a different order from the one documented.
                squared.mul_(KeptC).add_(square, alpha: KeptB).diagonal(dim1: 1, dim2: 2).Increase(KeptA);
            x = isTall ? x.bmm(squared) : squared.bmm(x);
        }

        return x;
    }

    private static bool IsPlain(MuonSlot slot, Tensor gradient) =>
        gradient.device.type == DeviceType.CPU
        && gradient.dtype == slot.Parameter.dtype
        && gradient.dtype is ScalarType.Float32 or ScalarType.BFloat16
        && gradient.is_contiguous()
        && slot.Parameter.is_contiguous()
        && ColumnsOf(gradient) % Lanes == 0
        && slot.Rows.All(rows => rows % Lanes == 0);

    private static long ColumnsOf(Tensor matrices) => matrices.numel() / matrices.shape[0];

    private static double ScaleOf(long rows, long columns) => Math.Sqrt(Math.Max(1, (double)rows / columns));

    private static unsafe void UpdateByHand<T, TLanes>(
        IReadOnlyList<(MuonSlot Slot, Tensor Gradient)> updates,
        double rate,
        double shrink
    )
        where T : unmanaged
        where TLanes : struct, ILanes<T>
    {
        // Matrices of the same size are iterated together.
        var groups = updates
            .SelectMany(update => Pieces(update.Slot, update.Gradient))
            .GroupBy(piece => (piece.Rows, piece.Columns))
            .Select(group => group.ToArray());
        foreach ((MuonSlot Slot, Tensor Gradient, long First, long Rows, long Columns)[] group in groups)
        {
            (long rows, long columns) = (group[0].Rows, group[0].Columns);
            Tensor directions = empty([group.Length, rows, columns], TLanes.Type);
            MuonKernel<T, TLanes>.Begin(Places(directions), Momentum, Smallest);
            MuonKernel<T, TLanes>.End(Places(Iterate(directions).contiguous()), shrink);

            List<MuonKernel<T, TLanes>.Place> Places(Tensor all) =>
                [
                    .. group.Select(
                        (piece, i) =>
                            new MuonKernel<T, TLanes>.Place
                            {
                                Gradient = (T*)TorchOperators.Data(piece.Gradient) + (piece.First * columns),
                                Mean = (float*)TorchOperators.Data(piece.Slot.Mean) + (piece.First * columns),
                                Direction = (T*)TorchOperators.Data(all) + (i * rows * columns),
                                Master = (float*)TorchOperators.Data(piece.Slot.Master) + (piece.First * columns),
                                Rounded = piece.Slot.IsRounded
                                    ? (T*)TorchOperators.Data(piece.Slot.Parameter) + (piece.First * columns)
                                    : null,
                                Count = rows * columns,
                                Step = (float)(rate * ScaleOf(rows, columns)),
                            }
                    ),
                ];
        }
    }

    /// <summary>
    /// Makes the same update with libtorch's operations, for GPUs, other number types and sizes that do not fill vectors.
    /// </summary>
    private static void UpdateInLibtorch(IReadOnlyList<(MuonSlot Slot, Tensor Gradient)> updates, double rate, double shrink)
    {
        List<(Tensor Weights, Tensor Direction)> pieces = [];
        using Scalar kept = Scalars.Of(shrink);
        foreach ((MuonSlot slot, Tensor gradient) in updates)
        {
            Tensor exact = gradient.to(ScalarType.Float32);
            slot.Mean.lerp_(exact, 1 - Momentum);
            Tensor direction = exact.lerp(slot.Mean, Momentum).to(gradient.dtype).flatten(1);
            slot.Master.mul_(kept);
            pieces.AddRange(
                Pieces(slot, gradient)
                    .Select(piece =>
                        (slot.Master.narrow(0, piece.First, piece.Rows), direction.narrow(0, piece.First, piece.Rows))
                    )
            );
        }

        foreach (
            IGrouping<(long Rows, long Columns), (Tensor Weights, Tensor Direction)> group in pieces.GroupBy(piece =>
                (piece.Direction.shape[0], piece.Direction.shape[1])
            )
        )
        {
            Tensor orthogonal = Orthogonal(stack([.. group.Select(piece => piece.Direction)])).to(ScalarType.Float32);
            using Scalar alpha = Scalars.Of(-rate * ScaleOf(group.Key.Rows, group.Key.Columns));
            foreach ((int i, (Tensor weights, _)) in group.Index())
                weights.add_(orthogonal[i].reshape(weights.shape), alpha: alpha);
        }
    }

    private static IEnumerable<(MuonSlot Slot, Tensor Gradient, long First, long Rows, long Columns)> Pieces(
        MuonSlot slot,
        Tensor gradient
    )
    {
        long first = 0;
        foreach (long rows in slot.Rows)
        {
            yield return (slot, gradient, first, rows, ColumnsOf(gradient));
            first += rows;
        }
    }
}
