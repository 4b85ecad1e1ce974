using Figment.Backend;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Optimizers;

/// <summary>
/// Adam (D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1), with decoupled weight decay where
/// asked (I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", 2019, algorithm 2), over all parameters of a
/// network in one pass.
/// </summary>
/// <remarks>
/// Parameters in bfloat16 are kept in float32 here, updated there, and rounded to the nearest after each step, since most steps
/// are smaller than what bfloat16 can tell apart: <see cref="Weights"/> has these originals, which are what to average and to
/// save. Mean and square are float32 always.
/// </remarks>
public sealed class FusedAdam : IDisposable
{
    /// <summary>What t is called in <see cref="State"/>.</summary>
    internal const string StepName = "step";

    private readonly double beta1,
        beta2,
        epsilon,
        weightDecay;
    private readonly Muon? muon;
    private List<WeightSlot> slots = [];
    private Dictionary<Parameter, WeightSlot> slotOf = [];
    private AdamInLibtorch? inLibtorch;

    /// <summary>Takes hold of networks, with t = 0 and moments of 0.</summary>
    /// <param name="networks">
    /// All on one device. Parameters without a gradient at a step, or that require none, are left as they are by it.
    /// </param>
    /// <param name="beta1">β₁, 0 to below 1.</param>
    /// <param name="beta2">β₂, 0 to below 1.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <param name="weightDecay">λ: each step first multiplies parameters by 1 − α λ.</param>
    public FusedAdam(
        IReadOnlyList<Module> networks,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0
    )
        : this(networks, null, beta1, beta2, epsilon, weightDecay) { }

    /// <summary>The same, where some parameters are matrices that learn by another rule.</summary>
    internal FusedAdam(
        IReadOnlyList<Module> networks,
        Muon? muon,
        double beta1,
        double beta2,
        double epsilon = 1e-8,
        double weightDecay = 0
    )
    {
        ArgumentNullException.ThrowIfNull(networks);
        Networks = networks;
        this.muon = muon;
        (this.beta1, this.beta2, this.epsilon, this.weightDecay) = (beta1, beta2, epsilon, weightDecay);
        Restart();
    }

    /// <summary>The networks that it trains.</summary>
    internal IReadOnlyList<Module> Networks { get; }

    /// <summary>Their parameters, in the order of <see cref="State"/>.</summary>
    internal IEnumerable<Parameter> Parameters => slots.Select(slot => slot.Parameter);

    /// <summary>What the float32 original of a rounded parameter is called in <see cref="State"/>.</summary>
    /// <param name="index">Of <see cref="Parameters"/>.</param>
    internal static string OriginalName(int index) => $"{index}.master";

    /// <summary>
    /// Takes hold of the networks' parameters anew, with t = 0 and moments of 0: for when they are others than they were, after a
    /// move to another device or another precision.
    /// </summary>
    internal void Restart() => Restart(null);

    /// <summary>
    /// The same, where the weights that parameters stand for are known more exactly than the parameters hold them.
    /// </summary>
    /// <param name="weights">
    /// As from <see cref="Copies"/>, before the parameters were replaced; null takes them as they are.
    /// </param>
    internal void Restart(IReadOnlyList<Tensor>? weights)
    {
        Dispose();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        slots =
        [
            .. Networks
                .SelectMany(network => network.named_parameters())
                .Select((entry, i) => SlotOf(entry.name, entry.parameter, weights?[i])),
        ];
        slotOf = new(ReferenceEqualityComparer.Instance);
        foreach (WeightSlot slot in slots)
            slotOf[slot.Parameter] = slot;
        inLibtorch = new AdamInLibtorch(slots.Count == 0 ? CPU : slots[0].Parameter.device);
    }

    /// <summary>Copies of all weights, unrounded; the caller's scope owns them.</summary>
    internal IReadOnlyList<Tensor> Copies()
    {
        using IDisposable noGradients = no_grad();
        return [.. slots.Select(slot => slot.Master.detach().clone())];
    }

    /// <summary>
    /// The weights that a parameter stands for: where it computes in bfloat16 the float32 original that it was rounded from,
    /// elsewhere the parameter itself.
    /// </summary>
    /// <param name="parameter">One of the <see cref="Networks"/>.</param>
    /// <returns>The optimizer's own tensor, not a copy: it changes with every step.</returns>
    /// <exception cref="ArgumentException">The optimizer does not train the parameter.</exception>
    public Tensor Weights(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return slotOf.TryGetValue(parameter, out WeightSlot? slot)
            ? slot.Master
            : throw new ArgumentException(
                "The optimizer does not train this parameter. Where its network was moved or converted, restart the optimizer.",
                nameof(parameter)
            );
    }

    /// <summary>
    /// Until it is disposed, parameters that are rounded hold their float32 originals instead, in place and without a copy, so
    /// that whoever calls or reads the networks meets the weights as they are. No step may be made meanwhile.
    /// </summary>
    internal IDisposable HoldOriginals() => new Exchanges([.. slots.Select(slot => slot.HoldOriginal()).OfType<IDisposable>()]);

    /// <summary>What every step's learning rate is multiplied with; 1 at first.</summary>
    internal double RateFactor { get; set; } = 1;

    /// <summary>Makes of the gradients of several processes that of all items.</summary>
    internal GradientExchange Exchange { get; } = new();

    /// <summary>The gradients that there are; the caller's scope owns them.</summary>
    internal IReadOnlyList<Tensor> Gradients => [.. slots.Select(slot => slot.Gradient).OfType<Tensor>()];

    /// <summary>How often each parameter was updated.</summary>
    internal long[] Counts => [.. slots.Select(slot => slot.Steps)];

    /// <summary>
    /// All that a step goes by besides parameters and gradients: t, and of each parameter mean, square and, where it computes in
    /// bfloat16, its float32 original. The tensors are the optimizer's own; t is a copy: one number, or several where they
    /// differ.
    /// </summary>
    internal IEnumerable<(string Name, Tensor Value)> State()
    {
        long[] counts = [.. Counts.DefaultIfEmpty()];
        yield return (StepName, Array.TrueForAll(counts, count => count == counts[0]) ? tensor(counts[0]) : tensor(counts));
        for (int i = 0; i < slots.Count; i++)
        {
            foreach ((string name, Tensor value) in slots[i].State)
                yield return ($"{i}.{name}", value);
            if (slots[i].IsRounded)
                yield return (OriginalName(i), slots[i].Master);
        }
    }

    /// <summary>Whether a tensor can be t of <see cref="State"/>.</summary>
    internal bool CanGoOnFrom(Tensor t) =>
        t.dtype == ScalarType.Int64 && (t.dim() == 0 || (t.dim() == 1 && t.shape[0] == slots.Count));

    /// <summary>Sets t, when the tensors of <see cref="State"/> were given other values.</summary>
    internal void GoOnFrom(Tensor t)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] counts = t.expand(slots.Count).contiguous().data<long>().ToArray();
        foreach ((WeightSlot slot, long count) in slots.Zip(counts))
            slot.Steps = count;
    }

    /// <summary>
    /// Squares of gradients, added up: not finite from the first gradient on that was not, since an average never loses a NaN.
    /// </summary>
    /// <returns>0-d, on the device; the caller's scope owns it.</returns>
    internal Tensor SquareSum() => slots.Count == 0 ? zeros([]) : stack(slots.Select(slot => slot.Squares)).sum();

    /// <summary>Forgets all gradients.</summary>
    public void ZeroGradients()
    {
        slots.ForEach(slot => slot.Parameter.grad = null);
    }

    /// <summary>Shortens all gradients together where they are too long (R. Pascanu et al., 2013, algorithm 1).</summary>
    /// <param name="most">Their length at most, as the root of all squares.</param>
    /// <returns>Their length before, a 0-d tensor on the device; the caller's scope owns it.</returns>
    public Tensor ClipGradients(double most)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        IReadOnlyList<Tensor> gradients = Gradients;
        Exchange.Average(gradients);
        if (gradients.Count == 0)
            return zeros([]).MoveToOuterDisposeScope();
        Tensor length = stack(gradients.Select(gradient => gradient.to(ScalarType.Float32).Squared().sum())).sum().sqrt();
        Tensor factor = Scalars.With(most, kept => kept / length.Plus(1e-6)).clamp(max: Scalars.One);
        foreach (Tensor gradient in gradients)
            gradient.mul_(factor.to(gradient.dtype));
        return length.MoveToOuterDisposeScope();
    }

    /// <summary>Makes one step by the gradients that the parameters have.</summary>
    /// <param name="learningRate">α.</param>
    public void Step(double learningRate)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        List<(WeightSlot Slot, Tensor Gradient)> learning = [];
        foreach (WeightSlot slot in slots)
            if (slot.Gradient is Tensor gradient)
                learning.Add((slot, gradient));
        Exchange.Average([.. learning.Select(each => each.Gradient)]);
        Exchange.Forget();
        List<(AdamSlot Slot, Tensor Gradient)> updates = [];
        List<(MuonSlot Slot, Tensor Gradient)> matrices = [];
        foreach ((WeightSlot slot, Tensor gradient) in learning)
        {
            slot.Steps++;
            if (slot is MuonSlot matrix)
                matrices.Add((matrix, gradient));
            else
                updates.Add(((AdamSlot)slot, gradient));
        }

        // Nearly always one group: all that learn, learn from the first step on.
        foreach (IGrouping<long, (AdamSlot Slot, Tensor Gradient)> group in updates.GroupBy(update => update.Slot.Steps))
            Update([.. group], learningRate * RateFactor, group.Key);
        if (matrices.Count > 0 && muon!.Update(matrices, learningRate * RateFactor, weightDecay))
            Round(matrices.Select(update => update.Slot));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        inLibtorch?.Dispose();
        Exchange.Dispose();
        foreach (WeightSlot slot in slots)
            slot.Dispose();
    }

    private WeightSlot SlotOf(string name, Parameter parameter, Tensor? weights) =>
        muon?.RowsOf(name, parameter.shape) is IReadOnlyList<long> rows
            ? new MuonSlot(parameter, rows, weights)
            : new AdamSlot(parameter, weights);

    /// <summary>Gives parameters that are rounded what was updated.</summary>
    private static void Round(IEnumerable<WeightSlot> updated)
    {
        WeightSlot[] rounded = [.. updated.Where(slot => slot.IsRounded)];
        if (rounded.Length > 0)
            TorchOperators.CopyAll([.. rounded.Select(slot => (Tensor)slot.Parameter)], [.. rounded.Select(slot => slot.Master)]);
    }

    /// <summary>Updates parameters of one t.</summary>
    private void Update(List<(AdamSlot Slot, Tensor Gradient)> updates, double learningRate, long t)
    {
        if (updates.TrueForAll(update => AdamKernel.Takes(update.Slot.Parameter, update.Gradient)))
        {
            AdamKernel kernel = new(learningRate, beta1, beta2, epsilon, weightDecay, t);
            kernel.Run([
                .. updates.Select(update =>
                    AdamKernel.Target.Of(
                        update.Slot.Parameter,
                        update.Slot.Master,
                        update.Gradient,
                        update.Slot.Mean,
                        update.Slot.Square
                    )
                ),
            ]);
        }
        else
        {
            inLibtorch!.Update(updates, learningRate, t, beta1, beta2, epsilon, weightDecay);
            Round(updates.Select(update => update.Slot));
        }
    }

    private sealed class Exchanges(List<IDisposable> all) : IDisposable
    {
        public void Dispose() => all.ForEach(exchange => exchange.Dispose());
    }
}
