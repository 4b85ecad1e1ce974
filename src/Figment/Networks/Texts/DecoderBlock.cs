using Figment.Backend;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks.Texts;

/// <summary>
/// One block of a decoder: attention to the earlier tokens, and then a feed-forward network for each token, each added to its
/// input (A. Vaswani et al., "Attention Is All You Need", 2017), with later refinements: norms first, normalised queries and
/// keys, rotary positions, SwiGLU (N. Shazeer, "GLU Variants Improve Transformer", 2020, equation 5), and no biases.
/// </summary>
internal sealed class DecoderBlock : Module
{
    internal readonly RmsNorm attention_norm,
        q_norm,
        k_norm,
        mlp_norm;
    internal readonly Linear qkv,
        attention_out,
        gate_up,
        down;
    private readonly GptShape shape;

    internal DecoderBlock(GptShape shape)
        : base(nameof(DecoderBlock))
    {
        this.shape = shape;
        attention_norm = new RmsNorm(shape.Width);
        qkv = Linear(shape.Width, shape.Projected, hasBias: false);
        q_norm = new RmsNorm(shape.HeadSize);
        k_norm = new RmsNorm(shape.HeadSize);
        attention_out = Linear(shape.Heads * shape.HeadSize, shape.Width, hasBias: false);
        mlp_norm = new RmsNorm(shape.Width);
        gate_up = Linear(shape.Width, 2 * shape.Hidden, hasBias: false);
        down = Linear(shape.Hidden, shape.Width, hasBias: false);
        RegisterComponents();
    }

    /// <summary>[B, T, D] to the same shape.</summary>
    /// <param name="x">[B, T, D], float32.</param>
    /// <param name="cosines">[T, d/2].</param>
    /// <param name="sines">[T, d/2].</param>
    /// <param name="dropout">The dropout of a training step; null for none.</param>
    /// <param name="layer">The index of the block, from 0.</param>
    internal Tensor Run(Tensor x, Tensor cosines, Tensor sines, DropoutMasks? dropout, int layer)
    {
        x = x.Plus(Drop(Attend(x, cosines, sines), dropout, 2 * layer));
        Tensor[] halves = Product(gate_up, mlp_norm.call(x)).chunk(2, -1);
        return x.Plus(Drop(Product(down, functional.silu(halves[0]) * halves[1]), dropout, (2 * layer) + 1));
    }

    private Tensor Attend(Tensor x, Tensor cosines, Tensor sines)
    {
        long batch = x.shape[0],
            length = x.shape[1];
        Tensor[] parts = Product(qkv, attention_norm.call(x))
            .view(batch, length, -1, shape.HeadSize)
            .transpose(1, 2)
            .split([shape.Heads, shape.KeyValueHeads, shape.KeyValueHeads], 1);
        Tensor queries = RotaryPositions.Turn(q_norm.call(parts[0]), cosines, sines).to(parts[2].dtype);
        Tensor keys = RotaryPositions.Turn(k_norm.call(parts[1]), cosines, sines).to(parts[2].dtype);
        Tensor attended = functional.scaled_dot_product_attention(queries, Shared(keys), Shared(parts[2]), is_casual: true);
        return Product(attention_out, attended.transpose(1, 2).reshape(batch, length, -1));
    }

    /// <summary>Repeats shared keys or values for every head.</summary>
    private Tensor Shared(Tensor heads) =>
        shape.KeyValueHeads == shape.Heads ? heads : heads.repeat_interleave(shape.Heads / shape.KeyValueHeads, 1);

    private static Tensor Drop(Tensor x, DropoutMasks? dropout, int site)
    {
        Tensor exact = x.to(ScalarType.Float32);
        return dropout is null ? exact : exact * dropout.Mask(site, exact.shape, exact.device);
    }

    /// <summary>Multiplies in the precision of the weights.</summary>
    private static Tensor Product(Linear layer, Tensor x) => layer.call(x.to(layer.weight!.dtype));
}
