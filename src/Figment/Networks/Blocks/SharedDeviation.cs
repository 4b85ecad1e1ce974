using Figment.Backend;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// One standard deviation for all pixels, learned with the other parameters (O. Rybkin et al., "Simple and Effective VAE Training
/// with Calibrated Decoders", 2021, section 3.1).
/// </summary>
internal sealed class SharedDeviation : Module<Tensor, Tensor>
{
    // A step of 8-bit pixels is 1/255; a deviation far below it would raise the likelihood without limit.
    private const double SmallestLog = -6,
        LargestLog = 2;

    private readonly Parameter log_deviation;

    /// <summary>Creates the layer with an initial standard deviation.</summary>
    /// <param name="deviation">The initial σ, above 0.</param>
    public SharedDeviation(double deviation)
        : base(nameof(SharedDeviation))
    {
        log_deviation = new Parameter(tensor((float)Math.Log(deviation)));
        RegisterComponents();
    }

    /// <summary>Returns log σ, a scalar tensor.</summary>
    public Tensor Log() => log_deviation.Clamped(SmallestLog, LargestLog);

    /// <summary>Returns the log σ of each pixel, in the shape of the given means.</summary>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Log().expand(input.shape);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            log_deviation.Dispose();
        base.Dispose(disposing);
    }
}
