using System.Collections.Concurrent;
using Figment.Backend;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Embeds a time t in [0, 1] as a vector: sines and cosines of many frequencies, followed by two dense layers (J. Ho et al.,
/// "Denoising Diffusion Probabilistic Models", 2020, appendix B; the frequencies of A. Vaswani et al., "Attention Is All You
/// Need", 2017, section 3.5).
/// </summary>
internal sealed class TimeEmbedding : Module<Tensor, Tensor>, IBody
{
    private const double Scale = 1000,
        LongestPeriod = 10_000;
    private readonly int frequencies;
    private readonly Sequential layers;

    /// <summary>Builds the embedding.</summary>
    /// <param name="frequencies">The number of frequencies, at least 1; each gives a sine and a cosine.</param>
    /// <param name="size">The number of values in an embedding.</param>
    public TimeEmbedding(int frequencies, int size)
        : base(nameof(TimeEmbedding))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frequencies, 1);
        this.frequencies = frequencies;
        layers = Sequential(Linear(2 * frequencies, size), SiLU(), Linear(size, size));
        RegisterComponents();
    }

    /// <summary>[B] to [B, size].</summary>
    public override Tensor forward(Tensor input) => Body(TensorOperations.Instance, input);

    /// <summary>The times are float32 whatever the precision: in float16, 1000 t would lose its fractional part.</summary>
    /// <inheritdoc/>
    public T Body<T>(IOperations<T> ops, params IReadOnlyList<T> inputs)
    {
        T waves = Waves(ops, inputs[0], frequencies);
        return ops.Layer(layers, ops.InPrecision(waves, ((Linear)layers[0]).weight!.dtype));
    }

    /// <summary>
    /// Computes cos(1000 t ω_i), followed by sin(1000 t ω_i), with ω_i = 10000^(−i / n), i = 0 … n − 1: [B] to [B, 2n].
    /// </summary>
    /// <param name="ops">The operations that compute it.</param>
    /// <param name="t">[B], in [0, 1].</param>
    /// <param name="frequencies">n.</param>
    internal static T Waves<T>(IOperations<T> ops, T t, int frequencies)
    {
        T scaled = ops.Multiply(ops.Unsqueeze(t, 1), Scale);
        T angles = ops.Multiply(scaled, ops.Constant("omega", t, device => Omega(frequencies, device)));
        return ops.Concat(1, ops.Cosine(angles), ops.Sine(angles));
    }

    // Cached, because every evaluation of a network needs them.
    private static readonly ConcurrentDictionary<int, float[]> Omegas = new();

    private static Tensor Omega(int frequencies, Device device) =>
        tensor(
                Omegas.GetOrAdd(
                    frequencies,
                    n =>
                    {
                        using DisposeScope scope = NewDisposeScope();
                        return Scalars
                            .Range(n, ScalarType.Float32)
                            .Times(-Math.Log(LongestPeriod) / n)
                            .exp_()
                            .data<float>()
                            .ToArray();
                    }
                )
            )
            .On(device);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            layers.Dispose();
        base.Dispose(disposing);
    }
}
