using Figment.Backend;
using Figment.Imaging;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// A small U-Net that maps an image, a time and a class to an image (O. Ronneberger et al., "U-Net: Convolutional Networks for
/// Biomedical Image Segmentation", 2015): residual blocks at a fraction of the image's resolution, then wider blocks at half of
/// that, with attention in the middle, and then blocks at the first resolution again, which also receive the outputs of the first
/// blocks.
/// </summary>
/// <remarks>
/// Nothing runs at full resolution, where normalisation and activations would take longer than convolutions: squares of pixels
/// become channels first, and pixels again at the end (<see cref="SideOfSquares"/>). The last layer also receives the input, so
/// that its noise, which a velocity must reproduce pixel by pixel, need not pass through all the other layers.
/// </remarks>
internal sealed class UNet : Module<Tensor, Tensor, Tensor?, Tensor>, IBody
{
    private const int Frequencies = 32,
        MostSquares = 24,
        SideOfMany = 8;
    private readonly ImageShape shape;
    private readonly int side;
    private readonly (int Height, int Width) squaresOf;
    private readonly TimeEmbedding time;
    private readonly ClassCode? code;
    private readonly Module<Tensor, Tensor>? classes;
    private readonly Conv2d stem,
        down,
        up,
        join,
        head;
    private readonly ModuleList<ResidualBlock> encoder,
        deepEncoder,
        deepDecoder,
        decoder;
    private readonly SelfAttention attention;
    private readonly GroupNorm headNorm;

    /// <summary>Builds the network.</summary>
    /// <param name="shape">
    /// The shape of the images; height and width are multiples of 8 up to 256, or multiples of 4 up to 128.
    /// </param>
    /// <param name="width">
    /// The number of channels at the resolution where each position stands for 2 × 2 pixels, a multiple of 8. Positions that
    /// stand for 4 × 4 pixels carry more information and get twice as many channels, and so on.
    /// </param>
    /// <param name="deepWidth">The number of channels at half of that resolution, a multiple of 8.</param>
    /// <param name="blocks">The number of residual blocks at each resolution on the way down, and again on the way up.</param>
    /// <param name="classes">
    /// The number of classes; 0 for none. If there are classes, there is one more label, the highest, which means no class.
    /// </param>
    /// <param name="labels">
    /// How a class is encoded if it is a combination of labels, so that its vector is a sum over columns; null if it is a single
    /// label.
    /// </param>
    /// <exception cref="FigmentException">No such network can be built for images of this size.</exception>
    public UNet(ImageShape shape, int width, int deepWidth, int blocks, int classes = 0, ClassCode? labels = null)
        : base(nameof(UNet))
    {
        ConvolutionSizes.Ensure(shape);
        ArgumentOutOfRangeException.ThrowIfNotEqual(width % 8, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 8);
        ArgumentOutOfRangeException.ThrowIfNotEqual(deepWidth % 8, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(deepWidth, 8);
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        this.shape = shape;
        side = SideOfSquares(shape);
        squaresOf = (shape.Height / side, shape.Width / side);
        int embedding = 2 * deepWidth,
            pixels = side * side * shape.Channels,
            wide = width * side / 2;
        time = new TimeEmbedding(Frequencies, embedding);
        code = labels is { HasColumns: true } ? labels.WithNone() : null;
        this.classes =
            code is not null ? Linear(code.Width, embedding, hasBias: false)
            : classes == 0 ? null
            : Embedding(classes + 1, embedding);
        stem = Conv2d(pixels, wide, 3, padding: 1);
        encoder = Blocks(blocks, wide, embedding);
        down = Conv2d(wide, deepWidth, 3, stride: 2, padding: 1);
        deepEncoder = Blocks(blocks, deepWidth, embedding);
        attention = new SelfAttention(deepWidth);
        deepDecoder = Blocks(blocks, deepWidth, embedding);
        up = Conv2d(deepWidth, 4 * wide, 1);
        join = Conv2d(2 * wide, wide, 1);
        decoder = Blocks(blocks, wide, embedding);
        headNorm = ResidualBlock.Norm(wide);
        head = Conv2d(wide + pixels, pixels, 3, padding: 1);
        RegisterComponents();
    }

    /// <summary>
    /// [B, C, H, W] at times [B] in [0, 1], and labels, [B], int64, or shares of classes, [B, K + 1], float32, where there are
    /// classes, to [B, C, H, W].
    /// </summary>
    public override Tensor forward(Tensor images, Tensor t, Tensor? labels) =>
        Body(TensorOperations.Instance, labels is null ? [images, t] : [images, t, labels]).contiguous();

    /// <summary>
    /// The inputs are the images, in the precision of the weights; the times, in float32; and the labels, if there are classes. A
    /// single time may serve the whole batch.
    /// </summary>
    /// <inheritdoc/>
    public T Body<T>(IOperations<T> ops, params IReadOnlyList<T> inputs)
    {
        T embedding = ops.Layer(time, inputs[1]);
        if (classes is not null)
            embedding = ops.Add(embedding, ClassOf(ops, classes, inputs[2], embedding));
        T Run(ModuleList<ResidualBlock> blocks, T x) => blocks.Aggregate(x, (now, block) => ops.Layer(block, now, embedding));

        T squares = ops.PixelUnshuffle(inputs[0], shape, side);
        T wide = Run(encoder, ops.Layer(stem, squares));
        T deep = Run(deepDecoder, ops.Layer(attention, Run(deepEncoder, ops.Layer(down, wide))));
        T raised = ops.PixelShuffle(ops.Layer(up, deep), 2);
        bool isOdd = squaresOf.Height % 2 != 0 || squaresOf.Width % 2 != 0;
        if (isOdd)
            raised = ops.Crop(raised, squaresOf.Height, squaresOf.Width);
        T joined = ops.Layer(join, ops.Concat(1, raised, wide));
        T last = ops.NormSilu(headNorm, Run(decoder, joined));
        return ops.PixelShuffle(ops.Layer(head, ops.Concat(1, last, squares)), side);
    }

    private T ClassOf<T>(IOperations<T> ops, Module<Tensor, Tensor> vectors, T labels, T like) =>
        vectors is Embedding rows ? ops.Lookup(rows, labels) : ops.Layer(vectors, code!.Of(ops, labels, like));

    /// <summary>
    /// Draws all weights: layers from U(−1/√fan_in, 1/√fan_in), PyTorch's default, and class vectors from N(0, 1). The last layer
    /// of every block and of the whole network is set to 0, so that initially the blocks change nothing and the velocity is 0.
    /// </summary>
    /// <param name="random">The source of random numbers.</param>
    /// <returns>This network.</returns>
    public UNet Initialize(Draws random)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        this.FanInUniform(random);
        if (classes is Embedding one)
            one.weight!.copy_(random.Normal("classes", one.weight.shape));
        if (classes is Linear several)
            several.weight!.copy_(random.Normal("classes", several.weight.shape));
        IEnumerable<Module> last = [.. modules().OfType<ResidualBlock>().Select(block => block.Last), attention.Last, head];
        foreach (Tensor parameter in last.SelectMany(layer => layer.parameters()))
            parameter.zero_();

        return this;
    }

    /// <summary>The side, in pixels, of the squares that become channels.</summary>
    internal int Side => side;

    /// <summary>Whether a class is a combination of labels: class vectors are then columns of a matrix, not rows.</summary>
    internal bool HasColumns => code is not null;

    /// <summary>The number of channels at the resolution of the squares.</summary>
    internal long Wide => stem.out_channels;

    /// <summary>Returns the layers on the way down, with their names.</summary>
    internal IEnumerable<(string Name, Module Layer)> WayDown =>
        [
            (nameof(stem), stem),
            .. encoder.Select((block, i) => ($"{nameof(encoder)}.{i}", (Module)block)),
            (nameof(down), down),
            .. deepEncoder.Select((block, i) => ($"{nameof(deepEncoder)}.{i}", (Module)block)),
        ];

    /// <summary>
    /// Returns the row counts of the matrices in a parameter; null for parameters of the first and last layers, times, classes
    /// and norms.
    /// </summary>
    internal static IReadOnlyList<long>? MatricesIn(string name, long[] shape) =>
        name.Split('.') switch
        {
            [.., "first" or "second", "weight"] => [shape[0]],
            ["down" or "up" or "join", "weight"] or ["attention", "projection", "weight"] => [shape[0]],
            ["attention", "queriesKeysValues", "weight"] => [shape[0] / 3, shape[0] / 3, shape[0] / 3],
            _ => null,
        };

    /// <summary>
    /// Returns the side, in pixels, of the squares that become channels: 2, doubled while more than 24 rows or columns of squares
    /// are left and both sides of the image are multiples of four times the current side. Images of 64 × 64 thus
    /// cost twice as much as 28 × 28, and each position sees as much of the whole image; 60 × 60, which does not divide evenly,
    /// costs twice as much again. Images of more than 128 a side are cut into squares of 8, at most 32 × 32 of them. Squares of
    /// 16 would hold 768 numbers of a colour image, and the first and last layers alone would then cost more than the whole
    /// network does now.
    /// </summary>
    internal static int SideOfSquares(ImageShape shape)
    {
        if (Math.Max(shape.Height, shape.Width) > ConvolutionSizes.MostOfFours)
            return SideOfMany;
        int side = 2;
        while (
            Math.Max(shape.Height, shape.Width) / side > MostSquares
            && shape.Height % (4 * side) == 0
            && shape.Width % (4 * side) == 0
        )
            side *= 2;
        return side;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            classes?.Dispose();
            foreach (
                Module module in (Module[])
                    [time, stem, encoder, down, deepEncoder, attention, deepDecoder, up, join, decoder, headNorm, head]
            )
                module.Dispose();
        }

        base.Dispose(disposing);
    }

    private static ModuleList<ResidualBlock> Blocks(int count, int channels, int embeddingSize) =>
        new([.. Enumerable.Range(0, count).Select(_ => new ResidualBlock(channels, embeddingSize))]);
}
