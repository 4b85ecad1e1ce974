using Figment.Backend;
using Figment.Data;
using Figment.Imaging;
using Figment.Networks;
using Figment.Optimizers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models;

/// <summary>A network and the name it has in saved files.</summary>
/// <param name="Name">Lower case, for instance <c>generator</c>.</param>
/// <param name="Module">The network; it belongs to the model.</param>
public sealed record NamedNetwork(string Name, Module Module);

/// <summary>One number that a training step measured.</summary>
/// <param name="Name">For instance <c>d_loss</c>.</param>
/// <param name="Value">A 0-d tensor, still on the device, so that a step never waits for the host.</param>
public readonly record struct Measure(string Name, Tensor Value)
{
    /// <summary>Whether a measure of that name is a share between 0 and 1, to be shown in percent, rather than a loss.</summary>
    public static bool IsShare(string name) => name.Contains("accuracy", StringComparison.Ordinal);
}

/// <summary>Where a training stands when a step begins.</summary>
/// <param name="Step">Steps done before this one.</param>
/// <param name="Images">Real images seen before this step, repeats counted.</param>
/// <param name="Fraction">What part of the training is done, 0 to below 1; schedules follow it.</param>
public readonly record struct TrainingMoment(long Step, long Images, double Fraction);

/// <summary>What to sample.</summary>
public sealed record SampleOptions
{
    /// <summary>Chooses the latents. The k-th image of a seed is the same whatever the number of images.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Of a conditional model, the classes to make: image k is of class <c>Classes[k mod Count]</c>. Empty draws classes as
    /// often as the training data has them.
    /// </summary>
    public IReadOnlyList<int> Classes { get; init; } = [];

    /// <summary>
    /// What latents are multiplied with: below 1 they stand closer to their mean, which makes images more typical and less
    /// diverse (the temperature of D. Kingma, P. Dhariwal, "Glow", 2018, section 6). Above 0, at most 1; 1 is as trained.
    /// </summary>
    public double Truncation { get; init; } = 1;
}

/// <summary>
/// A model that learns to make images. It owns its networks, its optimizers and how it learns from one batch; the
/// training loop knows nothing of its family.
/// </summary>
public abstract class GenerativeModel : IDisposable
{
    /// <summary>Samples are made in blocks of this many, so that any number of them fits into memory.</summary>
    public const int SampleBlock = 256;

    /// <summary>Loads libtorch, should this be the first use.</summary>
    /// <param name="classCounts">
    /// Of a conditional model, how often the data has each class, by class number; null or empty for a model that takes no classes.
    /// </param>
    protected GenerativeModel(IReadOnlyList<int>? classCounts = null)
    {
        TorchLibrary.Load();
        Device = CPU;
        ClassCounts = classCounts ?? [];
    }

    /// <summary>The shape of one image.</summary>
    public abstract ImageShape Shape { get; }

    /// <summary>All networks, in the order in which data flows through them.</summary>
    public abstract IReadOnlyList<NamedNetwork> Networks { get; }

    /// <summary>The networks that sampling needs: these are what <c>model.safetensors</c> holds.</summary>
    public virtual IReadOnlyList<NamedNetwork> SamplingNetworks => Networks;

    /// <summary>
    /// Of a conditional model, how often its training data has each class, by class number; empty for a model that takes no classes.
    /// </summary>
    public IReadOnlyList<int> ClassCounts { get; }

    /// <summary>Whether images are made by class.</summary>
    public bool IsConditional => ClassCounts.Count > 0;

    /// <summary>Where the networks are.</summary>
    public Device Device { get; private set; }

    /// <summary>What the layers of the networks that learn compute in; float32 at first.</summary>
    public ScalarType Precision { get; private set; } = ScalarType.Float32;

    /// <summary>What trains the networks. The model releases them, and begins them anew when networks move.</summary>
    protected internal virtual IReadOnlyList<FusedAdam> Optimizers => [];

    /// <summary>Learns from one batch.</summary>
    /// <param name="batch">Images of shape <see cref="Shape"/>, on <see cref="Device"/>, with labels where the model is conditional.</param>
    /// <param name="moment">Where the training stands.</param>
    /// <param name="random">The only source of random numbers for this step, on the CPU.</param>
    /// <returns>What the step measured, the same names each time. The caller's dispose scope owns the values.</returns>
    public abstract IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Generator random);

    /// <summary>Draws latents.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Where they come from, on the CPU, so that a seed means the same on every device.</param>
    /// <returns>[count, …], on <see cref="Device"/>.</returns>
    public abstract Tensor DrawLatents(int count, Generator random);

    /// <summary>
    /// Makes one image of each latent, as in use rather than in training. Gradients flow back to the latents unless they
    /// are switched off; <see cref="Generate"/> does without.
    /// </summary>
    /// <param name="latents">As from <see cref="DrawLatents"/>.</param>
    /// <param name="labels">The class of each image, [count], int64, on <see cref="Device"/>; null where the model takes no classes.</param>
    /// <returns>[count, C, H, W], float32 in [0, 1], on <see cref="Device"/>.</returns>
    public abstract Tensor Decode(Tensor latents, Tensor? labels = null);

    /// <summary>
    /// Makes one image of each latent, without gradients, and in float32 by the weights as they are saved, whatever a training
    /// computes in.
    /// </summary>
    /// <inheritdoc cref="Decode"/>
    public Tensor Generate(Tensor latents, Tensor? labels = null)
    {
        using IDisposable noGradients = no_grad();
        using IDisposable exact = InFloat32();
        using DisposeScope scope = NewDisposeScope();
        return Decode(latents, labels).MoveToOuterDisposeScope();
    }

    /// <summary>Draws classes as often as the training data has them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Where they come from, on the CPU.</param>
    /// <returns>[count], int64, on <see cref="Device"/>; null where the model takes no classes.</returns>
    public Tensor? DrawLabels(int count, Generator random)
    {
        if (!IsConditional) return null;
        using DisposeScope scope = NewDisposeScope();
        Tensor shares = tensor(ClassCounts.Select(classCount => (double)classCount).ToArray());
        return multinomial(shares, count, replacement: true, random).to(Device).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// What of the model can be written as ONNX, the part that makes images first; none for a model that does not say. A part
    /// that makes images takes <c>latents</c> and gives <c>images</c>, [batch, C, H, W] in [0, 1].
    /// </summary>
    public virtual IReadOnlyList<OnnxPart> OnnxParts => [];

    /// <summary>What the part that makes images takes, by name, to make of latents and labels what <see cref="Decode"/> makes of them.</summary>
    /// <param name="latents">As for <see cref="Decode"/>.</param>
    /// <param name="labels">As for <see cref="Decode"/>.</param>
    public virtual IReadOnlyList<(string Name, Tensor Value)> OnnxInputs(Tensor latents, Tensor? labels) =>
        labels is null ? [("latents", latents)] : [("latents", latents), ("labels", labels)];

    /// <summary>What a summary shows, one entry per network.</summary>
    public abstract IReadOnlyList<NetworkSummary> Summaries();

    /// <summary>The layers, output shapes and parameter counts of all networks, as text.</summary>
    public string Summary() => string.Join(Environment.NewLine, Summaries());

    /// <summary>Makes images.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="options">The seed, the classes, the truncation; null is seed 0 and as trained.</param>
    /// <exception cref="OptionsException">A class or the truncation does not fit the model.</exception>
    /// <returns>[count, C, H, W], float32 in [0, 1], on <see cref="Device"/>; the caller disposes it.</returns>
    public Tensor Sample(int count, SampleOptions? options = null)
    {
        using DisposeScope scope = NewDisposeScope();
        return cat([.. SampleBlocks(count, options)]).MoveToOuterDisposeScope();
    }

    /// <summary>Makes any number of images, one block of up to <see cref="SampleBlock"/> in memory at a time.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="options">The seed, the classes, the truncation; null is seed 0 and as trained.</param>
    /// <exception cref="OptionsException">A class or the truncation does not fit the model.</exception>
    /// <returns>Blocks as from <see cref="Sample"/>; the caller disposes each.</returns>
    public IEnumerable<Tensor> SampleBlocks(int count, SampleOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        options ??= new SampleOptions();
        CheckFits(options);
        return Blocks();

        IEnumerable<Tensor> Blocks()
        {
            for (int block = 0; (long)block * SampleBlock < count; block++)
                yield return SampleOneBlock(Math.Min(SampleBlock, count - (block * SampleBlock)), options, block);
        }
    }

    /// <summary>
    /// Moves the networks to a device. On another device the optimizers begin anew, so move a model before it trains.
    /// </summary>
    /// <returns>This model.</returns>
    public GenerativeModel To(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.type == Device.type && device.index == Device.index) return this;
        ReplaceParameters(() =>
        {
            foreach (NamedNetwork network in Networks) network.Module.to(device);
            Device = device;
        });
        OnMoved();
        return this;
    }

    /// <summary>
    /// Makes the networks that learn compute in another precision; a step is faster in bfloat16 where the processor has it. The
    /// optimizers keep weights in float32, which are what is averaged, sampled with and saved; averages and normalisation's statistics
    /// are float32 too. Optimizers begin anew, so choose before the model trains. No weight is lost on the way there or back.
    /// </summary>
    /// <param name="precision">float32 or bfloat16.</param>
    /// <returns>This model.</returns>
    /// <exception cref="ArgumentException">It is another type.</exception>
    public GenerativeModel ComputeIn(ScalarType precision)
    {
        if (precision is not (ScalarType.Float32 or ScalarType.BFloat16)) throw new ArgumentException("Networks compute in float32 or bfloat16.", nameof(precision));
        if (precision == Precision) return this;
        ReplaceParameters(() =>
        {
            foreach (Module network in Optimizers.SelectMany(optimizer => optimizer.Networks)) network.ComputeIn(precision);
            Precision = precision;
        });
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called after the networks have moved, for what else must follow them.</summary>
    protected virtual void OnMoved()
    {
    }

    /// <summary>Calls a network that learns: what it gets and gives is float32, whatever it computes in.</summary>
    protected Tensor Call(Module<Tensor, Tensor> network, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        return Precision == ScalarType.Float32 ? DenseProduct.Call(network, input) : network.call(input.to(Precision)).to(ScalarType.Float32);
    }

    /// <summary>
    /// Until it is disposed, networks that learn hold their weights' float32 originals, and compute in float32: for whoever makes
    /// images with them or saves them. Between two steps only.
    /// </summary>
    internal IDisposable InFloat32() => new Exact(this);

    /// <summary>Lets parameters be replaced by others, and optimizers begin anew with the weights as they were, unrounded.</summary>
    internal void ReplaceParameters(Action replace)
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<Tensor>[] weights = [.. Optimizers.Select(optimizer => optimizer.Copies())];
        replace();
        foreach ((FusedAdam optimizer, IReadOnlyList<Tensor> kept) in Optimizers.Zip(weights)) optimizer.Restart(kept);
    }

    /// <summary>Of a part that takes classes, how often each occurs.</summary>
    private protected (string Input, IReadOnlyList<double> Counts)? DrawsOfLabels => IsConditional ? ("labels", [.. ClassCounts.Select(count => (double)count)]) : null;

    /// <summary>Releases the networks; overridden to release more.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (FusedAdam optimizer in Optimizers) optimizer.Dispose();
        foreach (NamedNetwork network in Networks) network.Module.Dispose();
    }

    /// <summary>Checks that images can be made so.</summary>
    /// <param name="options">What is to be sampled.</param>
    /// <exception cref="OptionsException">A class or the truncation does not fit the model.</exception>
    public void CheckFits(SampleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> problems = [];
        if (options.Truncation is not (> 0 and <= 1)) problems.Add("The truncation must be above 0 and at most 1; 0.5 to 0.8 is usual, 1 is as trained.");
        if (options.Classes.Count > 0 && !IsConditional) problems.Add("The model was trained without classes, so none can be asked for. Train it with --conditional, or leave the classes away.");
        else if (options.Classes.Where(wanted => wanted < 0 || wanted >= ClassCounts.Count).Distinct().ToArray() is { Length: > 0 } unknown)
            problems.Add($"The model has no class {string.Join(", ", unknown)}: its classes are numbered 0 to {ClassCounts.Count - 1}.");
        if (problems.Count > 0) throw new OptionsException(problems);
    }

    /// <summary>
    /// The latents of one whole block of samples, [<see cref="SampleBlock"/>, …], and their classes where the model takes
    /// classes. A block is drawn whole even where fewer are wanted: image k is then the same for any count.
    /// </summary>
    internal (Tensor Latents, Tensor? Labels) DrawBlock(SampleOptions options, int block)
    {
        using DisposeScope scope = NewDisposeScope();
        SeededRandom random = new(options.Seed);
        using Generator forLatents = random.Generator("samples", block), forLabels = random.Generator("sample labels", block);
        Tensor latents = DrawLatents(SampleBlock, forLatents);
        if (options.Truncation < 1) latents = latents * options.Truncation;
        Tensor? labels = options.Classes.Count == 0 ? DrawLabels(SampleBlock, forLabels)
            : tensor([.. Enumerable.Range(0, SampleBlock).Select(k => (long)options.Classes[(int)((((long)block * SampleBlock) + k) % options.Classes.Count)])], device: Device);
        return (latents.MoveToOuterDisposeScope(), labels?.MoveToOuterDisposeScope());
    }

    private Tensor SampleOneBlock(int count, SampleOptions options, int block)
    {
        using DisposeScope scope = NewDisposeScope();
        return TorchFailure.Explain("while making images", $"{count} images of {Shape} at a time", "fewer images", () =>
        {
            (Tensor latents, Tensor? labels) = DrawBlock(options, block);
            return Generate(latents.narrow(0, 0, count), labels?.narrow(0, 0, count));
        }).MoveToOuterDisposeScope();
    }

    private sealed class Exact : IDisposable
    {
        private readonly GenerativeModel model;
        private readonly ScalarType before;
        private readonly IDisposable[] held = [];

        internal Exact(GenerativeModel model)
        {
            (this.model, before) = (model, model.Precision);
            if (before == ScalarType.Float32) return;
            held = [.. model.Optimizers.Select(optimizer => optimizer.HoldOriginals())];
            model.Precision = ScalarType.Float32;
        }

        public void Dispose()
        {
            foreach (IDisposable networks in held) networks.Dispose();
            model.Precision = before;
        }
    }
}
