using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Optimizers;

/// <summary>
/// An exponential moving average of a network's weights, held in a network of its own. The averaged network's outputs are better
/// than those of the trained network and change less from step to step (Y. Yazıcı et al., "The Unusual Effectiveness of Averaging
/// in GAN Training", 2018).
/// </summary>
/// <remarks>Running statistics of normalisation layers, which are averages already, are copied.</remarks>
/// <typeparam name="TNetwork">The network's type.</typeparam>
public class WeightAverage<TNetwork>
    where TNetwork : Module
{
    private readonly TNetwork learning;

    /// <summary>Starts the average from the current weights.</summary>
    /// <param name="learning">The network that is trained.</param>
    /// <param name="average">Another network with the same structure; its weights are overwritten.</param>
    /// <exception cref="ArgumentException">Both arguments are the same network.</exception>
    public WeightAverage(TNetwork learning, TNetwork average)
    {
        ArgumentNullException.ThrowIfNull(learning);
        ArgumentNullException.ThrowIfNull(average);
        if (ReferenceEquals(learning, average))
            throw new ArgumentException("A network cannot be its own average. Build a second one for it.", nameof(average));
        this.learning = learning;
        Network = average;
        average.load_state_dict(learning.state_dict());
        foreach (Parameter parameter in average.parameters())
            parameter.requires_grad_(false);
    }

    /// <summary>The network that holds the averaged weights.</summary>
    public TNetwork Network { get; }

    /// <summary>Copies the average back into a part of the trained network that will not learn any further.</summary>
    /// <param name="part">The name of a layer of the trained network.</param>
    internal void GiveBack(string part)
    {
        foreach (((string name, Parameter parameter), Tensor mean) in learning.named_parameters().Zip(Network.parameters()))
            if (name.StartsWith(part + ".", StringComparison.Ordinal))
                parameter.copy_(mean);
    }

    /// <summary>Updates the average after a step: θ̄ ← θ + 2^(−images / half-life) (θ̄ − θ).</summary>
    /// <param name="images">The number of images in this step.</param>
    /// <param name="halfLife">The number of images after which the influence of old weights is halved; above 0.</param>
    /// <param name="imagesSeen">
    /// The number of images learned so far. At first, the half-life is limited to a tenth of this number, because the average
    /// would otherwise keep too much of the random initial weights (called the ramp-up in T. Karras et al., "Training Generative
    /// Adversarial Networks with Limited Data", 2020).
    /// </param>
    /// <param name="weights">
    /// Returns the exact weights of a parameter, as <c>FusedAdam.Weights</c> does; needed if networks compute in bfloat16,
    /// because an average of rounded weights would track the rounding errors. Null uses the parameters as they are.
    /// </param>
    public void Follow(long images, double halfLife, long imagesSeen, Func<Parameter, Tensor>? weights = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        double decay = Math.Pow(0.5, images / Math.Max(Math.Min(halfLife, imagesSeen * 0.1), 1e-8));
        Tensor share = 1 - decay;
        foreach ((Tensor mean, Parameter parameter) in Network.parameters().Zip(learning.parameters()))
            mean.lerp_((weights?.Invoke(parameter) ?? parameter).to(mean.dtype), share);
        foreach ((Tensor mean, Tensor now) in Network.buffers().Zip(learning.buffers()))
            mean.copy_(now);
    }
}

/// <summary>The average of a network that maps one tensor to one tensor.</summary>
/// <inheritdoc/>
public sealed class WeightAverage(Module<Tensor, Tensor> learning, Module<Tensor, Tensor> average)
    : WeightAverage<Module<Tensor, Tensor>>(learning, average);
