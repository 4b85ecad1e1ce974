using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Figment.Backend;

namespace Figment.Networks.Texts;

/// <summary>
/// Computes m = silu(g) u for rows [g, u] (N. Shazeer, "GLU Variants Improve Transformer", 2020, equation 5), and its gradients.
/// Sizes are multiples of sixteen.
/// </summary>
internal static unsafe class GateKernel<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ILanes<T>
{
    private const int Lanes = 16;

    /// <summary>Computes m = silu(g) u.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="size">The size of g, and of u, in each row.</param>
    /// <param name="gateUp">[rows, 2 size].</param>
    /// <param name="product">Receives m, [rows, size].</param>
    internal static void Forward(int rows, int size, T* gateUp, T* product) =>
        TorchOperators.ParallelFor(
            rows,
            (begin, end) =>
            {
                for (long row = begin; row < end; row++)
                    ForwardRow(size, gateUp + (row * 2 * size), product + (row * size));
            }
        );

    /// <summary>Computes the gradients.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="size">The size of g, and of u, in each row.</param>
    /// <param name="gateUp">[rows, 2 size]; replaced by the gradients.</param>
    /// <param name="gradient">The gradient of m, [rows, size].</param>
    internal static void Backward(int rows, int size, T* gateUp, T* gradient) =>
        TorchOperators.ParallelFor(
            rows,
            (begin, end) =>
            {
                for (long row = begin; row < end; row++)
                    BackwardRow(size, gateUp + (row * 2 * size), gradient + (row * size));
            }
        );

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardRow(int size, T* gateUp, T* product)
    {
        for (int i = 0; i < size; i += Lanes)
        {
            Vector512<float> g = TLanes.Load(gateUp + i);
            TLanes.Store(g * Sigmoid(g) * TLanes.Load(gateUp + size + i), product + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardRow(int size, T* gateUp, T* gradient)
    {
        for (int i = 0; i < size; i += Lanes)
        {
            Vector512<float> g = TLanes.Load(gateUp + i),
                u = TLanes.Load(gateUp + size + i),
                dm = TLanes.Load(gradient + i),
                s = Sigmoid(g);
            TLanes.Store(dm * u * s * (Vector512<float>.One + (g * (Vector512<float>.One - s))), gateUp + i);
            TLanes.Store(dm * g * s, gateUp + size + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Sigmoid(Vector512<float> x) =>
        Vector512<float>.One / (Vector512<float>.One + Exponential.Of(-x));
}
