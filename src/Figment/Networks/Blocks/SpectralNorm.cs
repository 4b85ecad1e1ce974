using Figment.Backend;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// A linear layer whose weight W is divided by its largest singular value σ(W), so that its slope is at most 1 (T. Miyato et al.,
/// "Spectral Normalization for Generative Adversarial Networks", 2018, algorithm 1). In training, each call performs one step of
/// power iteration.
/// </summary>
public sealed class SpectralNorm : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> layer;
#pragma warning disable IDE0044 // Moving the module to another device replaces it.
    private Tensor u; // [out], the current estimate of the left singular vector.
#pragma warning restore IDE0044

    /// <summary>Wraps a layer and takes ownership of it.</summary>
    /// <param name="layer">A <c>Linear</c> or <c>Conv2d</c> layer. W is taken as a matrix [out, everything else].</param>
    /// <exception cref="ArgumentException">The layer is of a type that is not supported.</exception>
    public SpectralNorm(Module<Tensor, Tensor> layer)
        : base(nameof(SpectralNorm))
    {
        ArgumentNullException.ThrowIfNull(layer);
        this.layer = layer;
        using (NewDisposeScope())
        {
            // Any start that is not orthogonal to the singular vector works.
            Tensor start = Scalars.Range(1, Weight.shape[0] + 1, ScalarType.Float32).sin();
            u = start.div(start.norm()).DetachFromDisposeScope();
        }

        RegisterComponents();
    }

    private Parameter Weight =>
        layer switch
        {
            Linear linear => linear.weight!,
            Conv2d conv => conv.weight!,
            _ => throw new ArgumentException($"{layer.GetName()} is neither Linear nor Conv2d."),
        };

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Tensor matrix = Weight.flatten(1).to(u.dtype);
        Tensor v;
        using (no_grad())
        {
            v = nn.functional.normalize(matrix.t().mv(u), dim: 0);
            if (training)
                u.copy_(nn.functional.normalize(matrix.mv(v), dim: 0));
        }

        // This is a copy, because the next call changes u and may come before this call's gradients are computed.
        Tensor sigma = u.clone().dot(matrix.mv(v));
        return layer.call(input / sigma); // Equals (W / σ) x + b, because W is linear.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            layer.Dispose();
        base.Dispose(disposing);
    }
}
