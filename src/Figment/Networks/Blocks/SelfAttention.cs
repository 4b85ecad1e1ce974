using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Computes x + A(x), where every pixel of A(x) is a weighted mean over all pixels: softmax(QKᵀ / √d) V, in several heads (A.
/// Vaswani et al., "Attention Is All You Need", 2017, equation 1), after normalisation. It lets distant parts of an image agree.
/// </summary>
internal sealed class SelfAttention : Module<Tensor, Tensor>, IBody
{
    private const int HeadSize = 32;
    private readonly int heads;
    private readonly GroupNorm norm;
    private readonly Linear queriesKeysValues,
        projection;

    /// <summary>Builds the layer.</summary>
    /// <param name="channels">
    /// The number of input and output channels, a multiple of 8. Each head has 32 channels if the number of channels is divisible
    /// by that; otherwise there is a single head.
    /// </param>
    public SelfAttention(int channels)
        : base(nameof(SelfAttention))
    {
        heads = channels % HeadSize == 0 ? channels / HeadSize : 1;
        norm = ResidualBlock.Norm(channels);
        queriesKeysValues = Linear(channels, 3 * channels);
        projection = Linear(channels, channels);
        RegisterComponents();
    }

    /// <summary>The last layer, which starts at 0 so that this layer starts as the identity.</summary>
    internal Linear Last => projection;

    /// <summary>[B, channels, H, W] to the same shape.</summary>
    public override Tensor forward(Tensor input) => Body(TensorOperations.Instance, input);

    /// <inheritdoc/>
    public T Body<T>(IOperations<T> ops, params IReadOnlyList<T> inputs)
    {
        long channels = projection.out_features,
            size = channels / heads;
        T image = ops.Permute(ops.Layer(norm, inputs), 0, 2, 3, 1);
        T[] parts = ops.Split(ops.Rows(queriesKeysValues, ops.Reshape(image, 0, -1, channels)), 3, 2);
        T[] perHead = [.. parts.Select(part => ops.Reshape(part, 0, -1, heads, size))];
        T seen = ops.Attention(perHead[0], perHead[1], perHead[2], size);
        return ops.Add(inputs[0], ops.Permute(ops.Rows(projection, seen, image), 0, 3, 1, 2));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (Module module in (Module[])[norm, queriesKeysValues, projection])
                module.Dispose();
        }

        base.Dispose(disposing);
    }
}
