using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Figment.Backend;

namespace Figment.Networks;

/// <summary>
/// Computes y = silu(u), u = (x̂ w + b) (1 + s) + t, with x̂ = (x − μ) / √(σ² + ε) over groups of eight channels of an image, and
/// its gradients: group normalisation (Y. Wu, K. He, "Group Normalization", 2018, equations 1 to 6), the scale and shift of an
/// embedding, and the activation, in one pass each way. The backward pass recomputes the intermediate values.
/// </summary>
/// <remarks>
/// Channels lie side by side: x is [B, places, C]. Each image is processed by one thread, and sums over images are added in
/// order, so the result is the same bit for bit with any number of threads.
/// </remarks>
internal static unsafe class NormSiluKernel<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ILanes<T>
{
    private const int Lanes = 16,
        Tables = 8;
    private const float Group = NormSilu.ChannelsPerGroup;

    /// <summary>Normalises and activates.</summary>
    internal static void Forward(NormSiluWork<T> work) =>
        TorchOperators.ParallelFor(
            work.Images,
            (begin, end) =>
            {
                float* room = stackalloc float[Tables * work.Channels];
                for (long image = begin; image < end; image++)
                    ForwardImage(work, image, room);
            }
        );

    /// <summary>Computes the gradients of x, scale and shift, and each image's share of the gradients of w and b.</summary>
    internal static void Backward(NormSiluWork<T> work) =>
        TorchOperators.ParallelFor(
            work.Images,
            (begin, end) =>
            {
                float* room = stackalloc float[Tables * work.Channels];
                for (long image = begin; image < end; image++)
                    BackwardImage(work, image, room);
            }
        );

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardImage(NormSiluWork<T> work, long image, float* room)
    {
        int channels = work.Channels;
        float* means = room,
            sums = means + channels,
            slopes = sums + channels,
            offsets = slopes + channels;
        T* x = work.X + (image * work.Places * channels),
            y = work.Y + (image * work.Places * channels);
        float* stats = work.Statistics + (image * 2 * channels),
            scales = stats + channels;

        // Computes μ, and then the mean of squares around it, each over the positions of a channel and then over the channels of
        // a group.
        new Span<float>(sums, channels).Clear();
        T* end = x + ((long)work.Places * channels);
        for (T* place = x; place < end; place += channels)
        {
            for (int c = 0; c < channels; c += Lanes)
                (Vector512.Load(sums + c) + TLanes.Load(place + c)).Store(sums + c);
        }

        float share = 1 / (Group * work.Places);
        OverGroups(sums, means, channels, share);
        new Span<float>(sums, channels).Clear();
        for (T* place = x; place < end; place += channels)
        {
            for (int c = 0; c < channels; c += Lanes)
            {
                Vector512<float> away = TLanes.Load(place + c) - Vector512.Load(means + c);
                Vector512.FusedMultiplyAdd(away, away, Vector512.Load(sums + c)).Store(sums + c);
            }
        }

        OverGroups(sums, scales, channels, share);
        for (int c = 0; c < channels; c++)
        {
            stats[c] = means[c];
            scales[c] = 1 / MathF.Sqrt(scales[c] + work.Epsilon);
        }

        Lines(work, image, stats, scales, slopes, offsets);
        for (T* place = x; place < end; place += channels, y += channels)
        {
            for (int c = 0; c < channels; c += Lanes)
            {
                Vector512<float> u = Vector512.FusedMultiplyAdd(
                    TLanes.Load(place + c),
                    Vector512.Load(slopes + c),
                    Vector512.Load(offsets + c)
                );
                TLanes.Store(u / (Vector512<float>.One + Exponential.Of(-u)), y + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardImage(NormSiluWork<T> work, long image, float* room)
    {
        int channels = work.Channels;
        float* slopes = room,
            offsets = slopes + channels,
            sums = offsets + channels,
            along = sums + channels,
            ones = along + channels,
            twos = ones + channels,
            weighted = twos + channels,
            spare = weighted + channels;
        long first = image * work.Places * channels;
        T* x = work.X + first,
            dy = work.Y + first,
            dx = work.Dx + first;
        float* means = work.Statistics + (image * 2 * channels),
            scales = means + channels;
        Lines(work, image, means, scales, slopes, offsets);
        new Span<float>(sums, 2 * channels).Clear();

        // du = dy σ(u) (1 + u (1 − σ(u))), stored where dx will be written; Σ du and Σ du x̂ for each channel.
        T* end = x + ((long)work.Places * channels);
        for (T* place = x; place < end; place += channels, dy += channels, dx += channels)
        {
            for (int c = 0; c < channels; c += Lanes)
            {
                Vector512<float> given = TLanes.Load(place + c),
                    u = Vector512.FusedMultiplyAdd(given, Vector512.Load(slopes + c), Vector512.Load(offsets + c));
                Vector512<float> sigmoid = Vector512<float>.One / (Vector512<float>.One + Exponential.Of(-u));
                Vector512<float> du =
                    TLanes.Load(dy + c)
                    * sigmoid
                    * Vector512.FusedMultiplyAdd(u, Vector512<float>.One - sigmoid, Vector512<float>.One);
                (Vector512.Load(sums + c) + du).Store(sums + c);
                Vector512
                    .FusedMultiplyAdd(
                        du,
                        (given - Vector512.Load(means + c)) * Vector512.Load(scales + c),
                        Vector512.Load(along + c)
                    )
                    .Store(along + c);
                TLanes.Store(du, dx + c);
            }
        }

        // The gradients of s and t, and this image's share of those of w and b.
        float* parts = work.Parts + (image * 2 * channels);
        for (int c = 0; c < channels; c++)
        {
            float w = work.Weight[c],
                b = work.Bias[c],
                factor = 1;
            if (work.ScaleShift != null)
            {
                factor += work.ScaleShift[(image * 2 * channels) + c];
                work.DScaleShift[(image * 2 * channels) + c] = (w * along[c]) + (b * sums[c]);
                work.DScaleShift[(image * 2 * channels) + channels + c] = sums[c];
            }

            parts[c] = factor * along[c];
            parts[channels + c] = factor * sums[c];
            weighted[c] = factor * w * sums[c];
            spare[c] = factor * w * along[c];
        }

        // dx = (k du − mean of k du − x̂ · mean of k du x̂) / √(σ² + ε), k = (1 + s) w, as a linear function of du and x.
        float share = 1 / (Group * work.Places);
        OverGroups(weighted, ones, channels, share);
        OverGroups(spare, twos, channels, share);
        for (int c = 0; c < channels; c++)
        {
            float r = scales[c],
                tilt = -r * r * twos[c];
            twos[c] = tilt;
            ones[c] = (-r * ones[c]) - (tilt * means[c]);
        }

        dx = work.Dx + first;
        for (T* place = x; place < end; place += channels, dx += channels)
        {
            for (int c = 0; c < channels; c += Lanes)
            {
                Vector512<float> rest = Vector512.FusedMultiplyAdd(
                    TLanes.Load(place + c),
                    Vector512.Load(twos + c),
                    Vector512.Load(ones + c)
                );
                TLanes.Store(Vector512.FusedMultiplyAdd(TLanes.Load(dx + c), Vector512.Load(slopes + c), rest), dx + c);
            }
        }
    }

    /// <summary>Computes the coefficients of u = x · slope + offset for each channel of an image.</summary>
    private static void Lines(NormSiluWork<T> work, long image, float* means, float* scales, float* slopes, float* offsets)
    {
        int channels = work.Channels;
        float* scaleShift = work.ScaleShift == null ? null : work.ScaleShift + (image * 2 * channels);
        for (int c = 0; c < channels; c++)
        {
            float factor = scaleShift == null ? 1 : 1 + scaleShift[c],
                slope = scales[c] * work.Weight[c] * factor;
            slopes[c] = slope;
            offsets[c] = (work.Bias[c] * factor) - (means[c] * slope) + (scaleShift == null ? 0 : scaleShift[channels + c]);
        }
    }

    /// <summary>Computes for each channel the sum over its group, times a factor.</summary>
    private static void OverGroups(float* from, float* to, int channels, float factor)
    {
        const int Size = NormSilu.ChannelsPerGroup;
        for (int c = 0; c < channels; c += Size)
        {
            float sum = 0;
            for (int i = 0; i < Size; i++)
                sum += from[c + i];
            new Span<float>(to + c, Size).Fill(sum * factor);
        }
    }
}

/// <summary>The memory for one call. Pointers that only the gradients need are null if no gradients are computed.</summary>
internal sealed unsafe class NormSiluWork<T>
    where T : unmanaged
{
    /// <summary>The number of images B.</summary>
    internal required long Images { get; init; }

    /// <summary>The number of positions: height times width.</summary>
    internal required int Places { get; init; }

    /// <summary>The number of channels C, a multiple of 16.</summary>
    internal required int Channels { get; init; }

    /// <summary>The number ε added to the variance.</summary>
    internal required float Epsilon { get; init; }

    /// <summary>x, [B, places, C].</summary>
    internal required T* X { get; init; }

    /// <summary>Receives y; for the gradients, holds the gradient of y.</summary>
    internal required T* Y { get; init; }

    /// <summary>w, [C].</summary>
    internal required float* Weight { get; init; }

    /// <summary>b, [C].</summary>
    internal required float* Bias { get; init; }

    /// <summary>s, followed by t, [B, 2 C]; null for none.</summary>
    internal required float* ScaleShift { get; init; }

    /// <summary>μ, followed by 1 / √(σ² + ε), for each channel, [B, 2 C]; written by the forward pass.</summary>
    internal required float* Statistics { get; init; }

    /// <summary>Receives the gradient of x.</summary>
    internal T* Dx { get; init; }

    /// <summary>Receives the gradients of s and t.</summary>
    internal float* DScaleShift { get; init; }

    /// <summary>Receives each image's share of the gradients of w and b, [B, 2 C].</summary>
    internal float* Parts { get; init; }
}
