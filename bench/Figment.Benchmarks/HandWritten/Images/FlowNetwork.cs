using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Figment.Benchmarks.HandWritten;

/// <summary>
/// A U-Net over patches of 2 × 2 pixels, with two resolutions and attention between them. Its images are in channels-last layout,
/// with which libtorch's convolutions and norms have less to do.
/// </summary>
internal sealed class FlowNetwork : Module<Tensor, Tensor, Tensor, Tensor>
{
    private const int Wide = 32,
        Deep = 128,
        Frequencies = 32,
        Embedded = 2 * Deep,
        Squares = 4;
    private readonly Sequential time;
    private readonly Embedding classes;
    private readonly Conv2d stem,
        down,
        up,
        join,
        head;
    private readonly Residual encoder,
        deepEncoder,
        deepDecoder,
        decoder;
    private readonly Attention attention;
    private readonly GroupNorm headNorm;
    private readonly Tensor frequencies;

    internal FlowNetwork(int classes)
        : base(nameof(FlowNetwork))
    {
        time = Sequential(Linear(2 * Frequencies, Embedded), SiLU(), Linear(Embedded, Embedded));
        this.classes = Embedding(classes + 1, Embedded);
        stem = Conv2d(Squares, Wide, 3, padding: 1);
        encoder = new Residual(Wide);
        down = Conv2d(Wide, Deep, 3, stride: 2, padding: 1);
        deepEncoder = new Residual(Deep);
        attention = new Attention();
        deepDecoder = new Residual(Deep);
        up = Conv2d(Deep, Squares * Wide, 1);
        join = Conv2d(2 * Wide, Wide, 1);
        decoder = new Residual(Wide);
        headNorm = Norm(Wide);
        head = Zero(Conv2d(Wide + Squares, Squares, 3, padding: 1));
        IEnumerable<double> falling = Enumerable
            .Range(0, Frequencies)
            .Select(i => 1000 * Math.Pow(10_000, -(double)i / Frequencies));
        frequencies = tensor([.. falling.Select(frequency => (float)frequency)]).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The weight matrices, and how many of them each parameter holds.</summary>
    internal IReadOnlyList<(Parameter Weights, int Parts)> Matrices =>
        [.. named_parameters().Where(entry => PartsOf(entry.name) > 0).Select(entry => (entry.parameter, PartsOf(entry.name)))];

    /// <summary>All other parameters.</summary>
    internal IEnumerable<Parameter> Others =>
        named_parameters().Where(entry => PartsOf(entry.name) == 0).Select(entry => entry.parameter);

    public override Tensor forward(Tensor images, Tensor t, Tensor labels)
    {
        Tensor angles = t.unsqueeze(1) * frequencies;
        Tensor embedding = time.call(cat([angles.cos(), angles.sin()], 1)).add(classes.call(labels), Held.One);
        Tensor given = silu(embedding);

        Tensor squares = pixel_unshuffle(images, 2).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        Tensor wide = encoder.call(stem.call(squares), given);
        Tensor deep = attention.call(deepEncoder.call(down.call(wide), given));
        Tensor raised = pixel_shuffle(up.call(deepDecoder.call(deep, given)), 2);
        Tensor last = silu(headNorm.call(decoder.call(join.call(cat([raised, wide], 1)), given)));
        return pixel_shuffle(head.call(cat([last, squares], 1)), 2);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            frequencies.Dispose();
        base.Dispose(disposing);
    }

    private static int PartsOf(string name) =>
        name.Split('.') switch
        {
            ["attention", "queriesKeysValues", "weight"] => 3,
            [.., "first" or "second" or "down" or "up" or "join" or "projection", "weight"] => 1,
            _ => 0,
        };

    private static GroupNorm Norm(int channels)
    {
        GroupNorm norm = GroupNorm(channels / 8, channels);
        init.ones_(norm.weight!); // this TorchSharp leaves both uninitialised
        init.zeros_(norm.bias!);
        return norm;
    }

    private static Conv2d Zero(Conv2d layer)
    {
        init.zeros_(layer.weight!);
        init.zeros_(layer.bias!);
        return layer;
    }

    private sealed class Residual : Module<Tensor, Tensor, Tensor>
    {
        private readonly GroupNorm firstNorm,
            secondNorm;
        private readonly Conv2d first,
            second;
        private readonly Linear modulation;

        internal Residual(int channels)
            : base(nameof(Residual))
        {
            (firstNorm, secondNorm) = (Norm(channels), Norm(channels));
            first = Conv2d(channels, channels, 3, padding: 1);
            second = Zero(Conv2d(channels, channels, 3, padding: 1));
            modulation = Linear(Embedded, 2 * channels);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, Tensor embedding)
        {
            Tensor[] scaleShift = modulation.call(embedding).unsqueeze(2).unsqueeze(3).chunk(2, 1);
            Tensor inner = secondNorm.call(first.call(silu(firstNorm.call(x))));
            inner = scaleShift[1].addcmul(inner, scaleShift[0].add(Held.One, Held.One), Held.One);
            return x.add(second.call(silu(inner)), Held.One);
        }
    }

    private sealed class Attention : Module<Tensor, Tensor>
    {
        private const int Heads = Deep / 32;
        private readonly GroupNorm norm = Norm(Deep);
        private readonly Linear queriesKeysValues = Linear(Deep, 3 * Deep),
            projection = Linear(Deep, Deep);

        internal Attention()
            : base(nameof(Attention))
        {
            init.zeros_(projection.weight!);
            init.zeros_(projection.bias!);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            (long count, long height, long width) = (x.shape[0], x.shape[2], x.shape[3]);
            Tensor pixels = norm.call(x).permute(0, 2, 3, 1).reshape(count, height * width, Deep);
            Tensor[] parts =
            [
                .. queriesKeysValues
                    .call(pixels)
                    .chunk(3, 2)
                    .Select(part => part.view(count, height * width, Heads, -1).transpose(1, 2)),
            ];
            Tensor seen = scaled_dot_product_attention(parts[0], parts[1], parts[2]).transpose(1, 2);
            Tensor said = projection.call(seen.reshape(count, height, width, Deep)).permute(0, 3, 1, 2);
            return x.add(said, Held.One);
        }
    }
}
