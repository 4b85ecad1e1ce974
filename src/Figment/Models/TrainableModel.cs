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
/// A model that learns from some kind of data. It owns its networks and optimizers and defines how to learn from one batch; the
/// training loop does not need to know the family of the model or what it generates.
/// </summary>
public abstract partial class TrainableModel : IDisposable
{
    /// <summary>Loads libtorch if it is not loaded yet.</summary>
    protected TrainableModel()
    {
        TorchLibrary.Load();
        Device = CPU;
    }

    /// <summary>All networks, in the order in which data flows through them.</summary>
    public abstract IReadOnlyList<NamedNetwork> Networks { get; }

    /// <summary>The networks that sampling needs; <c>model.safetensors</c> holds these.</summary>
    public virtual IReadOnlyList<NamedNetwork> SamplingNetworks => Networks;

    /// <summary>The device that holds the networks.</summary>
    public Device Device { get; private set; }

    /// <summary>The precision in which the networks compute during training: float32 by default, or bfloat16.</summary>
    public ScalarType Precision { get; private set; } = ScalarType.Float32;

    /// <summary>
    /// How the model draws random numbers for training and for samples; its initial weights were drawn in the same way.
    /// </summary>
    public Randomness Randomness { get; internal set; } = SeededRandom.Newest;

    /// <summary>
    /// The optimizers that train the networks. The model disposes of them, and restarts them when its networks move to another
    /// device.
    /// </summary>
    protected internal virtual IReadOnlyList<FusedAdam> Optimizers => [];

    /// <summary>
    /// The meaning of the model's tensor axes, for axes whose length differs in a model with other classes, sizes or colours
    /// (<see cref="ModelStart"/>).
    /// </summary>
    internal virtual IReadOnlyList<TensorAxis> Axes => [];

    /// <summary>
    /// The layers, in the order in which the data passes through them, except those that must always be trained. Empty
    /// for a model that does not support freezing.
    /// </summary>
    internal virtual IReadOnlyList<NamedNetwork> LayersFromData => [];

    /// <summary>The data that a preset made the model for; null for a model that was built without a preset.</summary>
    internal DataDescription? MadeFor { get; set; }

    /// <summary>The smallest number of items that a batch, and each piece of it, must have.</summary>
    internal virtual int LeastBatch => Networks.Any(network => network.Module.modules().OfType<NormBase>().Any()) ? 2 : 1;

    /// <summary>The message for a batch that is too small.</summary>
    internal virtual OptionSentence TooSmall(int batch) =>
        $"A batch of {batch} is too small: this model needs at least {LeastBatch} items per batch.";

    /// <summary>The number of parts of a batch that the model learns from in turn, with an update for each.</summary>
    internal virtual int BatchParts => 1;

    /// <summary>The layers of <see cref="LayersFromData"/> that are frozen.</summary>
    internal IReadOnlyList<NamedNetwork> Frozen { get; private set; } = [];

    /// <summary>
    /// Returns the source of training batches: the given data itself, or something that the model makes from it. In the second
    /// case the model owns the source.
    /// </summary>
    /// <param name="data">Data that fits the model (<see cref="CheckFits"/>).</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="FigmentException">The model cannot learn from this data.</exception>
    protected internal virtual IBatchSource Read(Dataset data, CancellationToken cancellationToken) =>
        data as IBatchSource
        ?? throw new FigmentException(
            $"The class {GetType().Name} cannot read {OptionSentence.Word(data?.Description.Items ?? "")}, because it does not "
                + $"override Read."
        );

    /// <summary>Learns from one batch.</summary>
    /// <param name="batch">
    /// Items of the data that the model was made for, on <see cref="Device"/>, with labels if the model learns classes.
    /// </param>
    /// <param name="moment">The progress of the training run.</param>
    /// <param name="random">The only source of random numbers for this step.</param>
    /// <returns>What the step measured, under the same names each time. The caller's dispose scope owns the values.</returns>
    public abstract IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random);

    /// <summary>
    /// Computes the gradients of a batch for an optimizer, either for the whole batch at once or, with
    /// <see cref="Training.TrainingOptions.Accumulate"/>, summed over its pieces. The caller then performs the optimizer step.
    /// </summary>
    /// <param name="optimizer">The optimizer of the networks; its current gradients are cleared first.</param>
    /// <param name="batch">The batch given to <see cref="TrainStep"/>.</param>
    /// <param name="random">The source of random numbers for the whole batch.</param>
    /// <param name="backward">
    /// Backpropagates the mean loss of a piece and returns what it measured, under the same names each time.
    /// </param>
    /// <returns>The measures, averaged over the pieces. The caller's dispose scope owns the values.</returns>
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

    /// <summary>Returns a summary of each network.</summary>
    public abstract IReadOnlyList<NetworkSummary> Summaries();

    /// <summary>Returns the layers, output shapes and parameter counts of all networks as text.</summary>
    public string Summary() => string.Join(Environment.NewLine, Summaries());

    /// <summary>Checks that the model can learn from data.</summary>
    /// <param name="data">A description of the data.</param>
    /// <exception cref="FigmentException">
    /// The model was made for data of another kind or shape, or with another number of classes.
    /// </exception>
    public abstract void CheckFits(DataDescription data);

    /// <summary>
    /// Generates samples for people to look at. The same seed always gives the same latents, so that samples can be followed
    /// through training.
    /// </summary>
    /// <param name="count">The number of samples, at least 1.</param>
    /// <param name="seed">The seed of the latents.</param>
    public abstract ISamples MakeSamples(int count, long seed);

    /// <summary>
    /// Moves the networks to a device. If the device changes, the optimizers restart, so move a model before training it.
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
    /// Sets the precision in which the trained networks compute. A step in bfloat16 is faster where the processor supports it.
    /// The optimizers keep the weights in float32, and these weights are averaged, used for sampling, and saved. The averages and
    /// the statistics of normalisation are in float32 too. The optimizers restart, so choose the precision before training. The
    /// weights lose no precision, whichever way you switch.
    /// </summary>
    /// <param name="precision">float32 or bfloat16.</param>
    /// <returns>This model.</returns>
    /// <exception cref="ArgumentException">The type is neither float32 nor bfloat16.</exception>
    public virtual TrainableModel ComputeIn(ScalarType precision)
    {
        if (precision is not (ScalarType.Float32 or ScalarType.BFloat16))
            throw new ArgumentException("Networks can compute only in float32 or bfloat16.", nameof(precision));
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
    /// Freezes the layers nearest to the data while the others learn: their weights and batch statistics stay
    /// the same, bit for bit. Call this before training, and again on a model that is rebuilt to resume.
    /// </summary>
    /// <param name="count">The number of layers, at most the count of <see cref="LayersFromData"/>.</param>
    /// <exception cref="OptionsException">The model has fewer such layers.</exception>
    internal void Freeze(int count)
    {
        IReadOnlyList<NamedNetwork> layers = LayersFromData;
        if (count > layers.Count)
        {
            throw new OptionsException([
                layers.Count == 0
                    ? OptionSentence.Of(
                        $"{GetType().Name} does not say which of its layers are nearest to the data, so none can be frozen."
                    )
                    : OptionSentence.Of(
                        $"{count} layers cannot be frozen. Only {layers.Count} of this model's layers can be frozen, counting "
                            + $"from the data: {string.Join(", ", layers.Select(layer => layer.Name))}. The others must be "
                            + $"trained."
                    ),
            ]);
        }

        Frozen = [.. layers.Take(count)];
        using IDisposable noGradients = no_grad();
        foreach (NamedNetwork layer in Frozen)
            Settle(layer);
        HoldFrozen();
    }

    /// <summary>
    /// Copies the averaged weights into a layer that is about to be frozen, if samples are made with an average.
    /// </summary>
    private protected virtual void Settle(NamedNetwork layer) { }

    /// <summary>Puts a network into training mode, except for its frozen layers, which stay in evaluation mode.</summary>
    private protected void Train(Module network)
    {
        network.train();
        foreach (NamedNetwork layer in Frozen)
            layer.Module.eval();
    }

    /// <summary>
    /// Until the result is disposed, tells every part that sees more than one item which share of each batch this process has.
    /// </summary>
    internal IDisposable Join(BatchShare share) => new BatchMembership(this, share);

    private void HoldFrozen()
    {
        foreach (Parameter parameter in Frozen.SelectMany(layer => layer.Module.parameters()))
            parameter.requires_grad_(false);
    }

    /// <summary>Called after the networks have moved to another device, so that other tensors can be moved too.</summary>
    protected virtual void OnMoved() { }

    /// <summary>Calls a network that learns. Inputs and outputs are float32, whatever the network's precision.</summary>
    protected Tensor Call(Module<Tensor, Tensor> network, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        return Call(TensorOperations.Instance, network, input);
    }

    /// <summary>Calls a network of the model in its precision; averaged networks always compute in float32.</summary>
    private protected T Call<T>(IOperations<T> ops, Module network, params IReadOnlyList<T?> inputs)
    {
        bool learns = Precision == ScalarType.Float32 || Optimizers.Any(optimizer => optimizer.Networks.Contains(network));
        return ops.Network(network, learns ? Precision : ScalarType.Float32, inputs);
    }

    /// <summary>
    /// Until the result is disposed, networks that learn hold the float32 originals of their weights and compute in float32, so
    /// that images can be made with them or the weights saved. Use it only between two steps.
    /// </summary>
    internal IDisposable InFloat32() => new ExactNetworks(this, precision => Precision = precision);

    /// <summary>Replaces parameters, and then restarts the optimizers with the former weights, unrounded.</summary>
    internal void ReplaceParameters(Action replace)
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<Tensor>[] weights = [.. Optimizers.Select(optimizer => optimizer.Copies())];
        replace();
        HoldFrozen();
        foreach ((FusedAdam optimizer, IReadOnlyList<Tensor> kept) in Optimizers.Zip(weights))
            optimizer.Restart(kept);
    }

    /// <summary>Disposes of the networks; override this method to release more.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (FusedAdam optimizer in Optimizers)
            optimizer.Dispose();
        foreach (NamedNetwork network in Networks)
            network.Module.Dispose();
    }
}
