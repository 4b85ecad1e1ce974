using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Optimizers;

/// <summary>
/// An exponential moving average of a network's weights, in a network of its own: what it makes changes less from step to
/// step than what the network that learns makes, and is better (Y. Yazıcı et al., "The Unusual Effectiveness of Averaging in
/// GAN Training", 2018).
/// </summary>
/// <remarks>Running statistics of normalisation layers, averages already, are copied.</remarks>
/// <typeparam name="TNetwork">The network's type.</typeparam>
public class WeightAverage<TNetwork>
    where TNetwork : Module
{
    private readonly TNetwork learning;

    /// <summary>Begins with the weights as they are.</summary>
    /// <param name="learning">The network that learns.</param>
    /// <param name="average">One of the same build, which is overwritten.</param>
    /// <exception cref="ArgumentException">The two are one network.</exception>
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

    /// <summary>The network whose weights are the average.</summary>
    public TNetwork Network { get; }

    /// <summary>Gives the network that learns its average, for a part of it that will learn no more.</summary>
    /// <param name="part">The name of a layer of that network.</param>
    internal void GiveBack(string part)
    {
        foreach (((string name, Parameter parameter), Tensor mean) in learning.named_parameters().Zip(Network.parameters()))
            if (name.StartsWith(part + ".", StringComparison.Ordinal))
                parameter.copy_(mean);
    }

    /// <summary>Follows the network after a step: θ̄ ← θ + 2^(−images / half-life) (θ̄ − θ).</summary>
    /// <param name="images">Images of this step.</param>
    /// <param name="halfLife">Images after which half of an old weight's influence is gone; above 0.</param>
    /// <param name="imagesSeen">
    /// Images learned from so far. At first the half-life is shorter, a tenth of them, since the average would otherwise keep
    /// the random weights it began with (T. Karras et al., "Training Generative Adversarial Networks with Limited Data",
    /// 2020, calls it the ramp-up).
    /// </param>
    /// <param name="weights">
    /// Tells the weights that a parameter stands for, as <c>FusedAdam.Weights</c> does, where networks compute in bfloat16: an
    /// average of rounded weights would follow the rounding. Null takes the parameters as they are.
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

/// <summary>The average of a network from one tensor to one tensor.</summary>
/// <inheritdoc/>
public sealed class WeightAverage(Module<Tensor, Tensor> learning, Module<Tensor, Tensor> average)
    : WeightAverage<Module<Tensor, Tensor>>(learning, average);
