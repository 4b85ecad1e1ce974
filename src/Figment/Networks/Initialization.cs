using Figment.Backend;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>Initialises the weights of networks.</summary>
public static class Initialization
{
    /// <summary>
    /// Glorot uniform initialisation, the default of Keras: weights of fully connected layers from U(−a, a) with a = √(6 /
    /// (fan_in + fan_out)), biases 0 (X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural
    /// networks", 2010, equation 16). Other layers stay as they are.
    /// </summary>
    /// <param name="network">The network, initialised in place, on the CPU.</param>
    /// <param name="random">The source of random numbers.</param>
    /// <returns>The same network.</returns>
    public static T GlorotUniform<T>(this T network, Draws random)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(network);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        foreach (Linear layer in network.modules().OfType<Linear>())
        {
            double fanOut = layer.weight!.shape[0],
                fanIn = layer.weight.shape[1];
            double a = Math.Sqrt(6 / (fanIn + fanOut));
            layer.weight.copy_(Symmetric(random, layer.weight.shape, a));
            layer.bias?.zero_();
        }

        return network;
    }

    /// <summary>
    /// He normal initialisation for layers followed by a LeakyReLU: weights of fully connected and convolutional layers from N(0,
    /// σ²) with σ = √(2 / ((1 + slope²) fan_in)), biases 0 (K. He et al., "Delving Deep into Rectifiers", 2015, equation 15).
    /// Other layers stay as they are.
    /// </summary>
    /// <param name="network">The network, initialised in place, on the CPU.</param>
    /// <param name="random">The source of random numbers.</param>
    /// <param name="slope">The rectifier's slope for negative values.</param>
    /// <returns>The same network.</returns>
    public static T HeNormal<T>(this T network, Draws random, double slope = 0.2)
        where T : Module =>
        network.ForEachLayer(
            (weight, bias, fanIn) =>
            {
                weight.copy_(random.Normal("weights", weight.shape).Times(Math.Sqrt(2 / ((1 + (slope * slope)) * fanIn))));
                bias?.zero_();
            }
        );

    /// <summary>
    /// The default initialisation of PyTorch: weights and biases of fully connected and convolutional layers from U(−a, a) with a
    /// = 1/√fan_in. Other layers stay as they are.
    /// </summary>
    /// <param name="network">The network, initialised in place, on the CPU.</param>
    /// <param name="random">The source of random numbers.</param>
    /// <returns>The same network.</returns>
    public static T FanInUniform<T>(this T network, Draws random)
        where T : Module =>
        network.ForEachLayer(
            (weight, bias, fanIn) =>
            {
                double a = 1 / Math.Sqrt(fanIn);
                weight.copy_(Symmetric(random, weight.shape, a));
                bias?.copy_(Symmetric(random, bias.shape, a));
            }
        );

    /// <summary>Draws from U(−a, a).</summary>
    private static Tensor Symmetric(Draws random, long[] shape, double a) =>
        random.Uniform("weights", shape).Times(2 * a).Minus(a);

    private static T ForEachLayer<T>(this T network, Action<Tensor, Tensor?, double> draw)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(network);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        foreach (Module layer in network.modules())
        {
            switch (layer)
            {
                case Linear linear:
                    draw(linear.weight!, linear.bias, linear.weight!.shape[1]);
                    break;
                case Conv2d conv:
                    draw(conv.weight!, conv.bias, conv.weight!.numel() / (double)conv.weight.shape[0]);
                    break;
                case ConvTranspose2d up:
                    // Because of the stride, each output pixel depends on only part of the kernel.
                    draw(up.weight!, up.bias, up.weight!.numel() / (double)(up.weight.shape[1] * up.stride[0] * up.stride[1]));
                    break;
            }
        }

        return network;
    }
}
