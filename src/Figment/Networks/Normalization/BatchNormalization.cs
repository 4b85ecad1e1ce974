using Figment.Backend;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Networks;

/// <summary>
/// TorchSharp's batch normalisation (S. Ioffe, C. Szegedy, "Batch Normalization", 2015, algorithm 1), its weights and statistics
/// under the same names, but counting its batches with a number that is held (<see cref="Scalars"/>).
/// </summary>
internal sealed class BatchNormalization : BatchNorm, ISharesBatch
{
    private readonly int dimensions;

    /// <summary>Begins with γ = 1, β = 0, a mean of 0 and a variance of 1.</summary>
    /// <param name="channels">C, what is normalised by itself each.</param>
    /// <param name="dimensions">How many each channel has: 0 takes [B, C], 2 takes [B, C, H, W].</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="momentum">The share of a batch in the running mean and variance.</param>
    internal BatchNormalization(long channels, int dimensions = 0, double epsilon = 1e-5, double momentum = 0.1)
        : base(
            channels,
            epsilon,
            momentum,
            affine: true,
            track_running_stats: true,
            null,
            null,
            $"BatchNorm{Math.Max(1, dimensions)}d"
        ) => this.dimensions = dimensions;

    /// <summary>0 for [B, C], 2 for [B, C, H, W].</summary>
    internal int Dimensions => dimensions;

    /// <inheritdoc/>
    public BatchShare? Share { get; set; }

    /// <summary>[B, C, …] to the same; a batch of more than one where it trains.</summary>
    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        if (training)
            CountBatch();
        if (training && Share is { IsShared: true } share)
            return SharedNormalization.Of(this, share.Group, input);
        return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training, momentum!.Value, eps);
    }

    /// <summary>One batch more was normalised.</summary>
    internal void CountBatch() => num_batches_tracked!.Increase(Scalars.One);

    /// <inheritdoc/>
    protected override void ValidateInputDimensions(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Dimensions != dimensions + 2)
            throw new ArgumentException(
                $"Tensors of {dimensions + 2} dimensions are normalised here, and this has {input.Dimensions}.",
                nameof(input)
            );
    }
}
