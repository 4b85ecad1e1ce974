using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Optimizers;

/// <summary>
/// Everything that <see cref="Muon"/> computes on the processor before and after its products: each number is read and written
/// once before and once after.
/// </summary>
/// <remarks>With libtorch's operations this would take three times as long as the products.</remarks>
internal static unsafe class MuonKernel<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ILanes<T>
{
    private const int Lanes = 16;

    /// <summary>Computes m ← μ m + (1 − μ) g, and Nesterov's direction (1 − μ) g + μ m, divided by its norm.</summary>
    internal static void Begin(IReadOnlyList<Place> places, double momentum, double smallest) =>
        TorchOperators.ParallelFor(
            places.Count,
            (begin, end) =>
            {
                for (long i = begin; i < end; i++)
                    Begin(places[(int)i], (float)momentum, smallest);
            }
        );

    /// <summary>Computes W ← shrink W − step O.</summary>
    internal static void End(IReadOnlyList<Place> places, double shrink) =>
        TorchOperators.ParallelFor(
            places.Count,
            (begin, end) =>
            {
                for (long i = begin; i < end; i++)
                    End(places[(int)i], (float)shrink);
            }
        );

    /// <summary>Computes a I + b S + c S², and stores it in S².</summary>
    /// <param name="square">S, [n, size, size].</param>
    /// <param name="squared">S S; replaced by the result.</param>
    /// <param name="a">The coefficient of I.</param>
    /// <param name="b">The coefficient of S.</param>
    /// <param name="c">The coefficient of S².</param>
    internal static void Polynomial(Tensor square, Tensor squared, double a, double b, double c)
    {
        long size = square.shape[1],
            rows = square.shape[0] * size;
        T* s = (T*)TorchOperators.Data(square),
            to = (T*)TorchOperators.Data(squared);
        TorchOperators.ParallelFor(
            rows,
            (begin, end) =>
            {
                for (long row = begin; row < end; row++)
                    Row(s + (row * size), to + (row * size), (int)size, (int)(row % size), (float)a, (float)b, (float)c);
            }
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Begin(in Place place, float momentum, double smallest)
    {
        Vector512<float> keep = Vector512.Create(momentum),
            take = Vector512.Create(1 - momentum),
            squares = default;
        T* gradient = (T*)place.Gradient,
            direction = (T*)place.Direction;
        for (long i = 0; i < place.Count; i += Lanes)
        {
            Vector512<float> g = take * TLanes.Load(gradient + i),
                m = Vector512.FusedMultiplyAdd(keep, Vector512.Load(place.Mean + i), g);
            m.Store(place.Mean + i);
            Vector512<float> u = Vector512.FusedMultiplyAdd(keep, m, g);
            squares = Vector512.FusedMultiplyAdd(u, u, squares);
        }

        Vector512<float> scale = Vector512.Create((float)(1 / (Math.Sqrt(Vector512.Sum(squares)) + smallest)));
        for (long i = 0; i < place.Count; i += Lanes)
            TLanes.Store(
                Vector512.FusedMultiplyAdd(keep, Vector512.Load(place.Mean + i), take * TLanes.Load(gradient + i)) * scale,
                direction + i
            );
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void End(in Place place, float shrink)
    {
        Vector512<float> kept = Vector512.Create(shrink),
            step = Vector512.Create(-place.Step);
        T* direction = (T*)place.Direction;
        for (long i = 0; i < place.Count; i += Lanes)
        {
            Vector512<float> weights = Vector512.FusedMultiplyAdd(
                step,
                TLanes.Load(direction + i),
                kept * Vector512.Load(place.Master + i)
            );
            weights.Store(place.Master + i);
            if (place.Rounded != null)
                TLanes.Store(weights, (T*)place.Rounded + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(T* s, T* to, int size, int row, float a, float b, float c)
    {
        Vector512<float> first = Vector512.Create(b),
            second = Vector512.Create(c),
            diagonal = Vector512.Create(a);
        for (int i = 0; i < size; i += Lanes)
        {
            Vector512<float> value = Vector512.FusedMultiplyAdd(second, TLanes.Load(to + i), first * TLanes.Load(s + i));
            if (row >= i && row < i + Lanes)
                value += Vector512.ConditionalSelect(
                    Vector512.Equals(Vector512<int>.Indices, Vector512.Create(row - i)).AsSingle(),
                    diagonal,
                    Vector512<float>.Zero
                );
            TLanes.Store(value, to + i);
        }
    }

    /// <summary>The memory of one matrix and of what belongs to it.</summary>
    internal readonly struct Place
    {
        /// <summary>The gradient g, in the network's type.</summary>
        internal required void* Gradient { get; init; }

        /// <summary>The momentum m.</summary>
        internal required float* Mean { get; init; }

        /// <summary>The direction before the products, and O after them.</summary>
        internal required void* Direction { get; init; }

        /// <summary>The weights W.</summary>
        internal required float* Master { get; init; }

        /// <summary>The rounded weights if the network computes with those; otherwise null.</summary>
        internal required void* Rounded { get; init; }

        /// <summary>The number of values, a multiple of sixteen.</summary>
        internal required long Count { get; init; }

        /// <summary>The learning rate.</summary>
        internal required float Step { get; init; }
    }
}
