#:project ../src/Figment/Figment.csproj

// A model family in one file, plus one line to register it: a generative moment matching network (Y. Li, K. Swersky, R. Zemel,
// "Generative Moment Matching Networks", 2015), a generator without a discriminator. docs/add-a-model.md walks through it.

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using Figment.Optimizers;
using Figment.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

// The one line. In ModelCatalog, it makes 'figment train gmmn' work.
var preset = new ModelPreset<MomentMatchingOptions, ImageDescription>(
    "gmmn",
    "moment matching: one network, one loss, no discriminator",
    new MomentMatchingOptions(),
    MomentMatching.Create
);

using var mnist = Datasets.Mnist();
using var model = (ImageModel)preset.Create(preset.OptionsFor(mnist.Description), mnist.Description, new SeededRandom(0));
var progress = TrainingProgress.Listener(p =>
    Console.WriteLine($"step {p.Step}: {string.Join(", ", p.Measures.Select(m => $"{m.Key} {m.Value:F4}"))}")
);
var training = new TrainingOptions
{
    Length = TrainingLength.OfSteps(args.Length > 0 ? int.Parse(args[0]) : 2_000),
    BatchSize = 512,
    ReportEvery = 100,
};
Trainer.Fit(model, mnist, training, progress);
using var samples = model.Sample(64);
samples.ToGrid().Save("moment-matching.png");

/// <summary>The options of the model.</summary>
internal sealed record MomentMatchingOptions : ClassModelOptions
{
    /// <summary>The length of a latent vector, from 1 to 4,096.</summary>
    [Range(1, 4096, ErrorMessage = "The latent size must be between 1 and 4096.")]
    [Description("numbers per latent vector")]
    public int LatentSize { get; init; } = 10;

    /// <summary>The learning rate of Adam, above 0 and at most 1.</summary>
    [Range(1e-8, 1.0, ErrorMessage = "The learning rate must be above 0 and at most 1; 0.001 is usual.")]
    [Description("Adam's learning rate")]
    public double LearningRate { get; init; } = 1e-3;
}

/// <summary>A generator trained to match the moments of the data, compared through kernels.</summary>
internal sealed class MomentMatching : ImageModel
{
    private static readonly double[] Widths = [2, 5, 10, 20, 40]; // σ of the kernels, added up as in section 5 of the paper
    private readonly MomentMatchingOptions options;
    private readonly Sequential generator;
    private readonly FusedAdam optimizer;

    private MomentMatching(MomentMatchingOptions options, ImageShape shape, IReadOnlyList<int> classes, Draws weights)
        : base(classes)
    {
        this.options = options;
        Shape = shape;
        generator = DenseGanNetworks.Generator(options.LatentSize + classes.Count, shape).GlorotUniform(weights);
        Networks = [new NamedNetwork("generator", generator)];
        optimizer = new FusedAdam([generator]);
    }

    public override ImageShape Shape { get; }

    public override IReadOnlyList<NamedNetwork> Networks { get; }

    protected override IReadOnlyList<FusedAdam> Optimizers => [optimizer];

    public static MomentMatching Create(MomentMatchingOptions options, ImageDescription data, SeededRandom random)
    {
        using Draws weights = random.Draws("weights");
        return new MomentMatching(options, data.Shape, options.ClassesOf(data), weights);
    }

    public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random)
    {
        generator.train();
        optimizer.ZeroGradients();
        Tensor made = Call(generator, WithClasses(DrawLatents((int)batch.Count, random), batch.Labels)).flatten(1),
            real = batch.Items.flatten(1);

        // In a conditional model, the class is part of the image: generated and real images are compared together with it.
        if (IsConditional)
            (made, real) = (WithClasses(made, batch.Labels), WithClasses(real, batch.Labels));
        Tensor loss = (Kernel(made, made) + Kernel(real, real) - (2 * Kernel(made, real))).sqrt();
        loss.backward();
        optimizer.Step(options.LearningRate);
        return [new Measure("loss", loss.detach())];
    }

    public override Tensor DrawLatents(int count, Draws random) =>
        (random.Uniform("latents", [count, options.LatentSize]) * 2 - 1).to(Device);

    public override Tensor Decode(Tensor latents, Tensor? labels = null)
    {
        generator.eval();
        return Call(generator, WithClasses(latents, labels));
    }

    public override IReadOnlyList<NetworkSummary> Summaries() =>
        [NetworkSummary.Of("generator", generator, options.LatentSize + ClassCounts.Count)];

    private Tensor WithClasses(Tensor values, Tensor? labels) =>
        IsConditional ? cat([values, nn.functional.one_hot(labels!, ClassCounts.Count).to(values.dtype)], 1) : values;

    /// <summary>The mean over all pairs of the sum of Gaussian kernels exp(−‖a − b‖² / 2σ²).</summary>
    private static Tensor Kernel(Tensor a, Tensor b)
    {
        Tensor distances = a.square().sum([1]).unsqueeze(1) + b.square().sum([1]) - (2 * a.matmul(b.t()));
        return Widths.Select(sigma => distances.mul(-1 / (2 * sigma * sigma)).exp().mean()).Aggregate((sum, term) => sum + term);
    }
}
