using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Networks;

/// <summary>What the layers of a network compute in.</summary>
internal static class NetworkPrecision
{
    /// <summary>
    /// Turns the weights of dense and convolutional layers, embeddings and group normalisation into another type of numbers;
    /// their inputs must be of it from then on. Batch normalisation keeps float32, as its statistics are sums over a batch, and
    /// takes inputs of either type.
    /// </summary>
    /// <param name="network">Its parameters are others afterwards.</param>
    /// <param name="precision">float32 or bfloat16.</param>
    public static void ComputeIn(this Module network, ScalarType precision)
    {
        ArgumentNullException.ThrowIfNull(network);
        foreach (
            Module layer in network
                .modules()
                .Prepend(network)
                .Where(layer => layer is Linear or Conv2d or ConvTranspose2d or Embedding or GroupNorm)
                .ToList()
        )
            layer.to(precision);
    }
}
