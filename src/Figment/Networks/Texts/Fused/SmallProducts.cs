using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Figment.Backend;

namespace Figment.Networks.Texts;

/// <summary>Multiplies rows and small matrices, as needed for attention within a context.</summary>
internal static unsafe class SmallProducts
{
    internal const int Lanes = 16;

    /// <summary>Rounds a count up to whole vectors.</summary>
    internal static int Padded(int count) => (count + Lanes - 1) / Lanes * Lanes;

    /// <summary>Transposes a matrix.</summary>
    /// <param name="from">[rows, size].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="size">The size of a row, a multiple of four.</param>
    /// <param name="to">Receives [size, stride].</param>
    /// <param name="stride">The distance between the rows of the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Turn(float* from, int rows, int size, float* to, int stride)
    {
        int row = 0;
        for (; Sse.IsSupported && row <= rows - 4; row += 4)
        {
            for (int i = 0; i < size; i += 4)
            {
                float* at = from + (row * size) + i;
                Vector128<float> a = Vector128.Load(at),
                    b = Vector128.Load(at + size),
                    c = Vector128.Load(at + (2 * size)),
                    d = Vector128.Load(at + (3 * size));
                Vector128<float> lowAb = Sse.UnpackLow(a, b),
                    lowCd = Sse.UnpackLow(c, d),
                    highAb = Sse.UnpackHigh(a, b),
                    highCd = Sse.UnpackHigh(c, d);
                float* turned = to + (i * stride) + row;
                Sse.MoveLowToHigh(lowAb, lowCd).Store(turned);
                Sse.MoveHighToLow(lowCd, lowAb).Store(turned + stride);
                Sse.MoveLowToHigh(highAb, highCd).Store(turned + (2 * stride));
                Sse.MoveHighToLow(highCd, highAb).Store(turned + (3 * stride));
            }
        }

        for (; row < rows; row++)
        for (int i = 0; i < size; i++)
            to[(i * stride) + row] = from[(row * size) + i];
    }

    /// <summary>Computes y[j] = Σ over c of a[c] b[c, j].</summary>
    /// <param name="a">[depth].</param>
    /// <param name="depth">The length of the sums.</param>
    /// <param name="b">[depth, stride].</param>
    /// <param name="stride">The distance between the rows of b.</param>
    /// <param name="y">Receives <paramref name="count"/> numbers.</param>
    /// <param name="count">The number of columns, a multiple of sixteen.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AcrossColumns(float* a, int depth, float* b, int stride, float* y, int count)
    {
        int j = 0;
        for (; j <= count - (4 * Lanes); j += 4 * Lanes)
        {
            Vector512<float> s0 = default,
                s1 = default,
                s2 = default,
                s3 = default;
            float* row = b + j;
            for (int c = 0; c < depth; c++, row += stride)
            {
                Vector512<float> factor = Vector512.Create(a[c]);
                s0 = Vector512.FusedMultiplyAdd(factor, Vector512.Load(row), s0);
                s1 = Vector512.FusedMultiplyAdd(factor, Vector512.Load(row + Lanes), s1);
                s2 = Vector512.FusedMultiplyAdd(factor, Vector512.Load(row + (2 * Lanes)), s2);
                s3 = Vector512.FusedMultiplyAdd(factor, Vector512.Load(row + (3 * Lanes)), s3);
            }

            s0.Store(y + j);
            s1.Store(y + j + Lanes);
            s2.Store(y + j + (2 * Lanes));
            s3.Store(y + j + (3 * Lanes));
        }

        for (; j < count; j += Lanes)
        {
            Vector512<float> s0 = default,
                s1 = default;
            float* row = b + j;
            int c = 0;
            for (; c + 1 < depth; c += 2, row += 2 * stride)
            {
                s0 = Vector512.FusedMultiplyAdd(Vector512.Create(a[c]), Vector512.Load(row), s0);
                s1 = Vector512.FusedMultiplyAdd(Vector512.Create(a[c + 1]), Vector512.Load(row + stride), s1);
            }

            if (c < depth)
                s0 = Vector512.FusedMultiplyAdd(Vector512.Create(a[c]), Vector512.Load(row), s0);
            (s0 + s1).Store(y + j);
        }
    }

    /// <summary>Computes y += Σ over i of a[i] b[i] for rows of b.</summary>
    /// <param name="a">The factors, <paramref name="step"/> apart.</param>
    /// <param name="step">The distance between factors.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="b">[count, size].</param>
    /// <param name="y">[size]; the sum is added to this.</param>
    /// <param name="size">The size of a row, a multiple of sixteen.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddRows(float* a, int step, int count, float* b, float* y, int size)
    {
        int j = 0;
        for (; j <= size - (2 * Lanes); j += 2 * Lanes)
        {
            Vector512<float> s0 = Vector512.Load(y + j),
                s1 = Vector512.Load(y + j + Lanes),
                t0 = default,
                t1 = default;
            float* row = b + j;
            int i = 0;
            for (; i + 1 < count; i += 2, row += 2 * size)
            {
                Vector512<float> first = Vector512.Create(a[(long)i * step]),
                    second = Vector512.Create(a[(long)(i + 1) * step]);
                s0 = Vector512.FusedMultiplyAdd(first, Vector512.Load(row), s0);
                s1 = Vector512.FusedMultiplyAdd(first, Vector512.Load(row + Lanes), s1);
                t0 = Vector512.FusedMultiplyAdd(second, Vector512.Load(row + size), t0);
                t1 = Vector512.FusedMultiplyAdd(second, Vector512.Load(row + size + Lanes), t1);
            }

            if (i < count)
            {
                Vector512<float> last = Vector512.Create(a[(long)i * step]);
                s0 = Vector512.FusedMultiplyAdd(last, Vector512.Load(row), s0);
                s1 = Vector512.FusedMultiplyAdd(last, Vector512.Load(row + Lanes), s1);
            }

            (s0 + t0).Store(y + j);
            (s1 + t1).Store(y + j + Lanes);
        }

        for (; j < size; j += Lanes)
        {
            Vector512<float> sum = Vector512.Load(y + j);
            for (int i = 0; i < count; i++)
                sum = Vector512.FusedMultiplyAdd(
                    Vector512.Create(a[(long)i * step]),
                    Vector512.Load(b + ((long)i * size) + j),
                    sum
                );
            sum.Store(y + j);
        }
    }

    /// <summary>Computes the softmax in place.</summary>
    /// <param name="x">The numbers, with space for whole vectors; those beyond <paramref name="count"/> become 0.</param>
    /// <param name="count">The number of values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Softmax(float* x, int count)
    {
        int padded = Padded(count);
        new Span<float>(x + count, padded - count).Fill(float.NegativeInfinity);
        Vector512<float> most = Vector512.Load(x);
        for (int j = Lanes; j < padded; j += Lanes)
            most = Vector512.MaxNative(most, Vector512.Load(x + j));
        float highest = most[0];
        for (int lane = 1; lane < Lanes; lane++)
            highest = Math.Max(highest, most[lane]);
        Vector512<float> sums = default,
            top = Vector512.Create(highest);
        for (int j = 0; j < padded; j += Lanes)
        {
            Vector512<float> exp = Exponential.Of(Vector512.Load(x + j) - top);
            exp.Store(x + j);
            sums += exp;
        }

        Vector512<float> factor = Vector512.Create(1 / Vector512.Sum(sums));
        for (int j = 0; j < padded; j += Lanes)
            (Vector512.Load(x + j) * factor).Store(x + j);
    }
}
