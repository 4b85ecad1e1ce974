using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Figment.Backend;

namespace Figment.Networks;

/// <summary>
/// Computes y = u where u is positive and slope · u elsewhere, with u = x̂ w + b and x̂ = (x − μ) / √(σ² + ε) over a batch: batch
/// normalisation (S. Ioffe, C. Szegedy, "Batch Normalization", 2015, algorithm 1) and the leaky rectifier after it (A. Maas et
/// al., "Rectifier Nonlinearities Improve Neural Network Acoustic Models", 2013, equation 2) in one pass, and their gradients in
/// another, which recomputes the intermediate values.
/// </summary>
/// <remarks>
/// x is [rows, C]. Rows are split into parts whose number does not depend on the number of threads, and the results of the parts
/// are added in order, so the result is the same bit for bit with any number of threads.
/// </remarks>
internal static unsafe class NormRectifierKernel<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ILanes<T>
{
    private const int Lanes = 16,
        NumbersPerPart = 16384,
        Tables = 4;

    /// <summary>Returns the number of parts into which rows are split; each part yields 2 C numbers.</summary>
    internal static long PartsOf(long rows, int channels)
    {
        long each = RowsPerPart(channels);
        return (rows + each - 1) / each;
    }

    /// <summary>Normalises, activates, and updates the running mean and variance.</summary>
    internal static void Forward(NormRectifierWork<T> work)
    {
        long each = RowsPerPart(work.Channels),
            count = PartsOf(work.Rows, work.Channels);
        TorchOperators.ParallelFor(
            count,
            (begin, end) =>
            {
                for (long part = begin; part < end; part++)
                    Moments(work, part * each, Math.Min(work.Rows, (part + 1) * each), work.Parts + (part * 2 * work.Channels));
            }
        );
        Combine(work, count, each);
        TorchOperators.ParallelFor(
            count,
            (begin, end) =>
            {
                float* room = stackalloc float[Tables * work.Channels];
                Lines(work, null, room);
                Activate(work, begin * each, Math.Min(work.Rows, end * each), room);
            }
        );
    }

    /// <summary>Computes the gradients of x, w and b.</summary>
    internal static void Backward(NormRectifierWork<T> work)
    {
        int channels = work.Channels;
        long each = RowsPerPart(channels),
            count = PartsOf(work.Rows, channels);
        TorchOperators.ParallelFor(
            count,
            (begin, end) =>
            {
                float* room = stackalloc float[Tables * channels];
                Lines(work, null, room);
                for (long part = begin; part < end; part++)
                    Sums(work, part * each, Math.Min(work.Rows, (part + 1) * each), room, work.Parts + (part * 2 * channels));
            }
        );

        new Span<float>(work.DWeight, channels).Clear();
        new Span<float>(work.DBias, channels).Clear();
        for (float* part = work.Parts; part < work.Parts + (count * 2 * channels); part += 2 * channels)
        {
            for (int c = 0; c < channels; c += Lanes)
            {
                (Vector512.Load(work.DBias + c) + Vector512.Load(part + c)).Store(work.DBias + c);
                (Vector512.Load(work.DWeight + c) + Vector512.Load(part + channels + c)).Store(work.DWeight + c);
            }
        }

        // The means on which each row's gradient depends, over all rows of this process or of all processes.
        float* sums = stackalloc float[2 * channels];
        AverageSums(work, sums);
        TorchOperators.ParallelFor(
            count,
            (begin, end) =>
            {
                float* room = stackalloc float[Tables * channels];
                Lines(work, sums, room);
                Changes(work, begin * each, Math.Min(work.Rows, end * each), room);
            }
        );
    }

    private static long RowsPerPart(int channels) => Math.Max(1, NumbersPerPart / channels);

    /// <summary>Computes a part's mean, and then its sum of squares around that mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Moments(NormRectifierWork<T> work, long begin, long end, float* part)
    {
        int channels = work.Channels;
        float* means = part,
            squares = part + channels;
        T* first = work.X + (begin * channels),
            last = work.X + (end * channels);
        new Span<float>(part, 2 * channels).Clear();
        for (T* x = first; x < last; x += channels)
        {
            for (int c = 0; c < channels; c += Lanes)
                (Vector512.Load(means + c) + TLanes.Load(x + c)).Store(means + c);
        }

        Vector512<float> share = Vector512.Create(1f / (end - begin));
        for (int c = 0; c < channels; c += Lanes)
            (Vector512.Load(means + c) * share).Store(means + c);
        for (T* x = first; x < last; x += channels)
        {
            for (int c = 0; c < channels; c += Lanes)
            {
                Vector512<float> away = TLanes.Load(x + c) - Vector512.Load(means + c);
                Vector512.FusedMultiplyAdd(away, away, Vector512.Load(squares + c)).Store(squares + c);
            }
        }
    }

    /// <summary>
    /// Combines the moments of the parts (T. Chan, G. Golub, R. LeVeque, "Updating Formulae and a Pairwise Algorithm for
    /// Computing Sample Variances", 1979, equation 2.1).
    /// </summary>
    private static void Combine(NormRectifierWork<T> work, long count, long each)
    {
        int channels = work.Channels;
        double[] moments = new double[2 * channels];
        Span<double> means = moments.AsSpan(0, channels),
            around = moments.AsSpan(channels);
        for (int c = 0; c < channels; c++)
        {
            double mean = 0,
                squares = 0;
            for (long part = 0; part < count; part++)
                mean += RowsOf(part) * work.Parts[(part * 2 * channels) + c];
            mean /= work.Rows;
            for (long part = 0; part < count; part++)
            {
                double away = work.Parts[(part * 2 * channels) + c] - mean;
                squares += work.Parts[(part * 2 * channels) + channels + c] + (RowsOf(part) * away * away);
            }

            (means[c], around[c]) = (mean, squares);
        }

        long rows = SharedMoments.Combine(work.Group, work.Rows, means, around);
        for (int c = 0; c < channels; c++)
        {
            work.Statistics[c] = (float)means[c];
            work.Statistics[channels + c] = (float)(1 / Math.Sqrt((around[c] / rows) + work.Epsilon));
            work.RunningMean[c] += (float)(work.Momentum * (means[c] - work.RunningMean[c]));
            work.RunningVariance[c] += (float)(work.Momentum * ((around[c] / (rows - 1)) - work.RunningVariance[c]));
        }

        long RowsOf(long part) => Math.Min(each, work.Rows - (part * each));
    }

    /// <summary>
    /// Computes Σ du, followed by Σ du x̂: over this process's rows, or over all rows, scaled to the number of this process's
    /// rows.
    /// </summary>
    private static void AverageSums(NormRectifierWork<T> work, float* sums)
    {
        double[] exact = new double[2 * work.Channels];
        for (int c = 0; c < work.Channels; c++)
            (exact[c], exact[work.Channels + c]) = (work.DBias[c], work.DWeight[c]);
        SharedMoments.Average(work.Group, work.Rows, exact);
        for (int i = 0; i < exact.Length; i++)
            sums[i] = (float)exact[i];
    }

    /// <summary>
    /// Computes the coefficients of u = x · slope + offset for each channel and, given sums, of dx = slope · du + tilt · x +
    /// rest.
    /// </summary>
    private static void Lines(NormRectifierWork<T> work, float* sums, float* room)
    {
        int channels = work.Channels;
        float* slopes = room,
            offsets = room + channels,
            tilts = offsets + channels,
            rests = tilts + channels;
        for (int c = 0; c < channels; c++)
        {
            float mean = work.Statistics[c],
                r = work.Statistics[channels + c];
            slopes[c] = r * work.Weight[c];
            offsets[c] = work.Bias[c] - (mean * slopes[c]);
            if (sums == null)
                continue;
            tilts[c] = -slopes[c] * r * sums[channels + c] / work.Rows;
            rests[c] = (-slopes[c] * sums[c] / work.Rows) - (tilts[c] * mean);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Activate(NormRectifierWork<T> work, long begin, long end, float* room)
    {
        int channels = work.Channels;
        float* slopes = room,
            offsets = room + channels;
        Vector512<float> share = Vector512.Create(work.Slope);
        T* y = work.Y + (begin * channels),
            last = work.X + (end * channels);
        for (T* x = work.X + (begin * channels); x < last; x += channels, y += channels)
        {
            for (int c = 0; c < channels; c += Lanes)
            {
                Vector512<float> u = Vector512.FusedMultiplyAdd(
                    TLanes.Load(x + c),
                    Vector512.Load(slopes + c),
                    Vector512.Load(offsets + c)
                );
                TLanes.Store(Vector512.ConditionalSelect(Vector512.GreaterThan(u, Vector512<float>.Zero), u, u * share), y + c);
            }
        }
    }

    /// <summary>Computes Σ du, followed by Σ du x̂, for a part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sums(NormRectifierWork<T> work, long begin, long end, float* room, float* part)
    {
        int channels = work.Channels;
        float* slopes = room,
            offsets = room + channels,
            means = work.Statistics,
            scales = means + channels,
            along = part + channels;
        Vector512<float> share = Vector512.Create(work.Slope);
        new Span<float>(part, 2 * channels).Clear();
        T* dy = work.Y + (begin * channels),
            last = work.X + (end * channels);
        for (T* x = work.X + (begin * channels); x < last; x += channels, dy += channels)
        {
            for (int c = 0; c < channels; c += Lanes)
            {
                Vector512<float> given = TLanes.Load(x + c),
                    u = Vector512.FusedMultiplyAdd(given, Vector512.Load(slopes + c), Vector512.Load(offsets + c));
                Vector512<float> du =
                    TLanes.Load(dy + c)
                    * Vector512.ConditionalSelect(Vector512.GreaterThan(u, Vector512<float>.Zero), Vector512<float>.One, share);
                (Vector512.Load(part + c) + du).Store(part + c);
                Vector512
                    .FusedMultiplyAdd(
                        du,
                        (given - Vector512.Load(means + c)) * Vector512.Load(scales + c),
                        Vector512.Load(along + c)
                    )
                    .Store(along + c);
            }
        }
    }

    /// <summary>Computes dx = (du − mean of du − x̂ · mean of du x̂) w / √(σ² + ε), as a linear function of du and x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Changes(NormRectifierWork<T> work, long begin, long end, float* room)
    {
        int channels = work.Channels;
        float* slopes = room,
            offsets = room + channels,
            tilts = offsets + channels,
            rests = tilts + channels;
        Vector512<float> share = Vector512.Create(work.Slope);
        T* dy = work.Y + (begin * channels),
            dx = work.Dx + (begin * channels),
            last = work.X + (end * channels);
        for (T* x = work.X + (begin * channels); x < last; x += channels, dy += channels, dx += channels)
        {
            for (int c = 0; c < channels; c += Lanes)
            {
                Vector512<float> given = TLanes.Load(x + c),
                    slope = Vector512.Load(slopes + c);
                Vector512<float> u = Vector512.FusedMultiplyAdd(given, slope, Vector512.Load(offsets + c));
                Vector512<float> du =
                    TLanes.Load(dy + c)
                    * Vector512.ConditionalSelect(Vector512.GreaterThan(u, Vector512<float>.Zero), Vector512<float>.One, share);
                TLanes.Store(
                    Vector512.FusedMultiplyAdd(
                        du,
                        slope,
                        Vector512.FusedMultiplyAdd(given, Vector512.Load(tilts + c), Vector512.Load(rests + c))
                    ),
                    dx + c
                );
            }
        }
    }
}
