using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Optimizers;

/// <summary>
/// Makes a step of Adam with libtorch's kernels: on GPUs, and for number types that <see cref="AdamKernel"/> does not support.
/// </summary>
internal sealed class AdamInLibtorch : IDisposable
{
    private readonly Tensor step,
        rate; // t and α, as tensors for a GPU.

    internal AdamInLibtorch(Device device)
    {
        step = zeros([], ScalarType.Float32, device).DetachFromDisposeScope();
        // The type that the kernel reads.
        ScalarType exact = device.type == DeviceType.CPU ? ScalarType.Float64 : ScalarType.Float32;
        rate = zeros([], exact, device).DetachFromDisposeScope();
    }

    /// <summary>Updates the float32 originals of parameters with the same t, and their moments.</summary>
    /// <param name="updates">The parameters, with their gradients.</param>
    /// <param name="learningRate">α.</param>
    /// <param name="t">The number of this update, from 1.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weightDecay">λ.</param>
    internal void Update(
        IReadOnlyList<(AdamSlot Slot, Tensor Gradient)> updates,
        double learningRate,
        long t,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay
    )
    {
        if (step.device_type is not (DeviceType.CPU or DeviceType.CUDA or DeviceType.MPS))
        {
            ByOperations(updates, learningRate, t, beta1, beta2, epsilon, weightDecay);
            return;
        }

        using (Scalar count = Scalars.Of(t))
            step.fill_(count);
        using (Scalar size = Scalars.Of(learningRate))
            rate.fill_(size);
        TorchOperators.FusedAdamW(
            [.. updates.Select(update => update.Slot.Master)],
            [.. updates.Select(update => update.Gradient.to(update.Slot.Master.dtype))],
            [.. updates.Select(update => update.Slot.Mean)],
            [.. updates.Select(update => update.Slot.Square)],
            step,
            rate,
            beta1,
            beta2,
            weightDecay,
            epsilon
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        step.Dispose();
        rate.Dispose();
    }

    /// <summary>Makes the same step with separate operations, for devices without a fused kernel.</summary>
    private static void ByOperations(
        IReadOnlyList<(AdamSlot Slot, Tensor Gradient)> updates,
        double learningRate,
        long t,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay
    )
    {
        using Scalar keep = Scalars.Of(beta2),
            take = Scalars.Of(1 - beta2);
        using Scalar shrink = Scalars.Of(1 - (learningRate * weightDecay));
        using Scalar size = Scalars.Of(-learningRate / (1 - Math.Pow(beta1, t)));
        foreach ((AdamSlot slot, Tensor gradient) in updates)
        {
            Tensor g = gradient.to(slot.Master.dtype);
            slot.Mean.lerp_(g, 1 - beta1);
            slot.Square.mul_(keep).addcmul_(g, g, take);
            Tensor root = slot.Square.sqrt().Times(1 / Math.Sqrt(1 - Math.Pow(beta2, t))).Plus(epsilon);
            slot.Master.mul_(shrink).addcdiv_(slot.Mean, root, size);
        }
    }
}
