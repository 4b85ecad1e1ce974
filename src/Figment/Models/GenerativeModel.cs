using Figment.Backend;
using Figment.Data;
using Figment.Imaging;
using Figment.Networks;
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

/// <summary>What to sample.</summary>
public sealed record SampleOptions
{
    /// <summary>Chooses the latents. The k-th image of a seed is the same whatever the number of images.</summary>
    public long Seed { get; init; }
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
    protected GenerativeModel()
    {
        TorchLibrary.Load();
        Device = CPU;
    }

    /// <summary>The shape of one image.</summary>
    public abstract ImageShape Shape { get; }

    /// <summary>All networks, in the order in which data flows through them.</summary>
    public abstract IReadOnlyList<NamedNetwork> Networks { get; }

    /// <summary>The networks that sampling needs: these are what <c>model.safetensors</c> holds.</summary>
    public virtual IReadOnlyList<NamedNetwork> SamplingNetworks => Networks;

    /// <summary>Where the networks are.</summary>
    public Device Device { get; private set; }

    /// <summary>Learns from one batch.</summary>
    /// <param name="batch">Images of shape <see cref="Shape"/>, on <see cref="Device"/>.</param>
    /// <param name="random">The only source of random numbers for this step, on the CPU.</param>
    /// <returns>What the step measured, the same names each time. The caller's dispose scope owns the values.</returns>
    public abstract IReadOnlyList<Measure> TrainStep(Batch batch, Generator random);

    /// <summary>Draws latents.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Where they come from, on the CPU, so that a seed means the same on every device.</param>
    /// <returns>[count, …], on <see cref="Device"/>.</returns>
    public abstract Tensor DrawLatents(int count, Generator random);

    /// <summary>Makes one image of each latent, as in use rather than in training, without gradients.</summary>
    /// <param name="latents">As from <see cref="DrawLatents"/>.</param>
    /// <returns>[count, C, H, W], float32 in [0, 1], on <see cref="Device"/>.</returns>
    public abstract Tensor Generate(Tensor latents);

    /// <summary>What a summary shows, one entry per network.</summary>
    public abstract IReadOnlyList<NetworkSummary> Summaries();

    /// <summary>The layers, output shapes and parameter counts of all networks, as text.</summary>
    public string Summary() => string.Join(Environment.NewLine, Summaries());

    /// <summary>Makes images.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="options">The seed; null is seed 0.</param>
    /// <returns>[count, C, H, W], float32 in [0, 1], on <see cref="Device"/>; the caller disposes it.</returns>
    public Tensor Sample(int count, SampleOptions? options = null)
    {
        using DisposeScope scope = NewDisposeScope();
        return cat([.. SampleBlocks(count, options)]).MoveToOuterDisposeScope();
    }

    /// <summary>Makes any number of images, one block of up to <see cref="SampleBlock"/> in memory at a time.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="options">The seed; null is seed 0.</param>
    /// <returns>Blocks as from <see cref="Sample"/>; the caller disposes each.</returns>
    public IEnumerable<Tensor> SampleBlocks(int count, SampleOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        SeededRandom random = new((options ?? new SampleOptions()).Seed);
        for (int block = 0; (long)block * SampleBlock < count; block++)
            yield return SampleOneBlock(Math.Min(SampleBlock, count - (block * SampleBlock)), random, block);
    }

    /// <summary>
    /// Moves the networks to a device. On another device the optimizers begin anew, so move a model before it trains.
    /// </summary>
    /// <returns>This model.</returns>
    public GenerativeModel To(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.type == Device.type && device.index == Device.index) return this;
        foreach (NamedNetwork network in Networks) network.Module.to(device);
        Device = device;
        OnMoved();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called after the networks have moved, for optimizers to be made anew.</summary>
    protected virtual void OnMoved()
    {
    }

    /// <summary>Releases the networks; overridden to release more.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (NamedNetwork network in Networks) network.Module.Dispose();
    }

    private Tensor SampleOneBlock(int count, SeededRandom random, int block)
    {
        // The whole block's latents are drawn even where fewer are wanted: image k is then the same for any count.
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = random.Generator("samples", block);
        return TorchFailure.Explain("while making images", $"If this is about memory, {count} images of {Shape} at a time are too many for this device.",
            () => Generate(DrawLatents(SampleBlock, generator).narrow(0, 0, count))).MoveToOuterDisposeScope();
    }
}
