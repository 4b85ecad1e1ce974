using System.Runtime.Intrinsics;
using Figment.Backend;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Networks;

/// <summary>
/// Computes silu((1 + s) · GroupNorm(x) + t), as one pass on processors with AVX2 for images whose channels lie side by side, and
/// with libtorch's operations elsewhere.
/// </summary>
internal static class NormSilu
{
    /// <summary>The number of channels in a group.</summary>
    internal const int ChannelsPerGroup = 8;

    private const int Multiple = 16,
        MostChannels = 2048;

    /// <summary>Normalises, scales, shifts and activates.</summary>
    /// <param name="norm">The normalisation, over groups of eight channels.</param>
    /// <param name="x">[B, C, H, W].</param>
    /// <param name="scaleShift">s, followed by t, [B, 2 C], in the type of x; null for s = t = 0.</param>
    /// <returns>[B, C, H, W].</returns>
    internal static Tensor Of(GroupNorm norm, Tensor x, Tensor? scaleShift)
    {
        if (!Takes(norm, x))
            return ByOperations(norm, x, scaleShift);
        bool isLearned =
            is_grad_enabled()
            && (
                x.requires_grad || norm.weight!.requires_grad || norm.bias!.requires_grad || scaleShift is { requires_grad: true }
            );
        return isLearned
            ? NormSiluFunction.apply(x, norm.weight!, norm.bias!, scaleShift!, norm.eps)
            : NormSiluFunction.Activated(x, norm.weight!, norm.bias!, scaleShift, norm.eps).Y;
    }

    /// <summary>Computes the same with libtorch's operations.</summary>
    internal static Tensor ByOperations(GroupNorm norm, Tensor x, Tensor? scaleShift)
    {
        Tensor inner = norm.call(x);
        if (scaleShift is not null)
        {
            Tensor[] parts = scaleShift.unsqueeze(2).unsqueeze(3).chunk(2, 1);
            inner = parts[1].addcmul(inner, parts[0].Plus(1), Scalars.One);
        }

        return nn.functional.silu(inner);
    }

    private static bool Takes(GroupNorm norm, Tensor x) =>
        Vector256.IsHardwareAccelerated
        && x.device.type == DeviceType.CPU
        && x.dim() == 4
        && norm.weight is { } weight
        && weight.dtype == x.dtype
        && x.dtype is ScalarType.Float32 or ScalarType.BFloat16
        && x.shape[1] % Multiple == 0
        && x.shape[1] <= MostChannels
        && norm.num_groups * ChannelsPerGroup == x.shape[1]
        && x.stride(1) == 1;
}

/// <summary>The kernel as an operation with automatic gradients.</summary>
internal sealed unsafe class NormSiluFunction : autograd.SingleTensorFunction<NormSiluFunction>
{
    private const string Epsilon = "eps";

    // The result of the last call: TorchSharp would otherwise keep it until the end of the step.
    [ThreadStatic]
    private static List<Tensor>? returned;

    /// <inheritdoc/>
    public override string Name => nameof(NormSilu);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor x, Tensor weight, Tensor bias, Tensor? scaleShift, double epsilon) = (
            (Tensor)vars[0],
            (Tensor)vars[1],
            (Tensor)vars[2],
            (Tensor?)vars[3],
            (double)vars[4]
        );
        (Tensor y, Tensor statistics) = Activated(x, weight, bias, scaleShift, epsilon);
        ctx.save_for_backward([x, weight, bias, statistics, scaleShift!]);
        ctx.save_data(Epsilon, epsilon);
        return y;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        returned?.ForEach(tensor => tensor?.Dispose());
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        (Tensor x, Tensor weight, Tensor bias, Tensor statistics, Tensor? scaleShift) = (
            saved[0],
            saved[1],
            saved[2],
            saved[3],
            saved[4]
        );
        (Tensor dx, Tensor parts, Tensor? changes) =
            x.dtype == ScalarType.Float32
                ? Gradients<float, Float32Lanes>(
                    x,
                    weight,
                    bias,
                    scaleShift,
                    statistics,
                    grad_output,
                    (double)ctx.get_data(Epsilon)
                )
                : Gradients<ushort, BFloat16Lanes>(
                    x,
                    weight,
                    bias,
                    scaleShift,
                    statistics,
                    grad_output,
                    (double)ctx.get_data(Epsilon)
                );
        Tensor[] sums = parts.sum([0]).to(weight.dtype).chunk(2);
        returned = [dx, sums[0], sums[1], changes?.to(scaleShift!.dtype)!, null!];
        returned.ForEach(tensor => tensor?.MoveToOuterDisposeScope());
        grad_output.Dispose();
        return returned;
    }

    /// <summary>Computes y and what its gradients need.</summary>
    internal static (Tensor Y, Tensor Statistics) Activated(
        Tensor x,
        Tensor weight,
        Tensor bias,
        Tensor? scaleShift,
        double epsilon
    ) =>
        x.dtype == ScalarType.Float32
            ? Activate<float, Float32Lanes>(x, weight, bias, scaleShift, epsilon)
            : Activate<ushort, BFloat16Lanes>(x, weight, bias, scaleShift, epsilon);

    private static (Tensor Y, Tensor Statistics) Activate<T, TLanes>(
        Tensor x,
        Tensor weight,
        Tensor bias,
        Tensor? scaleShift,
        double epsilon
    )
        where T : unmanaged
        where TLanes : struct, ILanes<T>
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = Rows(x),
            y = empty_like(rows),
            statistics = empty(x.shape[0], 2 * x.shape[1], device: x.device);
        Tensor w = InFloat32(weight),
            b = InFloat32(bias);
        Tensor? modulation = scaleShift is null ? null : InFloat32(scaleShift);
        NormSiluKernel<T, TLanes>.Forward(
            new NormSiluWork<T>
            {
                Images = x.shape[0],
                Places = (int)(x.shape[2] * x.shape[3]),
                Channels = (int)x.shape[1],
                Epsilon = (float)epsilon,
                X = At<T>(rows),
                Y = At<T>(y),
                Weight = At<float>(w),
                Bias = At<float>(b),
                ScaleShift = At<float>(modulation),
                Statistics = At<float>(statistics),
            }
        );
        return (y.permute(0, 3, 1, 2).MoveToOuterDisposeScope(), statistics.MoveToOuterDisposeScope());
    }

    private static (Tensor Dx, Tensor Parts, Tensor? Changes) Gradients<T, TLanes>(
        Tensor x,
        Tensor weight,
        Tensor bias,
        Tensor? scaleShift,
        Tensor statistics,
        Tensor gradient,
        double epsilon
    )
        where T : unmanaged
        where TLanes : struct, ILanes<T>
    {
        Tensor rows = Rows(x),
            given = Rows(gradient),
            dx = empty_like(rows),
            parts = empty_like(statistics);
        Tensor w = InFloat32(weight),
            b = InFloat32(bias);
        Tensor? modulation = scaleShift is null ? null : InFloat32(scaleShift),
            changes = scaleShift is null ? null : empty_like(statistics);
        NormSiluKernel<T, TLanes>.Backward(
            new NormSiluWork<T>
            {
                Images = x.shape[0],
                Places = (int)(x.shape[2] * x.shape[3]),
                Channels = (int)x.shape[1],
                Epsilon = (float)epsilon,
                X = At<T>(rows),
                Y = At<T>(given),
                Weight = At<float>(w),
                Bias = At<float>(b),
                ScaleShift = At<float>(modulation),
                Statistics = At<float>(statistics),
                Dx = At<T>(dx),
                DScaleShift = At<float>(changes),
                Parts = At<float>(parts),
            }
        );
        return (dx.permute(0, 3, 1, 2), parts, changes);
    }

    /// <summary>Returns [B, C, H, W] as [B, H, W, C], with channels side by side.</summary>
    private static Tensor Rows(Tensor x) => x.permute(0, 2, 3, 1).contiguous();

    private static Tensor InFloat32(Tensor x) => x.to(ScalarType.Float32).contiguous();

    private static T* At<T>(Tensor? tensor)
        where T : unmanaged => tensor is null ? null : (T*)TorchOperators.Data(tensor);
}
