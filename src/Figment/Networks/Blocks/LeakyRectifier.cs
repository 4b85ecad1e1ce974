using Figment.Backend;
using Figment.Formats;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Returns x where it is positive and slope · x elsewhere (A. Maas et al., "Rectifier Nonlinearities Improve Neural Network
/// Acoustic Models", 2013, equation 2). TorchSharp's <c>LeakyReLU</c> computes the same but creates a scalar in each call that is
/// never freed (<see cref="Scalars"/>).
/// </summary>
internal sealed class LeakyRectifier : Module<Tensor, Tensor>, IOnnxLayer
{
    private readonly double slope;
    private readonly bool inplace;
    private readonly Scalar held;

    /// <summary>Creates the layer; it has no parameters.</summary>
    /// <param name="slope">The slope for negative values, 0 to 1.</param>
    /// <param name="inplace">Whether the input may be overwritten.</param>
    internal LeakyRectifier(double slope, bool inplace = false)
        : base("LeakyReLU")
    {
        (this.slope, this.inplace) = (slope, inplace);
        held = Scalars.Of(slope);
        RegisterComponents();
    }

    /// <summary>The slope for negative values, 0 to 1.</summary>
    internal double Slope => slope;

    /// <summary>[…] to the same shape.</summary>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return inplace ? input.leaky_relu_(held).alias() : input.leaky_relu(held);
    }

    /// <inheritdoc/>
    public OnnxValue AddTo(OnnxGraph graph, string path, params IReadOnlyList<OnnxValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(inputs);
        return graph.Node("LeakyRelu", [inputs[0]], ("alpha", slope));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            held.Dispose();
        base.Dispose(disposing);
    }
}
