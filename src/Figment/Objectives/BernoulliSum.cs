using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>
/// Computes Σ x l − log(1 + e^l) over an image, and its gradient x − σ(l), each in one pass: the kernel of
/// <see cref="PixelLikelihood.Bernoulli"/> for logits on a processor with AVX2.
/// </summary>
/// <remarks>Each image is processed by one thread, so the result is the same bit for bit with any number of threads.</remarks>
internal sealed unsafe class BernoulliSum : autograd.SingleTensorFunction<BernoulliSum>
{
    private const int Lanes = 16;

    // The result of the last call: TorchSharp would otherwise keep it until the end of the step.
    [ThreadStatic]
    private static List<Tensor>? returned;

    /// <inheritdoc/>
    public override string Name => nameof(BernoulliSum);

    /// <summary>Whether the kernel supports these tensors.</summary>
    /// <param name="images">x, [B, C, H, W].</param>
    /// <param name="logits">l, [S, B, C, H, W] or [B, C, H, W].</param>
    internal static bool Takes(Tensor images, Tensor logits) =>
        Vector256.IsHardwareAccelerated
        && images.dim() == 4
        && logits.dim() >= 4
        && logits.device_type == DeviceType.CPU
        && logits.dtype is ScalarType.Float32 or ScalarType.BFloat16
        && images is { dtype: ScalarType.Float32, device_type: DeviceType.CPU, requires_grad: false }
        && images.numel() > 0
        && images.numel() / images.shape[0] % Lanes == 0
        && logits.shape.AsSpan(^images.shape.Length..).SequenceEqual(images.shape);

    /// <summary>Computes the sum for each image.</summary>
    /// <param name="images">x, [B, C, H, W].</param>
    /// <param name="logits">l, [S, B, C, H, W] or [B, C, H, W].</param>
    /// <returns>[S, B] or [B], float32.</returns>
    internal static Tensor Of(Tensor images, Tensor logits) =>
        is_grad_enabled() && logits.requires_grad
            ? apply(images.contiguous(), logits.contiguous())
            : Sums(images.contiguous(), logits.contiguous());

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor images, Tensor logits) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([images, logits]);
        return Sums(images, logits);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        returned?.ForEach(tensor => tensor?.Dispose());
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        (Tensor images, Tensor logits) = (saved[0], saved[1]);
        Tensor factors = grad_output.contiguous(),
            changes = empty_like(logits);
        if (logits.dtype == ScalarType.Float32)
            Pass<float, Float32Lanes>(images, logits, factors, changes);
        else
            Pass<ushort, BFloat16Lanes>(images, logits, factors, changes);
        returned = [null!, changes.MoveToOuterDisposeScope()];
        grad_output.Dispose();
        return returned;
    }

    private static Tensor Sums(Tensor images, Tensor logits)
    {
        Tensor sums = empty(logits.shape[..^3], ScalarType.Float32);
        if (logits.dtype == ScalarType.Float32)
            Pass<float, Float32Lanes>(images, logits, sums, null);
        else
            Pass<ushort, BFloat16Lanes>(images, logits, sums, null);
        return sums;
    }

    /// <summary>Writes the sums or, if changes are given, the gradients from the sums' gradients.</summary>
    private static void Pass<T, TLanes>(Tensor images, Tensor logits, Tensor sums, Tensor? changes)
        where T : unmanaged
        where TLanes : struct, ILanes<T>
    {
        long count = images.shape[0],
            size = images.numel() / count;
        float* x = (float*)TorchOperators.Data(images),
            each = (float*)TorchOperators.Data(sums);
        T* l = (T*)TorchOperators.Data(logits),
            change = changes is null ? null : (T*)TorchOperators.Data(changes);
        TorchOperators.ParallelFor(
            sums.numel(),
            (begin, end) =>
            {
                for (long row = begin; row < end; row++)
                {
                    float* seen = x + (row % count * size);
                    if (change == null)
                        each[row] = Sum<T, TLanes>(seen, l + (row * size), size);
                    else
                        Change<T, TLanes>(seen, l + (row * size), change + (row * size), each[row], size);
                }
            }
        );
        GC.KeepAlive((images, logits, sums, changes)); // Keeps the memory alive where no scope holds the tensors.
    }

    /// <summary>Computes log(1 + e^l) as max(l, 0) + log(1 + e^−|l|), which stays finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum<T, TLanes>(float* images, T* logits, long size)
        where T : unmanaged
        where TLanes : struct, ILanes<T>
    {
        Vector512<float> sum = Vector512<float>.Zero;
        for (long i = 0; i < size; i += Lanes)
        {
            Vector512<float> l = TLanes.Load(logits + i),
                rest = Vector512.Log(Vector512<float>.One + Exponential.Of(-Vector512.Abs(l)));
            sum += Vector512.FusedMultiplyAdd(Vector512.Load(images + i), l, -Vector512.Max(l, Vector512<float>.Zero)) - rest;
        }

        return Vector512.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Change<T, TLanes>(float* images, T* logits, T* changes, float factor, long size)
        where T : unmanaged
        where TLanes : struct, ILanes<T>
    {
        Vector512<float> g = Vector512.Create(factor);
        for (long i = 0; i < size; i += Lanes)
        {
            Vector512<float> p = Vector512<float>.One / (Vector512<float>.One + Exponential.Of(-TLanes.Load(logits + i)));
            TLanes.Store(g * (Vector512.Load(images + i) - p), changes + i);
        }
    }
}
