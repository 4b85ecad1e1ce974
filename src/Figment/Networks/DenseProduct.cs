using Figment.Backend;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Networks;

/// <summary>
/// Computes a dense layer, x Wᵀ + b, and its gradients, with <see cref="MatrixKernel"/> on processors where that is faster.
/// Second derivatives (as in a gradient penalty) are left to libtorch.
/// </summary>
internal sealed class DenseProduct : autograd.SingleTensorFunction<DenseProduct>
{
    [ThreadStatic]
    private static bool? chosen;

    /// <inheritdoc/>
    public override string Name => nameof(DenseProduct);

    /// <summary>
    /// Calls a network. Dense layers that are direct members of a sequential network are computed here, and their hooks are not
    /// called.
    /// </summary>
    internal static Tensor Call(nn.Module<Tensor, Tensor> network, Tensor input)
    {
        if (!IsOn || input.dtype != ScalarType.Float32 || network is not Sequential layers)
            return network.call(input);
        return LayerChain.Run(layers, input, static (layer, x) => layer is Linear dense ? Layer(dense, x) : Call(layer, x));
    }

    /// <summary>Computes a single dense layer for rows of any shape.</summary>
    /// <param name="layer">A layer with K inputs and N outputs. If it is computed here, its hooks are not called.</param>
    /// <param name="x">[…, K].</param>
    /// <returns>[…, N].</returns>
    internal static Tensor Rows(Linear layer, Tensor x)
    {
        if (!IsOn || x.dtype != ScalarType.Float32 || x.dim() < 2)
            return layer.call(x);
        if (x.dim() == 2)
            return Layer(layer, x);
        long[] shape = x.shape;
        return Layer(layer, x.reshape(-1, shape[^1])).reshape([.. shape[..^1], layer.out_features]);
    }

    /// <summary>Computes A B without gradients: here where that is faster, and otherwise with libtorch.</summary>
    /// <param name="a">[M, K].</param>
    /// <param name="b">[K, N].</param>
    /// <returns>[M, N].</returns>
    internal static Tensor Multiply(Tensor a, Tensor b) =>
        IsOn && MatrixKernel.Takes(a, b) ? MatrixKernel.Multiply(a, b) : a.matmul(b);

    /// <summary>Until the result is disposed, layers on this thread compute themselves, so that they can be observed.</summary>
    internal static IDisposable Off() => new Choice(false);

    /// <summary>
    /// Until the result is disposed, layers on this thread are computed here even if libtorch is faster; for tests.
    /// </summary>
    internal static IDisposable On() => new Choice(MatrixKernel.CanRun);

    private static bool IsOn => chosen ?? MatrixKernel.IsFaster;

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor x, Tensor weight, Tensor? bias) = ((Tensor)vars[0], (Tensor)vars[1], vars[2] as Tensor);
        ctx.save_for_backward([x, weight]);
        ctx.save_data(nameof(Needs), new Needs(x.requires_grad, weight.requires_grad, bias is { requires_grad: true }));
        using Tensor turned = weight.t();
        return MatrixKernel.Multiply(x, turned, bias);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        (Tensor x, Tensor weight) = (saved[0], saved[1]);
        Needs needs = (Needs)ctx.get_data(nameof(Needs));
        return
        [
            needs.Input ? Product(grad_output, weight) : null!,
            needs.Weight ? ProductOfTurned(grad_output, x) : null!,
            needs.Bias ? grad_output.sum(dim: 0) : null!,
        ];
    }

    private static Tensor Layer(Linear dense, Tensor x)
    {
        (Tensor weight, Tensor? bias) = (dense.weight!, dense.bias);
        using Tensor turned = weight.t();
        if (!MatrixKernel.Takes(x, turned))
            return dense.call(x);
        return is_grad_enabled() && (x.requires_grad || weight.requires_grad || bias is { requires_grad: true })
            ? apply(x, weight, bias!)
            : MatrixKernel.Multiply(x, turned, bias);
    }

    /// <summary>
    /// Computes a product of the backward pass. If this product must itself be differentiated, libtorch computes it.
    /// </summary>
    private static Tensor Product(Tensor a, Tensor b) =>
        !is_grad_enabled() && MatrixKernel.Takes(a, b) ? MatrixKernel.Multiply(a, b) : a.mm(b);

    private static Tensor ProductOfTurned(Tensor a, Tensor b)
    {
        using Tensor turned = a.t();
        return Product(turned, b);
    }

    /// <summary>Which inputs need a gradient.</summary>
    private sealed record Needs(bool Input, bool Weight, bool Bias);

    private sealed class Choice : IDisposable
    {
        private readonly bool? before = chosen;

        internal Choice(bool isOn) => chosen = isOn;

        public void Dispose() => chosen = before;
    }
}
