using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Networks;

/// <summary>Sets the precision in which the layers of a network compute.</summary>
internal static class NetworkPrecision
{
    /// <summary>
    /// Converts the weights of dense and convolutional layers, embeddings and group normalisation to another type; their inputs
    /// must then have this type, too. Batch normalisation accepts inputs of either type but stays in float32 itself, because its
    /// statistics are sums over a batch.
    /// </summary>
    /// <param name="network">The network; its parameters are replaced by new ones.</param>
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
