using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Optimizers;

/// <summary>
/// Makes a step of Adam on the CPU. Every number is read once and written once, on all threads, and the result is the same bit
/// for bit with any number of threads.
/// </summary>
/// <remarks>
/// A step moves 28 bytes per parameter and computes little, so memory access dominates its cost. libtorch's own fused kernel
/// starts its threads separately for each parameter, and does not support bfloat16 together with float32.
/// </remarks>
internal sealed unsafe class AdamKernel
{
    private const int Lanes = 8,
        Block = 2 * Lanes; // Numbers processed at once.
    private const long Chunk = 1 << 14; // Numbers per chunk of work.

    private readonly Vector256<float> shrink,
        beta1,
        oneMinusBeta1,
        beta2,
        oneMinusBeta2,
        stepSize,
        rootOfCorrection,
        epsilon;

    internal AdamKernel(double learningRate, double beta1, double beta2, double epsilon, double weightDecay, long step)
    {
        shrink = Vector256.Create((float)(1 - (learningRate * weightDecay)));
        this.beta1 = Vector256.Create((float)beta1);
        oneMinusBeta1 = Vector256.Create((float)(1 - beta1));
        this.beta2 = Vector256.Create((float)beta2);
        oneMinusBeta2 = Vector256.Create((float)(1 - beta2));
        stepSize = Vector256.Create((float)(learningRate / (1 - Math.Pow(beta1, step))));
        rootOfCorrection = Vector256.Create((float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step))));
        this.epsilon = Vector256.Create((float)epsilon);
    }

    /// <summary>
    /// Whether the kernel supports a parameter and its gradient: on the CPU, with the same supported type for both.
    /// </summary>
    internal static bool Takes(Tensor parameter, Tensor gradient) =>
        parameter.device.type == TorchSharp.DeviceType.CPU
        && parameter.dtype is ScalarType.Float32 or ScalarType.BFloat16
        && gradient.dtype == parameter.dtype;

    internal void Run(Target[] targets)
    {
        // The index of each target's first chunk in the list of all chunks.
        long[] starts = new long[targets.Length + 1];
        for (int i = 0; i < targets.Length; i++)
            starts[i + 1] = starts[i] + ((targets[i].Count + Chunk - 1) / Chunk);
        TorchOperators.ParallelFor(
            starts[^1],
            (begin, end) =>
            {
                int i = Array.BinarySearch(starts, begin);
                if (i < 0)
                    i = ~i - 1;
                for (long chunk = begin; chunk < end; chunk++)
                {
                    while (chunk >= starts[i + 1])
                        i++;
                    long first = (chunk - starts[i]) * Chunk;
                    Update(targets[i], first, Math.Min(first + Chunk, targets[i].Count));
                }
            }
        );
    }

    private void Update(in Target target, long begin, long end)
    {
        long i = begin;
        if (target.Rounded == null)
        {
            for (float* g = (float*)target.Gradient; i <= end - Block; i += Block)
            {
                Step(target, i, Vector256.Load(g + i));
                Step(target, i + Lanes, Vector256.Load(g + i + Lanes));
            }
        }
        else
        {
            for (ushort* g = (ushort*)target.Gradient; i <= end - Block; i += Block)
            {
                Vector256<ushort> gradients = Vector256.Load(g + i);
                Vector256<float> first = Step(target, i, FromBFloat16(Vector256.WidenLower(gradients)));
                Vector256<float> second = Step(target, i + Lanes, FromBFloat16(Vector256.WidenUpper(gradients)));
                Vector256.Narrow(ToBFloat16(first), ToBFloat16(second)).Store(target.Rounded + i);
            }
        }

        if (i < end)
            UpdateRest(target, i, (int)(end - i));
    }

    /// <summary>
    /// Updates the last few numbers with the same instructions, so that a number's position does not change its result.
    /// </summary>
    private void UpdateRest(in Target target, long begin, int count)
    {
        float* values = stackalloc float[4 * Block];
        new Span<float>(values, 4 * Block).Clear();
        float* p = values,
            m = p + Block,
            v = m + Block,
            g = v + Block;
        ushort* rounded = stackalloc ushort[Block];
        Copy(target.Parameter + begin, p, count);
        Copy(target.Mean + begin, m, count);
        Copy(target.Square + begin, v, count);
        if (target.Rounded == null)
            Copy((float*)target.Gradient + begin, g, count);
        else
            for (int i = 0; i < count; i++)
                g[i] = BitConverter.UInt32BitsToSingle((uint)((ushort*)target.Gradient)[begin + i] << 16);

        Target rest = new(p, g, m, v, null, Block);
        Vector256<float> first = Step(rest, 0, Vector256.Load(g)),
            second = Step(rest, Lanes, Vector256.Load(g + Lanes));
        Copy(p, target.Parameter + begin, count);
        Copy(m, target.Mean + begin, count);
        Copy(v, target.Square + begin, count);
        if (target.Rounded == null)
            return;
        Vector256.Narrow(ToBFloat16(first), ToBFloat16(second)).Store(rounded);
        Copy(rounded, target.Rounded + begin, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Step(in Target target, long i, Vector256<float> g)
    {
        Vector256<float> m = Vector256.FusedMultiplyAdd(beta1, Vector256.Load(target.Mean + i), oneMinusBeta1 * g);
        Vector256<float> v = Vector256.FusedMultiplyAdd(beta2, Vector256.Load(target.Square + i), oneMinusBeta2 * g * g);
        m.Store(target.Mean + i);
        v.Store(target.Square + i);
        Vector256<float> denominator = Vector256.FusedMultiplyAdd(Vector256.Sqrt(v), rootOfCorrection, epsilon);
        Vector256<float> p = (Vector256.Load(target.Parameter + i) * shrink) - (stepSize * m / denominator);
        p.Store(target.Parameter + i);
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FromBFloat16(Vector256<uint> halves) => (halves << 16).AsSingle();

    /// <summary>Rounds to the nearest number, with ties to even; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> ToBFloat16(Vector256<float> values)
    {
        Vector256<uint> bits = values.AsUInt32();
        Vector256<uint> rounded = (bits + Vector256.Create(0x7FFFu) + ((bits >> 16) & Vector256.Create(1u))) >> 16;
        return Vector256.ConditionalSelect(Vector256.Equals(values, values).AsUInt32(), rounded, Vector256.Create(0x7FC0u));
    }

    private static void Copy<T>(T* from, T* to, int count)
        where T : unmanaged => new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(to, count));

    /// <summary>The memory of one parameter and of what belongs to it.</summary>
    /// <param name="parameter">θ, float32, updated.</param>
    /// <param name="gradient">float32, or bfloat16 if <paramref name="rounded"/> is given.</param>
    /// <param name="mean">m, updated.</param>
    /// <param name="square">v, updated.</param>
    /// <param name="rounded">θ in bfloat16, written; null if the parameter itself is float32.</param>
    /// <param name="count">The number of values.</param>
    internal readonly struct Target(float* parameter, void* gradient, float* mean, float* square, ushort* rounded, long count)
    {
        internal readonly float* Parameter = parameter,
            Mean = mean,
            Square = square;
        internal readonly void* Gradient = gradient;
        internal readonly ushort* Rounded = rounded;
        internal readonly long Count = count;

        /// <summary>
        /// If the gradient's dimensions are in another order in memory, it is brought into the parameter's order. The caller's
        /// dispose scope holds the memory.
        /// </summary>
        internal static Target Of(Tensor parameter, Tensor master, Tensor gradient, Tensor mean, Tensor square)
        {
            Tensor aligned = gradient.stride().SequenceEqual(parameter.stride())
                ? gradient
                : empty_like(parameter).copy_(gradient);
            return new(
                (float*)TorchOperators.Data(master),
                TorchOperators.Data(aligned),
                (float*)TorchOperators.Data(mean),
                (float*)TorchOperators.Data(square),
                ReferenceEquals(master, parameter) ? null : (ushort*)TorchOperators.Data(parameter),
                parameter.numel()
            );
        }
    }
}
