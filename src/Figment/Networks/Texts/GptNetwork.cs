using Figment.Backend;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks.Texts;

/// <summary>
/// A decoder that computes, after each token of a text, how likely every token is to come next. It is built like the Qwen3
/// family (A. Yang et al., "Qwen3 Technical Report", 2025, section 2), so that other programs can run it.
/// </summary>
internal sealed class GptNetwork : Module<Tensor, Tensor>
{
    internal readonly Embedding embedding;
    internal readonly ModuleList<DecoderBlock> blocks;
    internal readonly RmsNorm norm;
    internal readonly Linear? head;
    private readonly int positions;

    // [T, d/2] each, from the last use; in a tuple, so that they do not count as weights.
    private (Tensor Cosines, Tensor Sines) angles;

    /// <summary>Builds a network whose weights are still to be drawn.</summary>
    /// <param name="shape">The sizes of the network.</param>
    /// <param name="positions">The length of the longest text, in tokens.</param>
    internal GptNetwork(GptShape shape, int positions)
        : base(nameof(GptNetwork))
    {
        (Shape, this.positions) = (shape, positions);
        embedding = Embedding(shape.Vocabulary, shape.Width);
        blocks = ModuleList([.. Enumerable.Range(0, shape.Layers).Select(_ => new DecoderBlock(shape))]);
        norm = new RmsNorm(shape.Width);
        if (!shape.IsTied)
            head = Linear(shape.Width, shape.Vocabulary, hasBias: false);
        (float[] cos, float[] sin) = RotaryPositions.Table(positions, shape.HeadSize, shape.RotaryBase);
        long[] size = [positions, shape.HeadSize / 2];
        angles = (tensor(cos, size).DetachFromDisposeScope(), tensor(sin, size).DetachFromDisposeScope());
        RegisterComponents();
    }

    /// <summary>The sizes of the network.</summary>
    internal GptShape Shape { get; }

    /// <summary>
    /// The token embedding, [V, D], as the parameter object that optimizers know; a layer's property returns another object.
    /// </summary>
    internal Parameter Table => named_parameters().First(entry => entry.name == "embedding.weight").parameter;

    /// <summary>Tokens, [B, T], int64, to logits, [B, T, V], float32.</summary>
    public override Tensor forward(Tensor tokens) => Run(tokens, null);

    /// <summary>Computes the logits in a training step.</summary>
    /// <param name="tokens">[B, T], int64.</param>
    /// <param name="dropout">The dropout; null for none.</param>
    internal Tensor Run(Tensor tokens, DropoutMasks? dropout)
    {
        long length = tokens.shape[1];
        if (length > positions)
            throw new ArgumentException(
                $"A text of {length} tokens is too long: the network was built for {positions} at most.",
                nameof(tokens)
            );
        MoveAngles(tokens.device);
        Tensor cos = angles.Cosines.narrow(0, 0, length),
            sin = angles.Sines.narrow(0, 0, length);
        Tensor x = embedding.call(tokens).to(ScalarType.Float32);
        for (int i = 0; i < blocks.Count; i++)
            x = blocks[i].Run(x, cos, sin, dropout, i);
        x = norm.call(x);
        Tensor weight = head?.weight ?? embedding.weight!;
        return functional.linear(x.to(weight.dtype), weight).to(ScalarType.Float32);
    }

    /// <summary>
    /// Draws the weights from N(0, 0.02²), with the layers that write into the sum of all blocks scaled down by √(2 L), as in
    /// GPT-2 (A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019, section 2.3).
    /// </summary>
    internal GptNetwork Initialise(Draws random)
    {
        const double Deviation = 0.02;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        double small = Deviation / Math.Sqrt(2.0 * Shape.Layers);
        foreach ((string name, Parameter parameter) in named_parameters())
        {
            if (parameter.dim() < 2)
                continue;
            double deviation =
                name.EndsWith("attention_out.weight", StringComparison.Ordinal)
                || name.EndsWith("down.weight", StringComparison.Ordinal)
                    ? small
                    : Deviation;
            parameter.copy_(random.Normal(name, parameter.shape).Times(deviation));
        }

        return this;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            angles.Cosines.Dispose();
            angles.Sines.Dispose();
        }

        base.Dispose(disposing);
    }

    private void MoveAngles(Device device)
    {
        if (angles.Cosines.device.type == device.type && angles.Cosines.device.index == device.index)
            return;
        using Tensor cosines = angles.Cosines,
            sines = angles.Sines;
        angles = (cosines.to(device).DetachFromDisposeScope(), sines.to(device).DetachFromDisposeScope());
    }
}
