using System.Diagnostics.CodeAnalysis;
using Figment.Backend;
using Figment.Data;
using Figment.Imaging;
using Figment.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Figment.Models;

/// <summary>
/// A generative adversarial network (I. Goodfellow et al., "Generative Adversarial Nets", 2014): a generator G makes
/// images of latents z, a discriminator D tells them from real ones, and each learns from the other.
/// </summary>
/// <remarks>
/// One step trains as the Keras tutorial does: D on a real batch, D on a fake batch, each with its own update, then G
/// through a frozen D. G makes images twice in a step, for D and for itself, both times with the statistics of the
/// batch, so its running statistics move twice; sampling reads them and never moves them. (Keras's <c>predict</c> would
/// make D's fakes with the running statistics. At momentum 0.99 those lag far behind a young generator and D learns to
/// tell stale images: measured in PyTorch, 6,000 steps then give nothing but blobs, where these give digits.)
/// </remarks>
public sealed class Gan : GenerativeModel
{
    private readonly Module<Tensor, Tensor> generator;
    private readonly Module<Tensor, Tensor> discriminator;
    private readonly Module[] discriminatorNorms;
    private readonly GanOptions options;
    private Parameter[] discriminatorParameters;
    private Adam generatorOptimizer;
    private Adam discriminatorOptimizer;

    /// <summary>Puts two networks together. They belong to the model from then on.</summary>
    /// <param name="generator">[B, latent size] to [B, C, H, W] in [0, 1] (end it in a sigmoid).</param>
    /// <param name="discriminator">[B, C, H, W] to [B, 1] or [B]: logits, no sigmoid; above 0 means real.</param>
    /// <param name="options">How to learn; null is the tutorial.</param>
    /// <exception cref="OptionsException">An option is out of its range.</exception>
    /// <exception cref="FigmentException">The networks do not fit together; the message gives the shapes.</exception>
    public Gan(Module<Tensor, Tensor> generator, Module<Tensor, Tensor> discriminator, GanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(discriminator);
        this.options = options ?? new GanOptions();
        OptionsValidator.ThrowIfInvalid(this.options);
        this.generator = generator;
        this.discriminator = discriminator;
        Shape = CheckFit();
        discriminatorNorms = [.. discriminator.modules().Where(module => module is NormBase)];
        Bind();
        Networks = [new NamedNetwork("generator", generator), new NamedNetwork("discriminator", discriminator)];
    }

    /// <inheritdoc/>
    public override ImageShape Shape { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedNetwork> Networks { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedNetwork> SamplingNetworks => [Networks[0]];

    /// <summary>The tutorial's GAN, for images of any shape.</summary>
    /// <param name="options">How to learn.</param>
    /// <param name="shape">The images to make.</param>
    /// <param name="random">Where the first weights come from.</param>
    public static Gan Classic(GanOptions options, ImageShape shape, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        OptionsValidator.ThrowIfInvalid(options);
        using Generator weights = random.Generator("weights");
        Sequential generator = ClassicGanNetworks.Generator(options.LatentSize, shape).GlorotUniform(weights);
        Sequential discriminator = ClassicGanNetworks.Discriminator(shape).GlorotUniform(weights);
        return new Gan(generator, discriminator, options);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Measure> TrainStep(Batch batch, Generator random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int count = (int)batch.Count;
        return TrainStep(batch.Images, DrawLatents(count, random), DrawLatents(count, random));
    }

    /// <summary>The step with its latents given: one batch for D's fakes, one for G's update.</summary>
    internal IReadOnlyList<Measure> TrainStep(Tensor images, Tensor latentsForDiscriminator, Tensor latentsForGenerator)
    {
        generator.train();
        discriminator.train();

        // D learns that real images are real, then that G's images are fake.
        (Tensor realLoss, Tensor realAccuracy) = UpdateDiscriminator(images, isReal: true);
        Tensor fakes;
        using (no_grad()) fakes = generator.call(latentsForDiscriminator);
        (Tensor fakeLoss, Tensor fakeAccuracy) = UpdateDiscriminator(fakes, isReal: false);

        // G learns to have its images taken for real, through a D that stands still.
        Tensor generatorLoss;
        FreezeDiscriminator(true);
        try
        {
            generatorLoss = UpdateGenerator(latentsForGenerator);
        }
        finally
        {
            FreezeDiscriminator(false);
        }

        return
        [
            new Measure("d_loss", realLoss.detach().add(fakeLoss.detach()).mul_(0.5)),
            new Measure("g_loss", generatorLoss.detach()),
            new Measure("d_accuracy_real", realAccuracy),
            new Measure("d_accuracy_fake", fakeAccuracy),
        ];
    }

    /// <inheritdoc/>
    public override Tensor DrawLatents(int count, Generator random) =>
        randn([count, options.LatentSize], generator: random).to(Device);

    /// <inheritdoc/>
    public override Tensor Generate(Tensor latents)
    {
        using IDisposable noGradients = no_grad();
        generator.eval();
        return generator.call(latents);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkSummary> Summaries() =>
    [
        NetworkSummary.Of("generator", generator, options.LatentSize),
        NetworkSummary.Of("discriminator", discriminator, Shape.Channels, Shape.Height, Shape.Width),
    ];

    /// <inheritdoc/>
    protected override void OnMoved()
    {
        generatorOptimizer.Dispose();
        discriminatorOptimizer.Dispose();
        Bind();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        generatorOptimizer.Dispose();
        discriminatorOptimizer.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Takes hold of the networks' parameters, which are others after a move to another device.</summary>
    [MemberNotNull(nameof(discriminatorParameters), nameof(generatorOptimizer), nameof(discriminatorOptimizer))]
    private void Bind()
    {
        discriminatorParameters = [.. discriminator.parameters().Where(parameter => parameter.requires_grad)];
        generatorOptimizer = NewOptimizer(generator);
        discriminatorOptimizer = NewOptimizer(discriminator);
    }

    private (Tensor Loss, Tensor Accuracy) UpdateDiscriminator(Tensor images, bool isReal)
    {
        discriminatorOptimizer.zero_grad();
        Tensor logits = discriminator.call(images);
        Tensor loss = binary_cross_entropy_with_logits(logits, isReal ? ones_like(logits) : zeros_like(logits));
        loss.backward();
        discriminatorOptimizer.step();
        Tensor correct = isReal ? logits.detach().gt(0) : logits.detach().le(0);
        return (loss, correct.to(ScalarType.Float32).mean());
    }

    private Tensor UpdateGenerator(Tensor latents)
    {
        generatorOptimizer.zero_grad();
        Tensor logits = discriminator.call(generator.call(latents));
        Tensor loss = binary_cross_entropy_with_logits(logits, ones_like(logits));
        loss.backward();
        generatorOptimizer.step();
        return loss;
    }

    // As in Keras, a frozen normalisation layer also leaves its running statistics alone.
    private void FreezeDiscriminator(bool frozen)
    {
        foreach (Parameter parameter in discriminatorParameters) parameter.requires_grad_(!frozen);
        foreach (Module norm in discriminatorNorms) norm.train(!frozen);
    }

    private Adam NewOptimizer(Module network) =>
        optim.Adam(network.parameters(), options.LearningRate, options.Beta1, options.Beta2, options.Epsilon);

    private ImageShape CheckFit()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        generator.eval();
        discriminator.eval();
        Tensor images = Try("generator", generator, zeros([2, options.LatentSize]));
        if (images.dim() != 4 || images.shape[0] != 2)
            throw new FigmentException($"The generator turns [2, {options.LatentSize}] into [{string.Join(", ", images.shape)}]; it must make images [2, channels, height, width]. End it in Unflatten, for instance.");
        if (images.min().item<float>() < 0 || images.max().item<float>() > 1)
            throw new FigmentException("The generator makes values outside [0, 1]. End it in Sigmoid, or scale its output.");

        Tensor logits = Try("discriminator", discriminator, images);
        if (logits.numel() != 2 || logits.shape[0] != 2)
            throw new FigmentException($"The discriminator turns two images into [{string.Join(", ", logits.shape)}]; it must give one logit each, [2, 1]. End it in Linear(…, 1), for instance.");
        return new ImageShape((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);
    }

    private static Tensor Try(string name, Module<Tensor, Tensor> network, Tensor input)
    {
        try
        {
            return network.call(input);
        }
        catch (Exception e) when (e is System.Runtime.InteropServices.ExternalException or ArgumentException or InvalidOperationException)
        {
            string reason = e.Message.Split('\n')[0];
            throw new FigmentException($"The {name} does not take an input of shape [{string.Join(", ", input.shape)}]: {reason}. Check its first layer and the latent size.", e);
        }
    }
}
