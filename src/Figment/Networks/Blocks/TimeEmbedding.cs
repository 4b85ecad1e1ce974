using System.Collections.Concurrent;
using Figment.Backend;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// A time t in [0, 1] as a vector: sines and cosines of many frequencies, then two dense layers (J. Ho et al., "Denoising
/// Diffusion Probabilistic Models", 2020, appendix B; the frequencies of A. Vaswani et al., "Attention Is All You Need",
/// 2017, section 3.5).
/// </summary>
internal sealed class TimeEmbedding : Module<Tensor, Tensor>, IBody
{
    private const double Scale = 1000,
        LongestPeriod = 10_000;
    private readonly int frequencies;
    private readonly Sequential layers;

    /// <summary>Builds the embedding.</summary>
    /// <param name="frequencies">How many frequencies, at least 1; as many sines and as many cosines.</param>
    /// <param name="size">Numbers per time.</param>
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

    /// <summary>The times come in as float32, whatever the precision: in float16, 1000 t would be a whole number.</summary>
    /// <inheritdoc/>
    public T Body<T>(IOperations<T> ops, params IReadOnlyList<T> inputs)
    {
        T waves = Waves(ops, inputs[0], frequencies);
        return ops.Layer(layers, ops.InPrecision(waves, ((Linear)layers[0]).weight!.dtype));
    }

    /// <summary>cos(1000 t ω_i), then sin(1000 t ω_i), with ω_i = 10000^(−i / n), i = 0 … n − 1: [B] to [B, 2n].</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="t">[B], in [0, 1].</param>
    /// <param name="frequencies">n.</param>
    internal static T Waves<T>(IOperations<T> ops, T t, int frequencies)
    {
        T scaled = ops.Multiply(ops.Unsqueeze(t, 1), Scale);
        T angles = ops.Multiply(scaled, ops.Constant("omega", t, device => Omega(frequencies, device)));
        return ops.Concat(1, ops.Cosine(angles), ops.Sine(angles));
    }

    // Made once: every look at a network takes them.
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
