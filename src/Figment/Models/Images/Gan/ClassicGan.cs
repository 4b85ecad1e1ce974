using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Networks;
using Figment.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Figment.Models.Images;

/// <summary>
/// A generative adversarial network as a well-known tutorial teaches it (after I. Goodfellow et al., "Generative Adversarial
/// Nets", 2014).
/// </summary>
/// <remarks>
/// A step trains as the Keras tutorial does: D on a real batch, then D on a fake batch, each with its own update, and then G
/// through a frozen D. G makes images twice in a step, for D and for itself, both times with the statistics of the batch, so its
/// running statistics are updated twice; sampling only reads them. (Keras's <c>predict</c> would make D's fakes with the running
/// statistics. At momentum 0.99, those lag far behind a generator that has only begun to learn, and D learns to recognise
/// outdated images. In PyTorch, 6,000 such steps gave nothing but blobs, whereas these steps give digits.)
/// </remarks>
internal sealed class ClassicGan : AdversarialModel
{
    private readonly ClassicGanOptions options;

    /// <summary>Creates a model from two networks, and takes ownership of them.</summary>
    /// <param name="generator">
    /// Maps [B, latent size + K] to [B, C, H, W] in [0, 1] (it should end in a sigmoid); K is the number of classes.
    /// </param>
    /// <param name="discriminator">
    /// Maps [B, C, H, W] to logits without a sigmoid, above 0 for real images: [B, 1] or [B], or [B, K] with K classes.
    /// </param>
    /// <param name="options">How the model learns; null for the tutorial's settings.</param>
    /// <param name="classCounts">How often each class occurs in the data, for a conditional model; null without classes.</param>
    /// <exception cref="OptionsException">An option is out of range.</exception>
    /// <exception cref="FigmentException">The networks do not fit together; the message gives the shapes.</exception>
    public ClassicGan(
        Module<Tensor, Tensor> generator,
        Module<Tensor, Tensor> discriminator,
        ClassicGanOptions? options = null,
        IReadOnlyList<int>? classCounts = null
    )
        : this(OptionsValidator.Valid(options ?? new ClassicGanOptions()), generator, discriminator, classCounts ?? [], null) { }

    private ClassicGan(
        ClassicGanOptions options,
        Module<Tensor, Tensor> generator,
        Module<Tensor, Tensor> discriminator,
        IReadOnlyList<int> classCounts,
        LabelTable? table
    )
        : base(
            generator,
            discriminator,
            options.LatentSize,
            CodeOf(classCounts, table),
            classCounts,
            table,
            network => new FusedAdam([network], options.Beta1, options.Beta2, options.Epsilon)
        )
    {
        this.options = options;
        Networks = [new NamedNetwork("generator", generator), new NamedNetwork("discriminator", discriminator)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedNetwork> Networks { get; }

    /// <summary>Builds the tutorial's GAN for images of any shape.</summary>
    /// <param name="options">How the model learns.</param>
    /// <param name="data">The data that the model is made for.</param>
    /// <param name="random">The source of the initial weights.</param>
    public static ClassicGan Create(ClassicGanOptions options, ImageDescription data, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(random);
        OptionsValidator.ThrowIfInvalid(options);
        IReadOnlyList<int> classes = options.ClassesOf(data);
        LabelTable? table = TableOf(options, data);
        int conditions = CodeOf(classes, table).Width;
        using Draws weights = random.Draws("weights");
        Sequential generator = ClassicGanNetworks.Generator(options.LatentSize + conditions, data.Shape).GlorotUniform(weights);
        Sequential discriminator = ClassicGanNetworks.Discriminator(data.Shape, Math.Max(1, conditions)).GlorotUniform(weights);
        return new ClassicGan(options, generator, discriminator, classes, table);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int count = (int)batch.Count;
        return TrainStep(batch, DrawLatents(count, random), DrawLatents(count, random), random);
    }

    /// <summary>
    /// Makes a step with given latents: one batch for D's fakes and one for G's update. It draws no other random numbers.
    /// </summary>
    internal IReadOnlyList<Measure> TrainStep(
        Batch batch,
        Tensor latentsForDiscriminator,
        Tensor latentsForGenerator,
        Draws random
    )
    {
        Generator.train();
        Train(Discriminator);

        // D learns that real images are real, and then that G's images are fake.
        IReadOnlyList<Measure> real = Accumulate(
            DiscriminatorOptimizer,
            batch,
            random,
            (piece, _) => TeachDiscriminator(piece, piece.Items, isReal: true)
        );
        DiscriminatorOptimizer.Step(options.LearningRate);
        IReadOnlyList<Measure> fake = Accumulate(
            DiscriminatorOptimizer,
            batch,
            random,
            (piece, _) => TeachDiscriminator(piece, Fakes(piece, latentsForDiscriminator), isReal: false)
        );
        DiscriminatorOptimizer.Step(options.LearningRate);

        // G learns to have its images taken for real, through a frozen D.
        IReadOnlyList<Measure> generatorLoss;
        FreezeDiscriminator(true);
        try
        {
            generatorLoss = Accumulate(
                GeneratorOptimizer,
                batch,
                random,
                (piece, _) => TeachGenerator(piece, latentsForGenerator)
            );
            GeneratorOptimizer.Step(options.LearningRate);
        }
        finally
        {
            FreezeDiscriminator(false);
        }

        return [new Measure("d_loss", real[0].Value.Plus(fake[0].Value).mul_(Scalars.Half)), .. generatorLoss, real[1], fake[1]];
    }

    private Tensor? ClassesOf(Batch batch) => IsConditional ? batch.Labels : null;

    private Tensor Fakes(Batch batch, Tensor latents)
    {
        using IDisposable noGradients = no_grad();
        return Call(Generator, With(batch.PartOf(latents), ClassesOf(batch)));
    }

    private IReadOnlyList<Measure> TeachDiscriminator(Batch batch, Tensor images, bool isReal)
    {
        Tensor logits = Judge(images, ClassesOf(batch));
        Tensor loss = binary_cross_entropy_with_logits(logits, isReal ? ones_like(logits) : zeros_like(logits));
        loss.backward();
        Tensor correct = isReal ? logits.detach().gt(Scalars.Zero) : logits.detach().le(Scalars.Zero);
        string accuracy = isReal ? "d_accuracy_real" : "d_accuracy_fake";
        return [new Measure("loss", loss.detach()), new Measure(accuracy, correct.to(ScalarType.Float32).mean())];
    }

    private IReadOnlyList<Measure> TeachGenerator(Batch batch, Tensor latents)
    {
        Tensor logits = Judge(Call(Generator, With(batch.PartOf(latents), ClassesOf(batch))), ClassesOf(batch));
        Tensor loss = binary_cross_entropy_with_logits(logits, ones_like(logits));
        loss.backward();
        return [new Measure("g_loss", loss.detach())];
    }
}
