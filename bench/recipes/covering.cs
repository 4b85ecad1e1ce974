#:project ../../src/Figment/Figment.csproj

// A recipe that keeps all ten digits, as a model family of one's own: the non-saturating GAN with noise on whatever the
// discriminator sees, falling to nothing (Sønderby et al. 2016), and samples from an average of the generator's weights.
// It shows that the diagnosis says nothing where nothing is wrong:
//
//     dotnet run bench/recipes/covering.cs -- 6000
//     figment evaluate covering.npy --against mnist

using Figment.Backend;
using Figment.Data;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Generation;
using Figment.Imaging;
using Figment.Models;
using Figment.Networks;
using Figment.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

int steps = args.Length > 0 ? int.Parse(args[0]) : 6_000;
using ImageDataset mnist = Datasets.Mnist();
using NoisyGan model = new(steps, seed: 0);
using FeatureExtractor extractor = Extractors.Open(Extractors.Auto, mnist);
using LiveEvaluator evaluator = new(mnist, extractor, seed: 0);
TrainingDiagnosis diagnosis = new();

TrainingOptions options = new() { Length = TrainingLength.OfSteps(steps), ReportEvery = 50 };
Trainer.Fit(model, mnist, options, TrainingProgress.Listener(progress =>
{
    LiveEvaluation? seen = progress.Samples is not null && evaluator.IsDue(progress.Images, progress.IsLast) ? evaluator.Look(model, progress.Images) : null;
    if (seen?.Classes is { } classes)
        Console.WriteLine(FormattableString.Invariant($"step {progress.Step} ({progress.Elapsed.TotalSeconds:F0} s)  distance {seen.FrechetDistance:F2}  coverage {seen.Coverage:P0}  class entropy {classes.Entropy:F3}  rarest {classes.Shares.Min():P1}  sure {classes.Sure:P0}"));
    foreach (Verdict verdict in diagnosis.Look(progress, seen)) Console.WriteLine(verdict);
}));
Console.WriteLine(diagnosis.Current.Count == 0 ? "Nothing is wrong." : string.Join(Environment.NewLine, diagnosis.Current));
SampleFiles.Write(model, 10_000, new SampleOptions(), "covering.npy");
SampleFiles.Write(model, 64, new SampleOptions(), "covering.png");

internal sealed class NoisyGan : GenerativeModel
{
    private const int LatentSize = 64;
    private const double LearningRate = 4e-4, FirstNoise = 0.2, AverageDecay = 0.998;
    private readonly int steps;
    private readonly Sequential generator, average, discriminator;
    private readonly Adam generatorOptimizer, discriminatorOptimizer;
    private int step;

    internal NoisyGan(int steps, long seed)
    {
        this.steps = steps;
        using Generator weights = new SeededRandom(seed).Generator("weights");
        (generator, average) = (NewGenerator().GlorotUniform(weights), NewGenerator());
        average.load_state_dict(generator.state_dict());
        discriminator = Sequential(Flatten(), Linear(784, 512), LeakyReLU(0.2), Linear(512, 256), LeakyReLU(0.2), Linear(256, 1)).GlorotUniform(weights);
        generatorOptimizer = optim.Adam(generator.parameters(), LearningRate, 0, 0.99);
        discriminatorOptimizer = optim.Adam(discriminator.parameters(), LearningRate, 0, 0.99);
        Networks = [new NamedNetwork("generator", average)];
    }

    public override ImageShape Shape => new(1, 28, 28);

    public override IReadOnlyList<NamedNetwork> Networks { get; }

    public override IReadOnlyList<Measure> TrainStep(Batch batch, Generator random)
    {
        // The step size falls to 0 over the second half, the noise over all of it.
        double done = (double)step++ / steps, rate = LearningRate * Math.Min(1, 2 * (1 - done));
        foreach (Adam optimizer in (Adam[])[generatorOptimizer, discriminatorOptimizer])
            foreach (Adam.ParamGroup group in optimizer.ParamGroups.Cast<Adam.ParamGroup>()) group.LearningRate = rate;
        Tensor Judge(Tensor images) => discriminator.call(images.mul(2).sub(1) + (randn(images.shape, generator: random) * (FirstNoise * (1 - done))));

        generator.train();
        discriminatorOptimizer.zero_grad();
        Tensor fakes;
        using (no_grad()) fakes = generator.call(DrawLatents((int)batch.Count, random));
        Tensor real = Judge(batch.Images), fake = Judge(fakes), discriminatorLoss = softplus(real.neg()).mean() + softplus(fake).mean();
        discriminatorLoss.backward();
        discriminatorOptimizer.step();

        generatorOptimizer.zero_grad();
        Tensor generatorLoss = softplus(Judge(generator.call(DrawLatents((int)batch.Count, random))).neg()).mean();
        generatorLoss.backward();
        generatorOptimizer.step();

        // At first the average follows closely: it would otherwise keep the random weights it began with.
        using (no_grad())
        {
            double decay = Math.Min(AverageDecay, (1.0 + step) / (10 + step));
            foreach ((Parameter mean, Parameter now) in average.parameters().Zip(generator.parameters())) mean.lerp_(now, 1 - decay);
            foreach ((Tensor mean, Tensor now) in average.buffers().Zip(generator.buffers())) mean.copy_(now);
        }

        return
        [
            new Measure("d_loss", discriminatorLoss.detach()),
            new Measure("g_loss", generatorLoss.detach()),
            new Measure("d_accuracy_real", real.detach().gt(0).to(ScalarType.Float32).mean()),
            new Measure("d_accuracy_fake", fake.detach().le(0).to(ScalarType.Float32).mean()),
        ];
    }

    public override Tensor DrawLatents(int count, Generator random) => randn([count, LatentSize], generator: random);

    public override Tensor Generate(Tensor latents)
    {
        using IDisposable noGradients = no_grad();
        average.eval();
        return average.call(latents);
    }

    public override IReadOnlyList<NetworkSummary> Summaries() => [NetworkSummary.Of("generator", average, LatentSize)];

    protected override void Dispose(bool disposing)
    {
        generator.Dispose();
        discriminator.Dispose();
        generatorOptimizer.Dispose();
        discriminatorOptimizer.Dispose();
        base.Dispose(disposing);
    }

    private static Sequential NewGenerator() => Sequential(
        Linear(LatentSize, 256), BatchNorm1d(256), LeakyReLU(0.2), Linear(256, 512), BatchNorm1d(512), LeakyReLU(0.2),
        Linear(512, 1024), BatchNorm1d(1024), LeakyReLU(0.2), Linear(1024, 784), Sigmoid(), Unflatten(1, [1, 28, 28]));
}
