using Figment.Networks.Texts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Figment.Benchmarks.HandWritten;

/// <summary>
/// A decoder like Qwen3's: pre-normalisation, normalised queries and keys, rotary positions, SwiGLU, no biases, and tied input
/// and output embeddings.
/// </summary>
internal sealed class Decoder : Module<Tensor, Tensor>
{
    private readonly Embedding embedding;
    private readonly ModuleList<Block> blocks;
    private readonly RootMeanSquare norm;
    private readonly Tensor cosines,
        sines; // [T, d/2]

    /// <summary>Initialises its weights like GPT-2's.</summary>
    internal Decoder(GptShape shape, int context, double dropout)
        : base(nameof(Decoder))
    {
        embedding = Embedding(shape.Vocabulary, shape.Width);
        blocks = ModuleList([.. Enumerable.Range(0, shape.Layers).Select(_ => new Block(shape, dropout))]);
        norm = new RootMeanSquare(shape.Width);
        using (NewDisposeScope())
        {
            int half = shape.HeadSize / 2;
            using Scalar each = -Math.Log(shape.RotaryBase) / half;
            Tensor angles = outer(arange(context, ScalarType.Float32), arange(half, ScalarType.Float32).mul(each).exp());
            cosines = angles.cos().DetachFromDisposeScope();
            sines = angles.sin().DetachFromDisposeScope();
        }

        RegisterComponents();
        foreach ((string name, Parameter parameter) in named_parameters())
        {
            bool writes = name.Split('.') is [.., "attentionOut" or "down", "weight"];
            if (parameter.dim() >= 2)
                init.normal_(parameter, 0, writes ? 0.02 / Math.Sqrt(2.0 * shape.Layers) : 0.02);
        }
    }

    /// <summary>The matrices of blocks, and how many stand in each parameter.</summary>
    internal IReadOnlyList<(Parameter Weights, int Parts)> Matrices =>
        [.. named_parameters().Where(entry => PartsOf(entry.name) > 0).Select(entry => (entry.parameter, PartsOf(entry.name)))];

    /// <summary>All other parameters.</summary>
    internal IEnumerable<Parameter> Others =>
        named_parameters().Where(entry => PartsOf(entry.name) == 0).Select(entry => entry.parameter);

    public override Tensor forward(Tensor tokens)
    {
        Tensor x = embedding.call(tokens);
        foreach (Block block in blocks)
            x = block.call(x, cosines, sines);
        return linear(norm.call(x), embedding.weight!);
    }

    private static int PartsOf(string name) =>
        name.Split('.') switch
        {
            [.., "queriesKeysValues", "weight"] => 3,
            [.., "gateUp", "weight"] => 2,
            [.., "attentionOut" or "down", "weight"] => 1,
            _ => 0,
        };

    private sealed class Block : Module<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly RootMeanSquare attentionNorm,
            queryNorm,
            keyNorm,
            innerNorm;
        private readonly Linear queriesKeysValues,
            attentionOut,
            gateUp,
            down;
        private readonly GptShape shape;
        private readonly double dropout;

        internal Block(GptShape shape, double dropout)
            : base(nameof(Block))
        {
            (this.shape, this.dropout) = (shape, dropout);
            (attentionNorm, innerNorm) = (new(shape.Width), new(shape.Width));
            (queryNorm, keyNorm) = (new(shape.HeadSize), new(shape.HeadSize));
            queriesKeysValues = Linear(shape.Width, 3 * shape.Width, hasBias: false);
            attentionOut = Linear(shape.Width, shape.Width, hasBias: false);
            gateUp = Linear(shape.Width, 2 * shape.Hidden, hasBias: false);
            down = Linear(shape.Hidden, shape.Width, hasBias: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, Tensor cosines, Tensor sines)
        {
            (long batch, long length) = (x.shape[0], x.shape[1]);
            Tensor[] parts = queriesKeysValues
                .call(attentionNorm.call(x))
                .view(batch, length, 3 * shape.Heads, shape.HeadSize)
                .transpose(1, 2)
                .chunk(3, 1);
            Tensor queries = Turn(queryNorm.call(parts[0]), cosines, sines),
                keys = Turn(keyNorm.call(parts[1]), cosines, sines);
            Tensor seen = scaled_dot_product_attention(queries, keys, parts[2], is_casual: true).transpose(1, 2);
            x = x.add(Drop(attentionOut.call(seen.reshape(batch, length, -1))), Held.One);
            Tensor[] halves = gateUp.call(innerNorm.call(x)).chunk(2, -1);
            return x.add(Drop(down.call(silu(halves[0]) * halves[1])), Held.One);
        }

        private Tensor Drop(Tensor x) => dropout > 0 ? functional.dropout(x, dropout, training) : x;

        private static Tensor Turn(Tensor heads, Tensor cosines, Tensor sines)
        {
            Tensor[] halves = heads.chunk(2, -1);
            Tensor first = (halves[0] * cosines) - (halves[1] * sines);
            return cat([first, (halves[1] * cosines).addcmul(halves[0], sines, Held.One)], -1);
        }
    }

    private sealed class RootMeanSquare : Module<Tensor, Tensor>
    {
        private static readonly Scalar Epsilon = 1e-6;
        private readonly Parameter weight;

        internal RootMeanSquare(int size)
            : base(nameof(RootMeanSquare))
        {
            weight = Parameter(ones(size));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) =>
            x * x.pow(Held.Two).mean([-1], keepdim: true).add(Epsilon, Held.One).rsqrt() * weight;
    }
}
