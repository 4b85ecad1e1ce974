using Figment.Backend;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Networks;

/// <summary>
/// TorchSharp's batch normalisation (S. Ioffe, C. Szegedy, "Batch Normalization", 2015, algorithm 1) with the same names for its
/// weights and statistics. It counts its batches with a scalar that is kept and reused (<see cref="Scalars"/>).
/// </summary>
internal sealed class BatchNormalization : BatchNorm, ISharesBatch
{
    private readonly int dimensions;

    /// <summary>Creates the layer with γ = 1, β = 0, a mean of 0 and a variance of 1.</summary>
    /// <param name="channels">The number of channels C; each is normalised separately.</param>
    /// <param name="dimensions">The number of dimensions within a channel: 0 for [B, C], 2 for [B, C, H, W].</param>
    /// <param name="epsilon">The number ε added to the variance.</param>
    /// <param name="momentum">The weight of each batch in the running mean and variance.</param>
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

    /// <summary>[B, C, …] to the same shape; in training, a batch of more than one item.</summary>
    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        if (training)
            CountBatch();
        if (training && Share is { IsShared: true } share)
            return SharedNormalization.Of(this, share.Group, input);
        return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training, momentum!.Value, eps);
    }

    /// <summary>Adds one to the number of batches normalised.</summary>
    internal void CountBatch() => num_batches_tracked!.Increase(Scalars.One);

    /// <inheritdoc/>
    protected override void ValidateInputDimensions(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Dimensions != dimensions + 2)
            throw new ArgumentException(
                $"This layer normalises tensors of {dimensions + 2} dimensions, but the input has {input.Dimensions}.",
                nameof(input)
            );
    }
}
