using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Benchmarks.HandWritten;

/// <summary>The average of a network's weights, in a network of its own, with a short memory at first.</summary>
internal sealed class AveragedWeights : IDisposable
{
    private const double RampUp = 0.1;
    private readonly Module average;
    private readonly double halfLife;
    private readonly (Tensor Mean, Parameter Now)[] weights;
    private readonly (Tensor Mean, Tensor Now)[] statistics;

    /// <summary>Begins with the weights as they are.</summary>
    /// <param name="learning">The network that learns.</param>
    /// <param name="average">Another network of the same structure, which the average owns from then on.</param>
    /// <param name="halfLife">In images.</param>
    internal AveragedWeights(Module learning, Module average, double halfLife)
    {
        (this.average, this.halfLife) = (average, halfLife);
        average.load_state_dict(learning.state_dict());
        foreach (Parameter parameter in average.parameters())
            parameter.requires_grad_(false);
        weights = [.. average.parameters().Select(parameter => (Tensor)parameter).Zip(learning.parameters())];
        statistics = [.. average.buffers().Zip(learning.buffers())];
    }

    /// <summary>Follows the network after a step.</summary>
    /// <param name="images">Images of the step.</param>
    /// <param name="seen">Images so far.</param>
    internal void Follow(int images, long seen)
    {
        using IDisposable noGradients = no_grad();
        Tensor share = tensor((float)(1 - Math.Pow(0.5, images / Math.Min(halfLife, seen * RampUp))));
        foreach ((Tensor mean, Parameter now) in weights)
            mean.lerp_(now, share);
        foreach ((Tensor mean, Tensor now) in statistics)
            mean.copy_(now);
    }

    /// <inheritdoc/>
    public void Dispose() => average.Dispose();
}
