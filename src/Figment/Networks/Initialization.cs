using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>How weights begin.</summary>
public static class Initialization
{
    /// <summary>
    /// Glorot uniform, Keras's default: weights of fully connected layers from U(−a, a) with
    /// a = √(6 / (fan_in + fan_out)), biases 0 (X. Glorot, Y. Bengio, "Understanding the difficulty of training deep
    /// feedforward neural networks", 2010, equation 16). Other layers are left as they are.
    /// </summary>
    /// <param name="network">The network, initialised in place, on the CPU.</param>
    /// <param name="generator">Where the numbers come from.</param>
    /// <returns>The same network.</returns>
    public static T GlorotUniform<T>(this T network, Generator generator)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(network);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        foreach (Linear layer in network.modules().OfType<Linear>())
        {
            double fanOut = layer.weight!.shape[0], fanIn = layer.weight.shape[1];
            double a = Math.Sqrt(6 / (fanIn + fanOut));
            layer.weight.uniform_(-a, a, generator); // TorchSharp's init.uniform_ ignores its generator
            layer.bias?.zero_();
        }

        return network;
    }
}
