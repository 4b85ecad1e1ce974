using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Networks.Texts;

/// <summary>
/// The loss of a decoder and its gradients on the processor, written out: products are libtorch's, all that is between them is
/// done in one pass over memory each, and buffers are made once. What it computes is <see cref="GptNetwork"/> with cross-entropy
/// behind it.
/// </summary>
/// <remarks>
/// By operations and their automatic gradients a small model's step spends more time between products than in them.
/// </remarks>
internal abstract class FusedDecoder : IDisposable
{
    private const int Lanes = 16;

    /// <summary>Whether a network can be computed so: on the processor, of sizes in whole vectors.</summary>
    internal static bool Takes(GptNetwork network) =>
        network.Table.device_type == DeviceType.CPU && network.Shape.Width % Lanes == 0 && network.Shape.Hidden % Lanes == 0;

    /// <summary>Prepares to compute batches of one size.</summary>
    /// <param name="network">The network, in the precision that it keeps.</param>
    /// <param name="batch">B.</param>
    /// <param name="length">T.</param>
    internal static FusedDecoder Of(GptNetwork network, int batch, int length) =>
        network.Table.dtype == ScalarType.BFloat16
            ? new FusedDecoder<ushort, BFloat16Lanes>(network, batch, length)
            : new FusedDecoder<float, Float32Lanes>(network, batch, length);

    /// <summary>Whether it was made for batches of that size, and the network has the weights that it had then.</summary>
    internal abstract bool Fits(long batch, long length);

    /// <summary>Computes the mean loss and gives all weights their gradients.</summary>
    /// <param name="tokens">[B, T], int64.</param>
    /// <param name="next">[B, T], int64.</param>
    /// <param name="dropout">What is left out; null is nothing.</param>
    /// <returns>The loss in nats, a 0-d tensor; the caller's scope owns it.</returns>
    internal abstract Tensor Run(Tensor tokens, Tensor next, DropoutMasks? dropout);

    public abstract void Dispose();
}
