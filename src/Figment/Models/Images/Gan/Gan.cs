using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Networks;
using Figment.Optimizers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models.Images;

/// <summary>
/// A generative adversarial network (I. Goodfellow et al., "Generative Adversarial Nets", 2014) with later remedies against
/// collapse: any adversarial loss, gradient penalties, noise and augmentation in front of D, separately learned clusters of
/// similar images, and an average of G's weights.
/// </summary>
/// <remarks>
/// In a step, G makes one batch with the classes or clusters of the real batch. D learns from this batch and from the real
/// images. Then G learns from the same batch, as judged by the updated D. D sees pixels in [−1, 1].
/// </remarks>
public sealed partial class Gan : AdversarialModel
{
    private readonly GanOptions options;
    private readonly WeightAverage? average;
    private readonly OnlineClusters? clusters;

    /// <summary>Creates a model from two networks, and takes ownership of them.</summary>
    /// <param name="generator">
    /// Builds a network that maps [B, latent size + K] to [B, C, H, W] in [0, 1] (it should end in a sigmoid); K is the number of
    /// classes or clusters. This function is called a second time if the options ask for an average of the weights, which is kept
    /// in a separate network.
    /// </param>
    /// <param name="discriminator">
    /// Maps [B, C, H, W] in [−1, 1] to logits without a sigmoid, above 0 for real images: [B, 1] or [B], or [B, K] with K classes
    /// or clusters.
    /// </param>
    /// <param name="options">How the model learns; null for the preset <c>gan</c>.</param>
    /// <param name="classCounts">How often each class occurs in the data, for a conditional model; null without classes.</param>
    /// <exception cref="OptionsException">An option is out of range.</exception>
    /// <exception cref="FigmentException">The networks do not fit together; the message gives the shapes.</exception>
    /// <exception cref="ArgumentException">
    /// The options ask for an average, and <paramref name="generator"/> returned the same network twice.
    /// </exception>
    public Gan(
        Func<Module<Tensor, Tensor>> generator,
        Module<Tensor, Tensor> discriminator,
        GanOptions? options = null,
        IReadOnlyList<int>? classCounts = null
    )
        : this(OptionsValidator.Valid(options ?? new GanOptions()), generator, discriminator, classCounts ?? [], null) { }

    private Gan(
        GanOptions options,
        Func<Module<Tensor, Tensor>> generator,
        Module<Tensor, Tensor> discriminator,
        IReadOnlyList<int> classCounts,
        LabelTable? table
    )
        : base(
            (generator ?? throw new ArgumentNullException(nameof(generator)))(),
            discriminator,
            options.LatentSize,
            ConditionsOf(options, classCounts, table),
            classCounts,
            table,
            network => new FusedAdam([network], options.Beta1, options.Beta2)
        )
    {
        this.options = options;
        if (options.EmaHalfLife > 0)
            average = new WeightAverage(Generator, generator());
        if (options.Clusters > 0 && !IsConditional)
            clusters = new OnlineClusters(options.Clusters, Shape.Size);
        Networks = [new NamedNetwork("generator", Generator), new NamedNetwork("discriminator", discriminator)];
        if (average is not null)
            Networks = [.. Networks, new NamedNetwork("average", average.Network)];
        if (clusters is not null)
            Networks = [.. Networks, new NamedNetwork("clusters", clusters)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedNetwork> Networks { get; }

    /// <summary>Builds networks for data and creates a model from them.</summary>
    /// <param name="options">How the model learns; the preset has checked these options.</param>
    /// <param name="data">The data that the model is made for.</param>
    /// <param name="random">The source of the initial weights.</param>
    /// <param name="generator">Builds G from its number of inputs, with weights drawn from the given random numbers.</param>
    /// <param name="discriminator">Builds D from its number of logits, with weights drawn from the given random numbers.</param>
    /// <param name="maps">The feature maps between the vectors and the convolutions, for convolutional networks.</param>
    internal static Gan Build<TNetwork>(
        GanOptions options,
        ImageDescription data,
        SeededRandom random,
        Func<int, Draws, TNetwork> generator,
        Func<int, Draws, TNetwork> discriminator,
        GridPart? maps = null
    )
        where TNetwork : Module<Tensor, Tensor>
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(random);
        IReadOnlyList<int> classes = options.ClassesOf(data);
        LabelTable? table = TableOf(options, data);
        int conditions = ConditionsOf(options, classes, table).Width;
        using Draws weights = random.Draws("weights");
        TNetwork judge = discriminator(Math.Max(1, conditions), weights);
        return new Gan(options, () => generator(options.LatentSize + conditions, weights), judge, classes, table) { Maps = maps };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedNetwork> SamplingNetworks =>
        clusters is null ? base.SamplingNetworks : [.. base.SamplingNetworks, new NamedNetwork("clusters", clusters)];

    /// <inheritdoc/>
    public override Tensor DrawLatents(int count, Draws random) =>
        random.Normal("latents", [count, options.LatentSize + (clusters?.Count ?? 0)]).On(Device);

    /// <inheritdoc/>
    public override Tensor Decode(Tensor latents, Tensor? labels = null)
    {
        ArgumentNullException.ThrowIfNull(latents);
        if (clusters is null)
            return base.Decode(latents, labels);
        Tensor drawn = clusters.Draw(latents.narrow(1, options.LatentSize, clusters.Count));
        return Decode(latents.narrow(1, 0, options.LatentSize), drawn, SamplingGenerator);
    }

    /// <summary>
    /// The model's latents end with the random numbers that choose a cluster; the ONNX network takes the cluster itself instead.
    /// </summary>
    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Tensor Value)> OnnxInputs(Tensor latents, Tensor? labels)
    {
        ArgumentNullException.ThrowIfNull(latents);
        return clusters is null
            ? base.OnnxInputs(latents, labels)
            :
            [
                ("latents", latents.narrow(1, 0, options.LatentSize)),
                ("clusters", clusters.Draw(latents.narrow(1, options.LatentSize, clusters.Count))),
            ];
    }

    private protected override (string Input, IReadOnlyList<double> Counts)? Draws =>
        clusters is null ? base.Draws : ("clusters", clusters.Counts());

    private protected override Module<Tensor, Tensor> SamplingGenerator => average?.Network ?? Generator;

    /// <summary>Two images for each update of the discriminator.</summary>
    internal override int LeastBatch => 2 * options.DiscriminatorSteps;

    /// <inheritdoc/>
    internal override OptionSentence TooSmall(int batch) =>
        $"A batch of {batch} images is too small for {options.DiscriminatorSteps} updates of the discriminator, which need at "
        + $"least two images each. Make the batch larger, or discriminatorSteps smaller.";

    /// <summary>One part for each update of the discriminator.</summary>
    internal override int BatchParts => options.DiscriminatorSteps;

    /// <inheritdoc/>
    public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Share.Batch < LeastBatch)
            throw new FigmentException(TooSmall(batch.Share.Batch));
        if (batch.Share.Parts != BatchParts)
            batch = batch.Of(BatchShare.Alone((int)batch.Count, BatchParts));
        BatchShare share = batch.Share;
        Generator.train();
        Train(Discriminator);
        double rate =
            options.LearningRate
            * Schedule.InverseRoot(moment.Items, options.SteadyItems)
            * Schedule.FallingToZero(moment.Fraction, options.Decay);
        double noise = options.InstanceNoise * 2 * (1 - moment.Fraction); // A share of the range [−1, 1], whose width is 2.

        // --- G makes images with the classes or clusters of the batch.
        Tensor? holding = IsConditional ? batch.Labels : clusters?.Learn(batch.Items, moment.Items);
        Tensor latents = With(base.DrawLatents((int)batch.Count, random), holding);
        Tensor fakes =
            share.Pieces == 1
                ? Call(Generator, latents)
                : FakesInPieces.Make(Generator, latents, share, some => Call(Generator, some));

        // --- D learns to tell them from the real images.
        IReadOnlyList<Measure> judged = [];
        for (int part = 0; part < options.DiscriminatorSteps; part++)
        {
            BatchShare own = share.Part(part);
            long update = (moment.Step * options.DiscriminatorSteps) + part;
            judged = Accumulate(
                DiscriminatorOptimizer,
                batch.Of(own),
                share.Parts == 1 ? random : random.Of(own.Items),
                (piece, draws) =>
                    TeachDiscriminator(piece, piece.PartOf(fakes.detach()), piece.PartOf(holding), noise, update, draws)
            );
            DiscriminatorOptimizer.Step(rate);
        }

        // --- G learns to have its images taken for real, through a frozen D.
        IReadOnlyList<Measure> generatorLoss;
        FreezeDiscriminator(true);
        try
        {
            generatorLoss = Accumulate(
                GeneratorOptimizer,
                batch,
                random,
                (piece, draws) =>
                    TeachGenerator(
                        share.Pieces == 1 ? fakes : Call(Generator, piece.PartOf(latents)),
                        piece.Items,
                        piece.PartOf(holding),
                        noise,
                        draws
                    )
            );
            GeneratorOptimizer.Step(rate);
        }
        finally
        {
            FreezeDiscriminator(false);
        }

        average?.Follow(share.Batch, options.EmaHalfLife, moment.Items + share.Batch, GeneratorOptimizer.Weights);
        return [judged[0], .. generatorLoss, .. judged.Skip(1)];
    }

    /// <summary>Returns how the class, or else the cluster, is encoded for G and D.</summary>
    private static ClassCode ConditionsOf(GanOptions options, IReadOnlyList<int> classes, LabelTable? table) =>
        table is null ? new ClassCode(options.Conditions(classes.Count)) : CodeOf(classes, table);
}
