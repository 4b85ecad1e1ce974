using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
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
/// A variational autoencoder (D. Kingma, M. Welling, "Auto-Encoding Variational Bayes", 2013): an encoder that infers which
/// latents may have produced an image, q(z|x), and a decoder that makes images from latents, p(x|z), trained together on a lower
/// bound of log p(x).
/// </summary>
/// <remarks>
/// With K classes, the decoder takes K more numbers after the latent, a one-hot code of the class, and the encoder takes the
/// number of the class (D. Kingma et al., "Semi-supervised Learning with Deep Generative Models", 2014, section 2, with the class
/// known).
/// </remarks>
internal sealed partial class Vae : ImageModel, ILatentEncoder
{
    private const double FirstDeviation = 0.3;

    private readonly Module<Tensor, Tensor?, Tensor> encoder;
    private readonly Module<Tensor, Tensor> decoder;
    private readonly SharedDeviation? learnedDeviation;
    private readonly FusedAdam optimizer;

    /// <summary>Creates a model from two networks, and takes ownership of them.</summary>
    /// <param name="encoder">
    /// Takes images, [B, C, H, W] in [0, 1], and labels, [B], int64 (null without classes), and returns [B, 2 D]: the means of D
    /// latent numbers, followed by the logarithms of their variances.
    /// </param>
    /// <param name="decoder">[B, D + K] to [B, C, H, W]: logits of ink, or means under a Gaussian likelihood.</param>
    /// <param name="options">How the model learns; null for the defaults.</param>
    /// <param name="classCounts">How often each of the K classes occurs in the data; null without classes.</param>
    /// <param name="table">
    /// The labels whose combinations form the classes, if classes are combinations of labels; K is then the total number of
    /// values that the labels can have.
    /// </param>
    /// <exception cref="OptionsException">An option is out of range, or conflicts with another.</exception>
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
    /// The encoder, the decoder and, if it is learned, the standard deviation of pixels. The sampling networks include all of
    /// them, so that likelihoods can be computed.
    /// </summary>
    public override IReadOnlyList<NamedNetwork> Networks { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedNetwork> SamplingNetworks => IsSamplerOnly ? [Networks[1]] : Networks;

    internal override IReadOnlyList<string> NotInSamplers => ["encoder"];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<FusedAdam> Optimizers => [optimizer];

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorAxis> Axes =>
        VaeLayers.AxesOf(encoder, decoder, Shape, Options.LatentSize, new(Code.Width));

    /// <summary>The layers of the encoder.</summary>
    internal override IReadOnlyList<NamedNetwork> LayersFromData =>
        [.. TensorAxis.LayersOf(encoder).SkipLast(1).Select(layer => new NamedNetwork($"encoder.{layer.Name}", layer.Layer))];

    /// <summary>How the model learns.</summary>
    public VaeOptions Options { get; }

    /// <summary>Builds fully connected networks, for images of any shape.</summary>
    /// <param name="options">How the model learns.</param>
    /// <param name="data">The data that the model is made for.</param>
    /// <param name="random">The source of the initial weights.</param>
    public static Vae Dense(VaeOptions options, ImageDescription data, SeededRandom random) =>
        Create(VaeNetworks.DenseEncoder, VaeNetworks.DenseDecoder, options, data, random);

    /// <summary>Builds convolutional networks over patches, for images whose sides are multiples of 8 up to 256.</summary>
    /// <exception cref="FigmentException">No such networks can be built for images of this size.</exception>
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

    /// <summary>Makes the mean image for each latent, that is, the mean of p(x|z).</summary>
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

    /// <summary>Computes q(z|x), with the encoder in its present mode.</summary>
    /// <param name="images">[B, C, H, W], float32 in [0, 1].</param>
    /// <param name="labels">The class of each image, [B], int64; null if the model takes no classes.</param>
    internal DiagonalGaussian Posterior(Tensor images, Tensor? labels)
    {
        Require("encoder", $"the latents of given {Items} cannot be found");
        if (IsConditional)
            ArgumentNullException.ThrowIfNull(labels);
        return DiagonalGaussian.Of(Parameters(TensorOperations.Instance, images, labels));
    }

    /// <summary>Computes log p(x|z) of each image and latent, with the decoder in its present mode.</summary>
    /// <param name="images">[B, C, H, W].</param>
    /// <param name="latents">[S, B, D].</param>
    /// <param name="labels">The class of each image, [B]; null if the model takes no classes.</param>
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

    /// <summary>Puts both networks into evaluation mode, for code that calls them without <see cref="Decode"/>.</summary>
    internal void Use()
    {
        encoder.eval();
        decoder.eval();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkSummary> Summaries() =>
        [
            NetworkSummary.Of(
                "encoder",
                encoder,
                device =>
                    Parameters(
                        TensorOperations.Instance,
                        zeros([2, Shape.Channels, Shape.Height, Shape.Width], device: device),
                        zeros([2], ScalarType.Int64, device)
                    )
            ),
            NetworkSummary.Of("decoder", decoder, Options.LatentSize + Code.Width),
            .. learnedDeviation is null
                ? Array.Empty<NetworkSummary>()
                : [NetworkSummary.Of("deviation", learnedDeviation, Shape.Channels, Shape.Height, Shape.Width)],
        ];

    /// <summary>Makes the mean image of each latent.</summary>
    private T Images<T>(IOperations<T> ops, T latents, T? labels)
    {
        T output = Output(ops, latents, labels);
        return ops.InFloat32(Options.Likelihood == PixelModel.Bernoulli ? ops.Sigmoid(output) : ops.Clamp(output, 0, 1));
    }

    /// <summary>Returns the output of the decoder.</summary>
    private T Output<T>(IOperations<T> ops, T latents, T? labels)
    {
        T input = IsConditional ? ops.Concat(1, latents, Code.Of(ops, labels!, like: latents)) : latents;
        return Call(ops, decoder, input);
    }

    /// <summary>Returns the output of the encoder.</summary>
    private T Parameters<T>(IOperations<T> ops, T images, T? labels) =>
        ops.InFloat32(Call(ops, encoder, images, IsConditional ? labels : default));

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

    /// <summary>
    /// Returns images as the model learns them: where grey stands for the probability of ink, black and white are drawn from it.
    /// </summary>
    internal Tensor AsSeen(Tensor images, Draws random) =>
        Options is { Likelihood: PixelModel.Bernoulli, GreyPixels: null or GreyPixels.Drawn }
            ? random.Uniform("ink", images.shape).On(Device).lt(images).to(images.dtype)
            : images;
}
