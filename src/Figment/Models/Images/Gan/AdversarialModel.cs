using Figment.Backend;
using Figment.Data.Images;
using Figment.Formats;
using Figment.Imaging;
using Figment.Networks;
using Figment.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models.Images;

/// <summary>
/// The parts that every generative adversarial network has (I. Goodfellow et al., "Generative Adversarial Nets", 2014): a
/// generator G that makes images from latents, a discriminator D that judges images, and conditions (classes or clusters) for
/// both.
/// </summary>
/// <remarks>
/// With K conditions, G takes K more numbers after the latent: a one-hot code of the condition. D returns K logits, of which only
/// the one for the given condition counts. In effect, D has a last layer for each class, as in the projection discriminator (T.
/// Miyato, M. Koyama, "cGANs with Projection Discriminator", 2018, equation 3). The networks themselves only need the right input
/// and output sizes. Where a class is a combination of labels in several columns, K is the total number of values in all columns.
/// The code then has one 1 for each column, and the logits of these values are summed.
/// </remarks>
public abstract class AdversarialModel : ImageModel, IDiscriminator
{
    private readonly int latentSize;
    private readonly ClassCode conditions;
    private readonly Module[] discriminatorNorms;
    private Parameter[] learning = []; // The parameters of D that were learning when it was frozen.

    /// <summary>Checks that two networks fit together. The model takes ownership of them.</summary>
    /// <param name="generator">[B, latent size + K] to [B, C, H, W] in [0, 1].</param>
    /// <param name="discriminator">
    /// [B, C, H, W] to logits: [B, 1] or [B] without conditions, [B, K] with K conditions. A logit above 0 means real.
    /// </param>
    /// <param name="latentSize">The number of values in a latent vector.</param>
    /// <param name="conditions">How a condition is encoded in K numbers.</param>
    /// <param name="classCounts">How often each class occurs in the data; empty without classes.</param>
    /// <param name="table">The labels whose combinations are the classes; null where a class is a single label.</param>
    /// <param name="optimizer">Creates the optimizer of a network.</param>
    /// <exception cref="FigmentException">The networks do not fit together; the message gives the shapes.</exception>
    private protected AdversarialModel(
        Module<Tensor, Tensor> generator,
        Module<Tensor, Tensor> discriminator,
        int latentSize,
        ClassCode conditions,
        IReadOnlyList<int> classCounts,
        LabelTable? table,
        Func<Module, FusedAdam> optimizer
    )
        : base(classCounts, table)
    {
        Generator = generator;
        Discriminator = discriminator;
        this.latentSize = latentSize;
        this.conditions = conditions;
        Shape = CheckFit();
        discriminatorNorms = [.. discriminator.modules().Where(module => module is NormBase)];
        GeneratorOptimizer = optimizer(generator);
        DiscriminatorOptimizer = optimizer(discriminator);
    }

    /// <inheritdoc/>
    public override ImageShape Shape { get; }

    /// <summary>The network that learns to make images.</summary>
    private protected Module<Tensor, Tensor> Generator { get; }

    /// <summary>The network that learns to tell real images from generated ones.</summary>
    private protected Module<Tensor, Tensor> Discriminator { get; }

    /// <summary>The optimizer of G.</summary>
    private protected FusedAdam GeneratorOptimizer { get; }

    /// <summary>The optimizer of D.</summary>
    private protected FusedAdam DiscriminatorOptimizer { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<FusedAdam> Optimizers => [GeneratorOptimizer, DiscriminatorOptimizer];

    /// <summary>
    /// Whether D's output for an image depends on the other images of the batch, so that real and generated images must not share
    /// a batch.
    /// </summary>
    private protected bool DiscriminatorNormalises => discriminatorNorms.Length > 0;

    /// <summary>
    /// The feature maps between the vectors and the convolutions of convolutional networks; null for other networks.
    /// </summary>
    internal GridPart? Maps { get; init; }

    /// <summary>The conditions that the networks take besides latents.</summary>
    private protected ConditionPart Conditions => new(conditions.Width, HasNames: IsConditional || conditions.Width == 0);

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorAxis> Axes =>
        [
            .. GanLayers.OfDiscriminator("discriminator", Discriminator, Conditions, Shape, Maps),
            .. Networks
                .Where(network => network.Name is "generator" or "average")
                .SelectMany(network => GanLayers.OfGenerator(network.Name, network.Module, latentSize, Conditions, Shape, Maps)),
        ];

    /// <summary>The layers of the discriminator (S. Mo et al., "Freeze the Discriminator", 2020, section 2).</summary>
    internal override IReadOnlyList<NamedNetwork> LayersFromData => GanLayers.WithWeights("discriminator", Discriminator);

    /// <summary>The generator that samples are made with: the one that learns, or the average of its weights.</summary>
    private protected virtual Module<Tensor, Tensor> SamplingGenerator => Generator;

    /// <inheritdoc/>
    public override IReadOnlyList<NamedNetwork> SamplingNetworks => [new NamedNetwork("generator", SamplingGenerator)];

    internal override IReadOnlyList<string> NotInSamplers => ["discriminator"];

    internal override string? NameInOnnx(string tensor) =>
        tensor.StartsWith("generator.", StringComparison.Ordinal) ? tensor : null;

    /// <inheritdoc/>
    protected internal override bool MixesClasses => IsConditional;

    /// <inheritdoc/>
    public override Tensor DrawLatents(int count, Draws random) => random.Normal("latents", [count, latentSize]).On(Device);

    /// <inheritdoc/>
    public override Tensor Decode(Tensor latents, Tensor? labels = null)
    {
        if (IsConditional)
            ArgumentNullException.ThrowIfNull(labels);
        return Decode(latents, holding: IsConditional ? labels : null, SamplingGenerator);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<OnnxPart> OnnxParts =>
        [
            new OnnxPart(
                "generator",
                $"Makes {Items} from latents: {latentSize} numbers each, drawn from N(0, 1)"
                    + (
                        conditions.Count > 0
                            ? $", and the number of one of {conditions.Count} "
                                + $"{(IsConditional ? "classes" : "clusters that it found by itself")}."
                            : "."
                    ),
                Draws,
                AddGenerator
            ),
        ];

    /// <summary>
    /// The name of the generator's condition input and how often each condition occurs; null without conditions.
    /// </summary>
    private protected virtual (string Input, IReadOnlyList<double> Counts)? Draws => DrawsOfLabels;

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkSummary> Summaries() =>
        [
            NetworkSummary.Of("generator", Generator, latentSize + conditions.Width),
            NetworkSummary.Of("discriminator", Discriminator, Shape.Channels, Shape.Height, Shape.Width),
        ];

    /// <summary>Makes images with a generator in evaluation mode.</summary>
    private protected Tensor Decode(Tensor latents, Tensor? holding, Module<Tensor, Tensor> generator)
    {
        generator.eval();
        return Images(TensorOperations.Instance, generator, latents, holding);
    }

    /// <summary>Returns the generator's input: the latents, followed by the encoded condition.</summary>
    /// <param name="latents">[B, latent size].</param>
    /// <param name="holding">The condition of each image, [B], int64; null without conditions.</param>
    private protected Tensor With(Tensor latents, Tensor? holding) => With(TensorOperations.Instance, latents, holding);

    /// <summary>Returns the discriminator's logits, [B].</summary>
    /// <param name="images">[B, C, H, W].</param>
    /// <param name="holding">The condition of each image, [B], int64; null without conditions.</param>
    private protected Tensor Judge(Tensor images, Tensor? holding)
    {
        Tensor logits = Call(Discriminator, images);
        return holding is null ? logits.flatten() : conditions.Holding(logits, holding);
    }

    /// <inheritdoc/>
    public Tensor Realness(Tensor images, Tensor? labels = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        Require("discriminator", $"it cannot tell how real {Items} look");
        Discriminator.eval();
        Tensor? holding = IsConditional ? labels : ClusterOf(images);
        if (!IsConditional || holding is not null)
            return Judge(AsSeen(images), holding);
        Tensor[] asEach =
        [
            .. Enumerable
                .Range(0, ClassCounts.Count)
                .Select(label =>
                    Judge(AsSeen(images), Scalars.Filled([images.shape[0]], label, ScalarType.Int64, images.device))
                ),
        ];
        return stack(asEach).amax([0]);
    }

    /// <summary>Maps images from [0, 1] to the range that the discriminator has learned, without noise or augmentation.</summary>
    private protected virtual Tensor AsSeen(Tensor images) => images;

    /// <summary>Returns the cluster of each image in [0, 1], [B], int64; null for a model without clusters.</summary>
    private protected virtual Tensor? ClusterOf(Tensor images) => null;

    /// <summary>
    /// Freezes D while G learns through it. As in Keras, the running statistics of its normalisation layers do not change either.
    /// </summary>
    private protected void FreezeDiscriminator(bool frozen)
    {
        if (frozen)
            learning = [.. Discriminator.parameters().Where(parameter => parameter.requires_grad)];
        foreach (Parameter parameter in learning)
            parameter.requires_grad_(!frozen);
        foreach (Module norm in discriminatorNorms)
            norm.train(!frozen);
        foreach (NamedNetwork layer in Frozen)
            layer.Module.eval();
    }

    private T With<T>(IOperations<T> ops, T latents, T? holding) =>
        holding is null ? latents : ops.Concat(1, latents, conditions.Of(ops, holding, like: latents));

    private T Images<T>(IOperations<T> ops, Module generator, T latents, T? holding) =>
        ops.InFloat32(Call(ops, generator, With(ops, latents, holding)));

    private void AddGenerator(OnnxGraph graph)
    {
        OnnxValue latents = graph.Input("latents", latentSize);
        OnnxValue? holding = Draws is { } draws ? graph.IndexInput(draws.Input) : null;
        OnnxOperations nodes = new(graph, SamplingNetworks.Select(network => (network.Name, network.Module)));
        Give(graph, Images(nodes, SamplingGenerator, latents, holding));
    }

    private ImageShape CheckFit()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Generator.eval();
        Discriminator.eval();
        int width = conditions.Width,
            inputSize = latentSize + width;
        Tensor images = Try("generator", Generator, zeros([2, inputSize]));
        if (images.dim() != 4 || images.shape[0] != 2)
            throw new FigmentException(
                $"The generator turns [2, {inputSize}] into [{string.Join(", ", images.shape)}], but it must make images [2, "
                    + $"channels, height, width]. Make Unflatten its last layer, for instance."
            );
        if (images.min().item<float>() < 0 || images.max().item<float>() > 1)
            throw new FigmentException(
                "The generator's output has values outside [0, 1]. Make Sigmoid its last layer, or scale its output."
            );

        Tensor logits = Try("discriminator", Discriminator, images);
        if (width > 0 && (logits.dim() != 2 || logits.shape[0] != 2 || logits.shape[1] != width))
            throw new FigmentException(
                $"The discriminator turns two images into [{string.Join(", ", logits.shape)}]; with {width} classes or clusters, "
                    + $"it must give one logit per image and class, [2, {width}]. Make Linear(…, {width}) its last layer, for "
                    + $"instance."
            );
        if (width == 0 && (logits.numel() != 2 || logits.shape[0] != 2))
            throw new FigmentException(
                $"The discriminator turns two images into [{string.Join(", ", logits.shape)}]; it must give one logit per image, "
                    + $"[2, 1]. Make Linear(…, 1) its last layer, for instance."
            );
        return new ImageShape((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);
    }

    private static Tensor Try(string name, Module<Tensor, Tensor> network, Tensor input)
    {
        try
        {
            return network.call(input);
        }
        catch (Exception e)
            when (e is System.Runtime.InteropServices.ExternalException or ArgumentException or InvalidOperationException)
        {
            string reason = e.Message.Split('\n')[0];
            throw new FigmentException(
                $"The {name} does not take an input of shape [{string.Join(", ", input.shape)}]: {reason}. Check its first "
                    + $"layer and the latent size.",
                e
            );
        }
    }
}
