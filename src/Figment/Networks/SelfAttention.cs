using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// x + A(x), where every pixel of A(x) is a weighted mean over all pixels: softmax(QKᵀ / √d) V, in several heads (A. Vaswani
/// et al., "Attention Is All You Need", 2017, equation 1), after normalisation. It lets far parts of an image agree.
/// </summary>
public sealed class SelfAttention : Module<Tensor, Tensor>
{
    private const int HeadSize = 32;
    private readonly int heads;
    private readonly GroupNorm norm;
    private readonly Linear queriesKeysValues, projection;

    /// <summary>Builds the layer.</summary>
    /// <param name="channels">Channels in and out; a multiple of 8. Heads have 32 of them where that goes without rest; otherwise there is one head.</param>
    public SelfAttention(int channels)
        : base(nameof(SelfAttention))
    {
        heads = channels % HeadSize == 0 ? channels / HeadSize : 1;
        norm = ResidualBlock.Norm(channels);
        queriesKeysValues = Linear(channels, 3 * channels);
        projection = Linear(channels, channels);
        RegisterComponents();
    }

    /// <summary>The last layer, which begins at 0 so that the layer begins as the identity.</summary>
    internal Linear Last => projection;

    /// <summary>[B, channels, H, W] to the same.</summary>
    public override Tensor forward(Tensor input)
    {
        (long count, long channels, long height, long width) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        Tensor pixels = norm.call(input).permute(0, 2, 3, 1).reshape(count, height * width, channels);
        Tensor[] heads = [.. queriesKeysValues.call(pixels).chunk(3, -1).Select(part => part.view(count, height * width, this.heads, -1).transpose(1, 2))];
        Tensor seen = functional.scaled_dot_product_attention(heads[0], heads[1], heads[2]);
        return input + projection.call(seen.transpose(1, 2).reshape(count, height, width, channels)).permute(0, 3, 1, 2);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (Module module in (Module[])[norm, queriesKeysValues, projection]) module.Dispose();
        }

        base.Dispose(disposing);
    }
}
