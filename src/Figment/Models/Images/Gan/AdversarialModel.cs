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
/// What every generative adversarial network has: a generator G that makes images of latents, a discriminator D that
/// judges images, and how classes enter both.
/// </summary>
/// <remarks>
/// Of K conditions (classes or clusters), G takes K more numbers behind the latent, 1 for the one that holds and 0 for the
/// others, and D gives K logits, of which the one counts that belongs to the condition. That is a last layer of D per class, as
/// in the projection discriminator (T. Miyato, M. Koyama, "cGANs with Projection Discriminator", 2018, equation 3), and asks no
/// more of a network than its sizes. Where a class is a combination of labels in several columns, K counts the values of all
/// columns; one number is 1 in each column, and the logits that belong to them are summed.
/// </remarks>
public abstract class AdversarialModel : ImageModel, IDiscriminator
{
    private readonly int latentSize;
    private readonly ClassCode conditions;
    private readonly Module[] discriminatorNorms;
    private Parameter[] learning = []; // what was learning in D when it was frozen

    /// <summary>Checks that two networks fit together. They belong to the model from then on.</summary>
    /// <param name="generator">[B, latent size + K] to [B, C, H, W] in [0, 1].</param>
    /// <param name="discriminator">
    /// [B, C, H, W] to logits: [B, 1] or [B] without conditions, [B, K] with K of them; above 0 means real.
    /// </param>
    /// <param name="latentSize">Numbers per latent vector.</param>
    /// <param name="conditions">How the condition that holds is told, by K numbers.</param>
    /// <param name="classCounts">How often the data has each class; empty without classes.</param>
    /// <param name="table">The labels that classes are combinations of; null where each is one.</param>
    /// <param name="optimizer">Makes the optimizer of each of them.</param>
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

    /// <summary>The network that learns to tell real images from made ones.</summary>
    private protected Module<Tensor, Tensor> Discriminator { get; }

    /// <summary>What trains G.</summary>
    private protected FusedAdam GeneratorOptimizer { get; }

    /// <summary>What trains D.</summary>
    private protected FusedAdam DiscriminatorOptimizer { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<FusedAdam> Optimizers => [GeneratorOptimizer, DiscriminatorOptimizer];

    /// <summary>Whether D sees other images of its batch, so that real and made ones must not share one.</summary>
    private protected bool DiscriminatorNormalises => discriminatorNorms.Length > 0;

    /// <summary>Of convolutional networks the maps between the vectors and the convolutions; null of others.</summary>
    internal GridPart? Maps { get; init; }

    /// <summary>What the network is asked for beside latents.</summary>
    private protected ConditionPart Conditions => new(conditions.Width, HasNames: IsConditional || conditions.Width == 0);

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorAxis> Axes =>
        [
            .. GanLayers.OfDiscriminator("discriminator", Discriminator, Conditions, Shape, Maps),
            .. Networks
                .Where(network => network.Name is "generator" or "average")
                .SelectMany(network => GanLayers.OfGenerator(network.Name, network.Module, latentSize, Conditions, Shape, Maps)),
        ];

    /// <summary>Those of the discriminator (S. Mo et al., "Freeze the Discriminator", 2020, section 2).</summary>
    internal override IReadOnlyList<NamedNetwork> LayersFromData => GanLayers.WithWeights("discriminator", Discriminator);

    /// <summary>The generator whose images are shown: the one that learns, or an average of it.</summary>
    private protected virtual Module<Tensor, Tensor> SamplingGenerator => Generator;

    /// <inheritdoc/>
    public override IReadOnlyList<NamedNetwork> SamplingNetworks => [new NamedNetwork("generator", SamplingGenerator)];

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
                $"Makes {Items} of latents: {latentSize} numbers each, drawn from N(0, 1)"
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

    /// <summary>The condition that the generator takes, and how often each occurs.</summary>
    private protected virtual (string Input, IReadOnlyList<double> Counts)? Draws => DrawsOfLabels;

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkSummary> Summaries() =>
        [
            NetworkSummary.Of("generator", Generator, latentSize + conditions.Width),
            NetworkSummary.Of("discriminator", Discriminator, Shape.Channels, Shape.Height, Shape.Width),
        ];

    /// <summary>Images of a generator in use.</summary>
    private protected Tensor Decode(Tensor latents, Tensor? holding, Module<Tensor, Tensor> generator)
    {
        generator.eval();
        return Images(TensorOperations.Instance, generator, latents, holding);
    }

    /// <summary>The generator's input: latents, and behind them the conditions.</summary>
    /// <param name="latents">[B, latent size].</param>
    /// <param name="holding">The condition that holds, [B], int64; null without conditions.</param>
    private protected Tensor With(Tensor latents, Tensor? holding) => With(TensorOperations.Instance, latents, holding);

    /// <summary>The discriminator's logits: [B].</summary>
    /// <param name="images">[B, C, H, W].</param>
    /// <param name="holding">The condition that holds, [B], int64; null without conditions.</param>
    private protected Tensor Judge(Tensor images, Tensor? holding)
    {
        Tensor logits = Call(Discriminator, images);
        return holding is null ? logits.flatten() : conditions.Holding(logits, holding);
    }

    /// <inheritdoc/>
    public Tensor Realness(Tensor images, Tensor? labels = null)
    {
        ArgumentNullException.ThrowIfNull(images);
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

    /// <summary>Images in [0, 1] as the discriminator has learned to see them, but for noise and changes.</summary>
    private protected virtual Tensor AsSeen(Tensor images) => images;

    /// <summary>The cluster that images in [0, 1] belong to, [B], int64; null of a model without clusters.</summary>
    private protected virtual Tensor? ClusterOf(Tensor images) => null;

    /// <summary>
    /// Lets G learn through a D that stands still. As in Keras, its normalisation layers also leave their running statistics
    /// alone.
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
                $"The generator turns [2, {inputSize}] into [{string.Join(", ", images.shape)}]; it must make images [2, "
                    + $"channels, height, width]. End it in Unflatten, for instance."
            );
        if (images.min().item<float>() < 0 || images.max().item<float>() > 1)
            throw new FigmentException("The generator makes values outside [0, 1]. End it in Sigmoid, or scale its output.");

        Tensor logits = Try("discriminator", Discriminator, images);
        if (width > 0 && (logits.dim() != 2 || logits.shape[0] != 2 || logits.shape[1] != width))
            throw new FigmentException(
                $"The discriminator turns two images into [{string.Join(", ", logits.shape)}]; "
                    + $"of {width} classes or clusters it must give one logit each, [2, {width}]. "
                    + $"End it in Linear(…, {width}), for instance."
            );
        if (width == 0 && (logits.numel() != 2 || logits.shape[0] != 2))
            throw new FigmentException(
                $"The discriminator turns two images into [{string.Join(", ", logits.shape)}]; it must give one logit each, "
                    + $"[2, 1]. End it in Linear(…, 1), for instance."
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
