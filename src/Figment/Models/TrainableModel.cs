using Figment.Backend;
using Figment.Data;
using Figment.Networks;
using Figment.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models;

/// <summary>
/// A model that learns from data of some kind. It owns its networks, its optimizers and how it learns from one batch; the
/// training loop knows nothing of its family, nor of what it makes.
/// </summary>
public abstract class TrainableModel : IDisposable
{
    /// <summary>Loads libtorch, should this be the first use.</summary>
    protected TrainableModel()
    {
        TorchLibrary.Load();
        Device = CPU;
    }

    /// <summary>All networks, in the order in which data flows through them.</summary>
    public abstract IReadOnlyList<NamedNetwork> Networks { get; }

    /// <summary>The networks that sampling needs: these are what <c>model.safetensors</c> holds.</summary>
    public virtual IReadOnlyList<NamedNetwork> SamplingNetworks => Networks;

    /// <summary>Where the networks are.</summary>
    public Device Device { get; private set; }

    /// <summary>What the layers of the networks that learn compute in; float32 at first.</summary>
    public ScalarType Precision { get; private set; } = ScalarType.Float32;

    /// <summary>
    /// How the model's numbers are drawn, in training and for samples: as those were that its first weights came of.
    /// </summary>
    public Randomness Randomness { get; internal set; } = SeededRandom.Newest;

    /// <summary>What trains the networks. The model releases them, and begins them anew when networks move.</summary>
    protected internal virtual IReadOnlyList<FusedAdam> Optimizers => [];

    /// <summary>
    /// What axes of its tensors stand for, wherever a model of other classes, sizes or colours has them with other places
    /// (<see cref="ModelStart"/>).
    /// </summary>
    internal virtual IReadOnlyList<TensorAxis> Axes => [];

    /// <summary>
    /// Its layers in the order in which what it learns from passes through them, the one that sees it first; without those
    /// that must learn. None for a model that does not say.
    /// </summary>
    internal virtual IReadOnlyList<NamedNetwork> LayersFromData => [];

    /// <summary>The data that a preset made it for; null of a model that was built without one.</summary>
    internal DataDescription? MadeFor { get; set; }

    /// <summary>Items that a batch must have at least, and each piece that it is learned from in.</summary>
    internal virtual int LeastBatch => Networks.Any(network => network.Module.modules().OfType<NormBase>().Any()) ? 2 : 1;

    /// <summary>What to say of a batch of fewer.</summary>
    internal virtual string TooSmall(int batch) =>
        $"A batch of {batch} is too small: this model learns from {LeastBatch} items at least.";

    /// <summary>Parts of a batch that it learns from one after the other, with an update for each.</summary>
    internal virtual int BatchParts => 1;

    /// <summary>The layers of <see cref="LayersFromData"/> that stay as they are.</summary>
    internal IReadOnlyList<NamedNetwork> Frozen { get; private set; } = [];

    /// <summary>
    /// What a training of the model gathers its batches from: the data itself, or what the model makes of it, which is the
    /// model's then.
    /// </summary>
    /// <param name="data">Data that fits the model (<see cref="CheckFits"/>).</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">The model cannot learn from it.</exception>
    protected internal virtual IBatchSource Read(Dataset data, CancellationToken cancellationToken) =>
        data as IBatchSource
        ?? throw new FigmentException($"{GetType().Name} does not say how it reads {data?.Description.Items}.");

    /// <summary>Learns from one batch.</summary>
    /// <param name="batch">
    /// Items of the data that the model was made for, on <see cref="Device"/>, with labels where it learns classes.
    /// </param>
    /// <param name="moment">Where the training stands.</param>
    /// <param name="random">The only source of random numbers for this step.</param>
    /// <returns>What the step measured, the same names each time. The caller's dispose scope owns the values.</returns>
    public abstract IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random);

    /// <summary>
    /// Gives an optimizer the gradients of a batch: of all of it at once or, where the training says so
    /// (<see cref="Training.TrainingOptions.Accumulate"/>), of one piece after the other, added up. The step is the caller's to
    /// make.
    /// </summary>
    /// <param name="optimizer">What trains the networks; gradients that they have are forgotten first.</param>
    /// <param name="batch">The batch of <see cref="TrainStep"/>.</param>
    /// <param name="random">The random numbers for all of it.</param>
    /// <param name="backward">
    /// Sends the gradients of the mean over a piece back, and tells what it measured, the same names each time.
    /// </param>
    /// <returns>The measures, averages over the pieces; the caller's dispose scope owns the values.</returns>
    protected static IReadOnlyList<Measure> Accumulate(
        FusedAdam optimizer,
        Batch batch,
        Draws random,
        Func<Batch, Draws, IReadOnlyList<Measure>> backward
    )
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(backward);
        return GradientPieces.Add(optimizer, batch, random, backward);
    }

    /// <summary>What a summary shows, one entry per network.</summary>
    public abstract IReadOnlyList<NetworkSummary> Summaries();

    /// <summary>The layers, output shapes and parameter counts of all networks, as text.</summary>
    public string Summary() => string.Join(Environment.NewLine, Summaries());

    /// <summary>Makes sure that the model can learn from data.</summary>
    /// <param name="data">What the data holds.</param>
    /// <exception cref="FigmentException">
    /// It is of another kind, shape or number of classes than the model was made for.
    /// </exception>
    public abstract void CheckFits(DataDescription data);

    /// <summary>
    /// Makes samples for a person to look at, always of the same latents, so that they can be followed through a training.
    /// </summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Chooses the latents.</param>
    public abstract ISamples MakeSamples(int count, long seed);

    /// <summary>
    /// Moves the networks to a device. On another device the optimizers begin anew, so move a model before it trains.
    /// </summary>
    /// <returns>This model.</returns>
    public virtual TrainableModel To(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.type == Device.type && device.index == Device.index)
            return this;
        TorchFailure.Explain(
            "when the model was moved to the device",
            "the model",
            "a smaller model, or another device",
            () =>
                ReplaceParameters(() =>
                {
                    foreach (NamedNetwork network in Networks)
                        network.Module.to(device);
                    Device = device;
                })
        );
        OnMoved();
        return this;
    }

    /// <summary>
    /// Makes the networks that learn compute in another precision; a step is faster in bfloat16 where the processor has it. The
    /// optimizers keep weights in float32, which are what is averaged, sampled with and saved; averages and normalisation's
    /// statistics are float32 too. Optimizers begin anew, so choose before the model trains. No weight is lost on the way there
    /// or back.
    /// </summary>
    /// <param name="precision">float32 or bfloat16.</param>
    /// <returns>This model.</returns>
    /// <exception cref="ArgumentException">It is another type.</exception>
    public virtual TrainableModel ComputeIn(ScalarType precision)
    {
        if (precision is not (ScalarType.Float32 or ScalarType.BFloat16))
            throw new ArgumentException("Networks compute in float32 or bfloat16.", nameof(precision));
        if (precision == Precision)
            return this;
        ReplaceParameters(() =>
        {
            foreach (Module network in Optimizers.SelectMany(optimizer => optimizer.Networks))
                network.ComputeIn(precision);
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

    /// <summary>
    /// Keeps the layers nearest to the data as they are, bit for bit, while the others learn: their weights, and what they
    /// remember of batches. To be said before it trains, and again of a model that is built to go on.
    /// </summary>
    /// <param name="count">How many, at most as many as <see cref="LayersFromData"/>.</param>
    /// <exception cref="OptionsException">There are not so many.</exception>
    internal void Freeze(int count)
    {
        IReadOnlyList<NamedNetwork> layers = LayersFromData;
        if (count > layers.Count)
        {
            throw new OptionsException([
                layers.Count == 0
                    ? $"{GetType().Name} does not say which of its layers are nearest to the data, so none can be frozen."
                    : $"{count} layers cannot be frozen: the model has {layers.Count} that may be, from the data on: "
                        + $"{string.Join(", ", layers.Select(layer => layer.Name))}. The others must learn.",
            ]);
        }

        Frozen = [.. layers.Take(count)];
        using IDisposable noGradients = no_grad();
        foreach (NamedNetwork layer in Frozen)
            Settle(layer);
        HoldFrozen();
    }

    /// <summary>Makes a layer that will be frozen what samples are made with, where that is an average of it.</summary>
    private protected virtual void Settle(NamedNetwork layer) { }

    /// <summary>Puts a network in training, but for the layers of it that are frozen, which are in use.</summary>
    private protected void Train(Module network)
    {
        network.train();
        foreach (NamedNetwork layer in Frozen)
            layer.Module.eval();
    }

    /// <summary>Until it is disposed, tells all that sees more than one item what this process has of each batch.</summary>
    internal IDisposable Join(BatchShare share) => new BatchMembership(this, share);

    private void HoldFrozen()
    {
        foreach (Parameter parameter in Frozen.SelectMany(layer => layer.Module.parameters()))
            parameter.requires_grad_(false);
    }

    /// <summary>Called after the networks have moved, for what else must follow them.</summary>
    protected virtual void OnMoved() { }

    /// <summary>Calls a network that learns: what it gets and gives is float32, whatever it computes in.</summary>
    protected Tensor Call(Module<Tensor, Tensor> network, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        return Call(TensorOperations.Instance, network, input);
    }

    /// <summary>Calls a network of the model, in its precision: an average's is float32 always.</summary>
    private protected T Call<T>(IOperations<T> ops, Module network, params IReadOnlyList<T?> inputs)
    {
        bool learns = Precision == ScalarType.Float32 || Optimizers.Any(optimizer => optimizer.Networks.Contains(network));
        return ops.Network(network, learns ? Precision : ScalarType.Float32, inputs);
    }

    /// <summary>
    /// Until it is disposed, networks that learn hold their weights' float32 originals, and compute in float32: for whoever makes
    /// images with them or saves them. Between two steps only.
    /// </summary>
    internal IDisposable InFloat32() => new ExactNetworks(this, precision => Precision = precision);

    /// <summary>
    /// Lets parameters be replaced by others, and optimizers begin anew with the weights as they were, unrounded.
    /// </summary>
    internal void ReplaceParameters(Action replace)
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<Tensor>[] weights = [.. Optimizers.Select(optimizer => optimizer.Copies())];
        replace();
        HoldFrozen();
        foreach ((FusedAdam optimizer, IReadOnlyList<Tensor> kept) in Optimizers.Zip(weights))
            optimizer.Restart(kept);
    }

    /// <summary>Releases the networks; overridden to release more.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (FusedAdam optimizer in Optimizers)
            optimizer.Dispose();
        foreach (NamedNetwork network in Networks)
            network.Module.Dispose();
    }
}
