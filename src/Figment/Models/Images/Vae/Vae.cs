using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Formats;
using Figment.Imaging;
using Figment.Networks;
using Figment.Objectives;
using Figment.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models.Images;

/// <summary>
/// A variational autoencoder (D. Kingma, M. Welling, "Auto-Encoding Variational Bayes", 2013): an encoder that tells which
/// latents may stand behind an image, q(z|x), and a decoder that makes images of latents, p(x|z), trained together by a lower
/// bound on log p(x).
/// </summary>
/// <remarks>
/// Of K classes, the decoder takes the class as K more numbers behind the latent, 1 for the class and 0 for the others, and the
/// encoder takes its number (D. Kingma et al., "Semi-supervised Learning with Deep Generative Models", 2014, section 2, with the
/// class known).
/// </remarks>
internal sealed class Vae : ImageModel, ILatentEncoder
{
    private const double FirstDeviation = 0.3;

    private readonly Module<Tensor, Tensor?, Tensor> encoder;
    private readonly Module<Tensor, Tensor> decoder;
    private readonly SharedDeviation? learnedDeviation;
    private readonly FusedAdam optimizer;

    /// <summary>Puts two networks together. They belong to the model from then on.</summary>
    /// <param name="encoder">
    /// Images, [B, C, H, W] in [0, 1], and the labels, [B], int64, which are null without classes, to [B, 2 D]: of D latent
    /// numbers the means, and behind them the logarithms of the variances.
    /// </param>
    /// <param name="decoder">[B, D + K] to [B, C, H, W]: logits of ink, no sigmoid, or under a Gaussian likelihood means.</param>
    /// <param name="options">How to learn; null takes the defaults.</param>
    /// <param name="classCounts">
    /// Of a conditional model, how often the data has each class, K of them; null without classes.
    /// </param>
    /// <param name="table">Of classes that are combinations of labels, these; K is then the number of their values.</param>
    /// <exception cref="OptionsException">An option is out of its range, or does not go with another.</exception>
    /// <exception cref="FigmentException">The networks do not fit together; the message gives the shapes.</exception>
    public Vae(
        Module<Tensor, Tensor?, Tensor> encoder,
        Module<Tensor, Tensor> decoder,
        VaeOptions? options = null,
        IReadOnlyList<int>? classCounts = null,
        LabelTable? table = null
    )
        : base(classCounts ?? [], table)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(decoder);
        Options = options ?? new VaeOptions();
        OptionsValidator.ThrowIfInvalid(Options);
        this.encoder = encoder;
        this.decoder = decoder;
        Shape = VaeFit.Check(encoder, decoder, Options.LatentSize, Code.Width);
        Networks = [new NamedNetwork("encoder", encoder), new NamedNetwork("decoder", decoder)];
        if (Options is { Likelihood: PixelModel.Gaussian, StandardDeviation: null })
        {
            learnedDeviation = new SharedDeviation(FirstDeviation);
            Networks = [.. Networks, new NamedNetwork("deviation", learnedDeviation)];
        }

        optimizer = new FusedAdam([.. Networks.Select(network => network.Module)], weightDecay: Options.WeightDecay);
    }

    /// <inheritdoc/>
    public override ImageShape Shape { get; }

    /// <summary>
    /// Encoder, decoder and, where it is learned, the deviation of pixels; sampling keeps all, so that likelihoods can be told.
    /// </summary>
    public override IReadOnlyList<NamedNetwork> Networks { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<FusedAdam> Optimizers => [optimizer];

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorAxis> Axes =>
        VaeLayers.AxesOf(encoder, decoder, Shape, Options.LatentSize, new(Code.Width));

    /// <summary>Those of the encoder.</summary>
    internal override IReadOnlyList<NamedNetwork> LayersFromData =>
        [.. TensorAxis.LayersOf(encoder).SkipLast(1).Select(layer => new NamedNetwork($"encoder.{layer.Name}", layer.Layer))];

    /// <summary>How it learns.</summary>
    public VaeOptions Options { get; }

    /// <summary>Fully connected networks, for images of any shape.</summary>
    /// <param name="options">How to learn.</param>
    /// <param name="data">What it is made for.</param>
    /// <param name="random">Where the first weights come from.</param>
    public static Vae Dense(VaeOptions options, ImageDescription data, SeededRandom random) =>
        Create(VaeNetworks.DenseEncoder, VaeNetworks.DenseDecoder, options, data, random);

    /// <summary>Convolutional networks over patches, for images whose sides are multiples of 8 up to 256.</summary>
    /// <exception cref="FigmentException">No such networks can be built for images of that size.</exception>
    /// <inheritdoc cref="Dense"/>
    public static Vae Convolutional(VaeOptions options, ImageDescription data, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Create(VaeNetworks.ConvEncoder, VaeNetworks.ConvDecoder, options, data, random);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Train(encoder);
        decoder.train();
        double rate =
            Options.LearningRate
            * Schedule.Rising(moment.Fraction, Options.WarmUp)
            * Schedule.FallingToZero(moment.Fraction, Options.Decay);
        List<Measure> measures =
        [
            .. Accumulate(optimizer, batch, random, (piece, draws) => VaeGradients.SendBack(this, piece, draws)),
        ];
        optimizer.Step(rate);
        if (learnedDeviation is not null)
            measures.Add(new Measure("deviation", learnedDeviation.Log().detach().exp()));
        return measures;
    }

    /// <inheritdoc/>
    protected internal override bool MixesClasses => IsConditional;

    /// <inheritdoc/>
    public override Tensor DrawLatents(int count, Draws random) =>
        random.Normal("latents", [count, Options.LatentSize]).On(Device);

    /// <summary>Makes the mean image of each latent, E p(x|z).</summary>
    /// <inheritdoc/>
    public override Tensor Decode(Tensor latents, Tensor? labels = null)
    {
        decoder.eval();
        if (IsConditional)
            ArgumentNullException.ThrowIfNull(labels);
        return Images(TensorOperations.Instance, latents, labels);
    }

    /// <inheritdoc/>
    public Tensor Encode(Tensor images, Tensor? labels = null)
    {
        using IDisposable noGradients = no_grad();
        using IDisposable exact = InFloat32();
        using DisposeScope scope = NewDisposeScope();
        encoder.eval();
        return Posterior(images, labels).Mean.MoveToOuterDisposeScope();
    }

    /// <summary>q(z|x), by the encoder as it stands (training or not).</summary>
    /// <param name="images">[B, C, H, W], float32 in [0, 1].</param>
    /// <param name="labels">The class of each image, [B], int64; null where the model takes no classes.</param>
    internal DiagonalGaussian Posterior(Tensor images, Tensor? labels)
    {
        if (IsConditional)
            ArgumentNullException.ThrowIfNull(labels);
        return DiagonalGaussian.Of(Parameters(TensorOperations.Instance, images, labels));
    }

    /// <summary>log p(x|z) of each image and latent, by the decoder as it stands (training or not).</summary>
    /// <param name="images">[B, C, H, W].</param>
    /// <param name="latents">[S, B, D].</param>
    /// <param name="labels">The class of each image, [B]; null where the model takes no classes.</param>
    /// <returns>[S, B], in nats.</returns>
    internal Tensor LogLikelihood(Tensor images, Tensor latents, Tensor? labels)
    {
        long samples = latents.shape[0];
        Tensor rows = latents.flatten(0, 1),
            output = Output(TensorOperations.Instance, rows, labels?.repeat(samples)).view([samples, .. images.shape]);
        return Options.Likelihood == PixelModel.Bernoulli
            ? PixelLikelihood.Bernoulli(images, output)
            : PixelLikelihood.Gaussian(
                images,
                output,
                learnedDeviation?.Log() ?? tensor((float)Math.Log(Options.StandardDeviation!.Value), device: Device)
            );
    }

    /// <summary>Puts both networks in use, rather than in training, for what reads them without <see cref="Decode"/>.</summary>
    internal void Use()
    {
        encoder.eval();
        decoder.eval();
    }

    /// <summary>The decoder, and the encoder, whose <c>log_variance</c> tells how sure it is of each number.</summary>
    public override IReadOnlyList<OnnxPart> OnnxParts =>
        [
            new OnnxPart(
                "decoder",
                $"Makes {(Meaning is null ? "the mean image" : Items)} of latents: {Options.LatentSize} numbers each, drawn "
                    + $"from N(0, 1).",
                DrawsOfLabels,
                AddDecoder
            ),
            new OnnxPart(
                "encoder",
                "Finds the latents that may stand behind images, [batch, C, H, W] in [0, 1]: of each number the mean and the "
                    + "logarithm of the variance.",
                DrawsOfLabels,
                AddEncoder
            ),
        ];

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkSummary> Summaries() =>
        [
            NetworkSummary.Of(
                "encoder",
                encoder,
                device =>
                    Posterior(
                        zeros([2, Shape.Channels, Shape.Height, Shape.Width], device: device),
                        zeros([2], ScalarType.Int64, device)
                    )
            ),
            NetworkSummary.Of("decoder", decoder, Options.LatentSize + Code.Width),
            .. learnedDeviation is null
                ? Array.Empty<NetworkSummary>()
                : [NetworkSummary.Of("deviation", learnedDeviation, Shape.Channels, Shape.Height, Shape.Width)],
        ];

    /// <summary>The mean image of each latent.</summary>
    private T Images<T>(IOperations<T> ops, T latents, T? labels)
    {
        T output = Output(ops, latents, labels);
        return ops.InFloat32(Options.Likelihood == PixelModel.Bernoulli ? ops.Sigmoid(output) : ops.Clamp(output, 0, 1));
    }

    /// <summary>What the decoder gives.</summary>
    private T Output<T>(IOperations<T> ops, T latents, T? labels)
    {
        T input = IsConditional ? ops.Concat(1, latents, Code.Of(ops, labels!, like: latents)) : latents;
        return Call(ops, decoder, input);
    }

    /// <summary>What the encoder gives.</summary>
    private T Parameters<T>(IOperations<T> ops, T images, T? labels) =>
        ops.InFloat32(Call(ops, encoder, images, IsConditional ? labels : default));

    private void AddDecoder(OnnxGraph graph)
    {
        OnnxValue latents = graph.Input("latents", Options.LatentSize);
        OnnxValue images = Images(Nodes(graph), latents, IsConditional ? graph.IndexInput("labels") : null);
        Give(graph, images);
    }

    private void AddEncoder(OnnxGraph graph)
    {
        OnnxOperations nodes = Nodes(graph);
        OnnxValue images = graph.Input("images", Shape.Channels, Shape.Height, Shape.Width);
        OnnxValue[] both = nodes.Split(Parameters(nodes, images, IsConditional ? graph.IndexInput("labels") : null), 2, 1);
        graph.Output(both[0], "mean", Options.LatentSize);
        graph.Output(both[1], "log_variance", Options.LatentSize);
    }

    private OnnxOperations Nodes(OnnxGraph graph) => new(graph, Networks.Select(network => (network.Name, network.Module)));

    private static Vae Create(
        Func<ImageShape, int, ClassCode, ImageEncoder> encoder,
        Func<ImageShape, int, ClassCode, Sequential> decoder,
        VaeOptions options,
        ImageDescription data,
        SeededRandom random
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(random);
        OptionsValidator.ThrowIfInvalid(options);
        TorchLibrary.Load();
        IReadOnlyList<int> classes = options.ClassesOf(data);
        LabelTable? table = TableOf(options, data);
        using Draws weights = random.Draws("weights");
        return new Vae(
            encoder(data.Shape, options.LatentSize, CodeOf(classes, table)).FanInUniform(weights),
            decoder(data.Shape, options.LatentSize, CodeOf(classes, table)).FanInUniform(weights),
            options,
            classes,
            table
        );
    }

    /// <summary>What is learned of images: where their grey means ink, black and white are drawn by it.</summary>
    internal Tensor AsSeen(Tensor images, Draws random) =>
        Options is { Likelihood: PixelModel.Bernoulli, GreyPixels: null or GreyPixels.Drawn }
            ? random.Uniform("ink", images.shape).On(Device).lt(images).to(images.dtype)
            : images;
}
