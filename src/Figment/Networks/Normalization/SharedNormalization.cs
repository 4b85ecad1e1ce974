using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Networks;

/// <summary>
/// Batch normalisation (S. Ioffe, C. Szegedy, "Batch Normalization", 2015, algorithm 1) with the statistics of a whole batch that
/// is shared among several processes. The backward pass returns the gradient of a mean over the process's own items.
/// </summary>
internal sealed class SharedNormalization : autograd.SingleTensorFunction<SharedNormalization>
{
    // The result of the last call: TorchSharp would otherwise keep it until the end of the step.
    [ThreadStatic]
    private static List<Tensor>? returned;

    /// <inheritdoc/>
    public override string Name => nameof(SharedNormalization);

    /// <summary>Normalises, and updates the running mean and variance with the whole batch.</summary>
    /// <param name="norm">The normalisation, in training mode.</param>
    /// <param name="group">The processes that share the batch.</param>
    /// <param name="x">[B, C, …].</param>
    internal static Tensor Of(BatchNormalization norm, ITrainingGroup group, Tensor x) =>
        apply(x, norm.weight!, norm.bias!, norm, group);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor x, Tensor weight, Tensor bias, BatchNormalization norm, ITrainingGroup group) = (
            (Tensor)vars[0],
            (Tensor)vars[1],
            (Tensor)vars[2],
            (BatchNormalization)vars[3],
            (ITrainingGroup)vars[4]
        );
        using DisposeScope scope = NewDisposeScope();
        long rows = x.numel() / x.shape[1];
        long[] others = Others(x);
        Tensor exact = x.to(ScalarType.Float64),
            mean = exact.mean(others);
        double[] means = Numbers(mean),
            squares = Numbers((exact - Wide(mean, x)).Squared().sum(others));
        long all = SharedMoments.Combine(group, rows, means, squares);
        Tensor mu = tensor(means).On(x.device),
            around = tensor(squares).On(x.device),
            scale = around.Times(1.0 / all).Plus(norm.eps).rsqrt();
        Follow(norm.running_mean!, mu, norm.momentum!.Value);
        Follow(norm.running_var!, around.Times(1.0 / (all - 1)), norm.momentum!.Value);
        Tensor statistics = stack([mu, scale]).to(ScalarType.Float32);
        Tensor y = (Normal(x, statistics) * Wide(weight, x)).Plus(Wide(bias, x));
        ctx.save_for_backward([x, weight, statistics.MoveToOuterDisposeScope()]);
        ctx.save_data(nameof(ITrainingGroup), group);
        return y.to(x.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        if (is_grad_enabled())
        {
            throw new FigmentException(
                "A gradient penalty cannot be used with batch normalisation in several processes. Train in one process, or leave "
                    + "the penalty out."
            );
        }

        returned?.ForEach(tensor => tensor?.Dispose());
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        (Tensor x, Tensor weight, Tensor statistics) = (saved[0], saved[1], saved[2]);
        ITrainingGroup group = (ITrainingGroup)ctx.get_data(nameof(ITrainingGroup));
        long rows = x.numel() / x.shape[1];
        long[] others = Others(x);
        Tensor dy = grad_output.to(ScalarType.Float32),
            normal = Normal(x, statistics);
        Tensor dWeight = (dy * normal).sum(others, type: ScalarType.Float64),
            dBias = dy.sum(others, type: ScalarType.Float64);

        // The means over all items, on which each item's gradient depends. They are summed in the kernel's order, because another
        // process may use the kernel.
        double[] sums = [.. Numbers(dBias), .. Numbers(dWeight)];
        SharedMoments.Average(group, rows, sums);
        Tensor shares = tensor(sums).view(2, -1).DivideBy(rows).to(ScalarType.Float32).On(x.device);
        Tensor dx = (dy - Wide(shares[0], x) - (normal * Wide(shares[1], x))) * Wide(statistics[1] * weight, x);
        returned = [dx.to(x.dtype), dWeight.to(weight.dtype), dBias.to(weight.dtype), null!, null!];
        returned.ForEach(tensor => tensor?.MoveToOuterDisposeScope());
        return returned;
    }

    /// <summary>Computes x̂.</summary>
    private static Tensor Normal(Tensor x, Tensor statistics) =>
        (x.to(ScalarType.Float32) - Wide(statistics[0], x)) * Wide(statistics[1], x);

    private static double[] Numbers(Tensor channels) => channels.cpu().data<double>().ToArray();

    private static void Follow(Tensor running, Tensor now, double momentum) => running.lerp_(now.to(running.dtype), momentum);

    private static long[] Others(Tensor x) =>
        [.. Enumerable.Range(0, (int)x.dim()).Where(dimension => dimension != 1).Select(dimension => (long)dimension)];

    /// <summary>Reshapes [C] so that it broadcasts over [B, C, …].</summary>
    private static Tensor Wide(Tensor channels, Tensor x) => channels.view([1, -1, .. Enumerable.Repeat(1L, (int)x.dim() - 2)]);
}
