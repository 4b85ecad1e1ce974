using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Figment.Backend;

namespace Figment.Networks.Texts;

/// <summary>
/// Normalises the heads' rows of queries and keys, rotates them by their positions, and computes the gradients of both steps.
/// </summary>
internal static unsafe class HeadRows<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ILanes<T>
{
    private const int Lanes = 16;

    /// <summary>Reads a row as float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Read(T* from, int size, float* to)
    {
        int i = 0;
        for (; i <= size - Lanes; i += Lanes)
            TLanes.Load(from + i).Store(to + i);
        if (i == size)
            return;
        T* spare = stackalloc T[Lanes];
        new ReadOnlySpan<T>(from + i, size - i).CopyTo(new Span<T>(spare, Lanes));
        float* wide = stackalloc float[Lanes];
        TLanes.Load(spare).Store(wide);
        new ReadOnlySpan<float>(wide, size - i).CopyTo(new Span<float>(to + i, size - i));
    }

    /// <summary>Writes a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Write(float* from, int size, T* to)
    {
        int i = 0;
        for (; i <= size - Lanes; i += Lanes)
            TLanes.Store(Vector512.Load(from + i), to + i);
        if (i == size)
            return;
        float* wide = stackalloc float[Lanes];
        new ReadOnlySpan<float>(from + i, size - i).CopyTo(new Span<float>(wide, Lanes));
        T* spare = stackalloc T[Lanes];
        TLanes.Store(Vector512.Load(wide), spare);
        new ReadOnlySpan<T>(spare, size - i).CopyTo(new Span<T>(to + i, size - i));
    }

    /// <summary>Normalises a row, rotates it, and multiplies it by a factor.</summary>
    /// <param name="from">[size].</param>
    /// <param name="size">The size of a head, d.</param>
    /// <param name="weight">w, [size].</param>
    /// <param name="cosines">[size / 2].</param>
    /// <param name="sines">[size / 2].</param>
    /// <param name="factor">The factor for the result.</param>
    /// <param name="to">[size].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Turn(T* from, int size, float* weight, float* cosines, float* sines, float factor, float* to)
    {
        Read(from, size, to);
        float scale = Scale(to, size) * factor;
        int half = size / 2,
            i = 0;
        Vector512<float> r = Vector512.Create(scale);
        for (; i <= half - Lanes; i += Lanes)
        {
            Vector512<float> first = Vector512.Load(to + i) * r * Vector512.Load(weight + i),
                second = Vector512.Load(to + half + i) * r * Vector512.Load(weight + half + i);
            Vector512<float> cos = Vector512.Load(cosines + i),
                sin = Vector512.Load(sines + i);
            ((first * cos) - (second * sin)).Store(to + i);
            ((second * cos) + (first * sin)).Store(to + half + i);
        }

        for (; i < half; i++)
        {
            float first = to[i] * scale * weight[i],
                second = to[half + i] * scale * weight[half + i];
            (to[i], to[half + i]) = ((first * cosines[i]) - (second * sines[i]), (second * cosines[i]) + (first * sines[i]));
        }
    }

    /// <summary>Computes the gradients of <see cref="Turn"/>.</summary>
    /// <param name="from">The original row, [size].</param>
    /// <param name="size">The size of a head, d.</param>
    /// <param name="weight">w, [size].</param>
    /// <param name="cosines">[size / 2].</param>
    /// <param name="sines">[size / 2].</param>
    /// <param name="gradient">The gradient of the result, already multiplied by the factor, [size]; overwritten.</param>
    /// <param name="to">Receives the gradient of <paramref name="from"/>, [size].</param>
    /// <param name="dw">The gradient of w is added to this, [size].</param>
    /// <param name="spare">Scratch memory, [size].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void TurnBack(
        T* from,
        int size,
        float* weight,
        float* cosines,
        float* sines,
        float* gradient,
        T* to,
        float* dw,
        float* spare
    )
    {
        Read(from, size, spare);
        float scale = Scale(spare, size),
            along = 0;
        int half = size / 2,
            i = 0;
        Vector512<float> sums = default,
            r = Vector512.Create(scale);
        for (; i <= half - Lanes; i += Lanes)
        {
            Vector512<float> first = Vector512.Load(gradient + i),
                second = Vector512.Load(gradient + half + i),
                cos = Vector512.Load(cosines + i),
                sin = Vector512.Load(sines + i);
            Vector512<float> one = (first * cos) + (second * sin),
                two = (second * cos) - (first * sin),
                x1 = Vector512.Load(spare + i),
                x2 = Vector512.Load(spare + half + i);
            (Vector512.Load(dw + i) + (one * x1 * r)).Store(dw + i);
            (Vector512.Load(dw + half + i) + (two * x2 * r)).Store(dw + half + i);
            one *= Vector512.Load(weight + i);
            two *= Vector512.Load(weight + half + i);
            sums += (one * x1) + (two * x2);
            one.Store(gradient + i);
            two.Store(gradient + half + i);
        }

        for (; i < half; i++)
        {
            float one = (gradient[i] * cosines[i]) + (gradient[half + i] * sines[i]),
                two = (gradient[half + i] * cosines[i]) - (gradient[i] * sines[i]);
            dw[i] += one * spare[i] * scale;
            dw[half + i] += two * spare[half + i] * scale;
            (gradient[i], gradient[half + i]) = (one * weight[i], two * weight[half + i]);
            along += (gradient[i] * spare[i]) + (gradient[half + i] * spare[half + i]);
        }

        float inward = (Vector512.Sum(sums) + along) / size * scale * scale;
        Vector512<float> pull = Vector512.Create(inward);
        i = 0;
        for (; i <= size - Lanes; i += Lanes)
            ((Vector512.Load(gradient + i) - (Vector512.Load(spare + i) * pull)) * r).Store(gradient + i);
        for (; i < size; i++)
            gradient[i] = (gradient[i] - (spare[i] * inward)) * scale;
        Write(gradient, size, to);
    }

    /// <summary>Computes r = 1 / √(mean(x²) + ε).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Scale(float* x, int size)
    {
        Vector512<float> squares = default;
        float rest = 0;
        int i = 0;
        for (; i <= size - Lanes; i += Lanes)
            squares = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(x + i), squares);
        for (; i < size; i++)
            rest += x[i] * x[i];
        return (float)(1 / Math.Sqrt(((Vector512.Sum(squares) + rest) / size) + GptShape.Epsilon));
    }
}
