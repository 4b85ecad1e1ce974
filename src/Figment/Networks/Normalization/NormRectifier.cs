using System.Runtime.Intrinsics;
using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Networks;

/// <summary>
/// Batch normalisation in training and the leaky rectifier after it, as one pass on processors with AVX2 and with libtorch's
/// operations elsewhere.
/// </summary>
internal static class NormRectifier
{
    private const int Multiple = 16,
        MostChannels = 2048;

    /// <summary>Normalises over the batch, updates the running mean and variance, and activates.</summary>
    /// <param name="norm">The batch normalisation.</param>
    /// <param name="rectifier">The rectifier that follows.</param>
    /// <param name="x">[B, C] or [B, C, H, W].</param>
    /// <returns>A tensor of the same shape; the channels of images lie side by side (<see cref="MemoryOrder"/>).</returns>
    internal static Tensor Of(BatchNormalization norm, LeakyRectifier rectifier, Tensor x)
    {
        if (!Takes(norm, x))
            return ByOperations(norm, rectifier, x);
        norm.CountBatch();
        bool isLearned = is_grad_enabled() && (x.requires_grad || norm.weight!.requires_grad || norm.bias!.requires_grad);
        return isLearned
            ? NormRectifierFunction.apply(x, norm.weight!, norm.bias!, norm, rectifier.Slope)
            : NormRectifierFunction.Activated(x, norm, rectifier.Slope).Y;
    }

    /// <summary>Computes the same with libtorch's operations.</summary>
    internal static Tensor ByOperations(BatchNormalization norm, LeakyRectifier rectifier, Tensor x)
    {
        using Tensor inner = norm.call(x);
        return rectifier.call(inner);
    }

    private static bool Takes(BatchNormalization norm, Tensor x) =>
        norm.training
        && Vector256.IsHardwareAccelerated
        && x.device.type == DeviceType.CPU
        && norm.weight is { dtype: ScalarType.Float32 }
        && x.dtype is ScalarType.Float32 or ScalarType.BFloat16
        && x.dim() == norm.Dimensions + 2
        && x.shape[1] % Multiple == 0
        && x.shape[1] <= MostChannels
        && (x.numel() > x.shape[1] || norm.Share is { IsShared: true });
}

/// <summary>The kernel as an operation with automatic gradients.</summary>
internal sealed unsafe class NormRectifierFunction : autograd.SingleTensorFunction<NormRectifierFunction>
{
    private const string Slope = "slope",
        Group = "group";

    // The result of the last call: TorchSharp would otherwise keep it until the end of the step.
    [ThreadStatic]
    private static List<Tensor>? returned;

    /// <inheritdoc/>
    public override string Name => nameof(NormRectifier);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor x, Tensor weight, Tensor bias, BatchNormalization norm, double slope) = (
            (Tensor)vars[0],
            (Tensor)vars[1],
            (Tensor)vars[2],
            (BatchNormalization)vars[3],
            (double)vars[4]
        );
        (Tensor y, Tensor statistics) = Activated(x, norm, slope);
        ctx.save_for_backward([x, weight, bias, statistics]);
        ctx.save_data(Slope, slope);
        ctx.save_data(Group, GroupOf(norm));
        return y;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        returned?.ForEach(tensor => tensor?.Dispose());
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        double slope = (double)ctx.get_data(Slope);
        ITrainingGroup group = (ITrainingGroup)ctx.get_data(Group);
        Tensor weightGradient = empty_like(saved[1]),
            biasGradient = empty_like(saved[2]);
        Tensor dx =
            saved[0].dtype == ScalarType.Float32
                ? Gradients<float, Float32Lanes>(saved, grad_output, weightGradient, biasGradient, slope, group)
                : Gradients<ushort, BFloat16Lanes>(saved, grad_output, weightGradient, biasGradient, slope, group);
        returned = [dx, weightGradient, biasGradient, null!, null!];
        returned.ForEach(tensor => tensor?.MoveToOuterDisposeScope());
        grad_output.Dispose();
        return returned;
    }

    /// <summary>Computes y and what its gradients need, and updates the running mean and variance.</summary>
    internal static (Tensor Y, Tensor Statistics) Activated(Tensor x, BatchNormalization norm, double slope) =>
        x.dtype == ScalarType.Float32
            ? Activate<float, Float32Lanes>(x, norm, slope)
            : Activate<ushort, BFloat16Lanes>(x, norm, slope);

    private static (Tensor Y, Tensor Statistics) Activate<T, TLanes>(Tensor x, BatchNormalization norm, double slope)
        where T : unmanaged
        where TLanes : struct, ILanes<T>
    {
        using DisposeScope scope = NewDisposeScope();
        int channels = (int)x.shape[1];
        Tensor rows = Rows(x),
            y = empty_like(rows),
            statistics = empty([2, channels], device: x.device),
            parts = Parts<T, TLanes>(x);
        NormRectifierKernel<T, TLanes>.Forward(
            new NormRectifierWork<T>
            {
                Rows = x.numel() / channels,
                Channels = channels,
                Slope = (float)slope,
                X = At<T>(rows),
                Y = At<T>(y),
                Weight = At<float>(norm.weight!),
                Bias = At<float>(norm.bias!),
                Statistics = At<float>(statistics),
                Parts = At<float>(parts),
                Group = GroupOf(norm),
                RunningMean = At<float>(norm.running_mean!),
                RunningVariance = At<float>(norm.running_var!),
                Momentum = norm.momentum!.Value,
                Epsilon = norm.eps,
            }
        );
        return (Shaped(y).MoveToOuterDisposeScope(), statistics.MoveToOuterDisposeScope());
    }

    private static Tensor Gradients<T, TLanes>(
        List<Tensor> saved,
        Tensor gradient,
        Tensor weightGradient,
        Tensor biasGradient,
        double slope,
        ITrainingGroup group
    )
        where T : unmanaged
        where TLanes : struct, ILanes<T>
    {
        int channels = (int)saved[0].shape[1];
        Tensor rows = Rows(saved[0]),
            given = Rows(gradient),
            dx = empty_like(rows),
            parts = Parts<T, TLanes>(saved[0]);
        NormRectifierKernel<T, TLanes>.Backward(
            new NormRectifierWork<T>
            {
                Rows = saved[0].numel() / channels,
                Channels = channels,
                Slope = (float)slope,
                X = At<T>(rows),
                Y = At<T>(given),
                Weight = At<float>(saved[1]),
                Bias = At<float>(saved[2]),
                Statistics = At<float>(saved[3]),
                Parts = At<float>(parts),
                Group = group,
                Dx = At<T>(dx),
                DWeight = At<float>(weightGradient),
                DBias = At<float>(biasGradient),
            }
        );
        return Shaped(dx);
    }

    private static ITrainingGroup GroupOf(BatchNormalization norm) => norm.Share?.Group ?? LoneProcess.Instance;

    private static Tensor Parts<T, TLanes>(Tensor x)
        where T : unmanaged
        where TLanes : struct, ILanes<T>
    {
        long channels = x.shape[1];
        return empty(
            [NormRectifierKernel<T, TLanes>.PartsOf(x.numel() / channels, (int)channels), 2 * channels],
            device: x.device
        );
    }

    /// <summary>Returns [B, C] unchanged, and [B, C, H, W] as [B, H, W, C], with channels side by side.</summary>
    private static Tensor Rows(Tensor x) => (x.dim() == 2 ? x : x.permute(0, 2, 3, 1)).contiguous();

    private static T* At<T>(Tensor tensor)
        where T : unmanaged => (T*)TorchOperators.Data(tensor);

    private static Tensor Shaped(Tensor rows) => rows.dim() == 2 ? rows : rows.permute(0, 3, 1, 2);
}
