using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Networks.Texts;

/// <summary>
/// Computes the loss of a decoder and its gradients on the processor with hand-written passes: libtorch computes the products,
/// everything between two products is one pass over memory, and buffers are reused. It computes the same as
/// <see cref="GptNetwork"/> followed by cross-entropy.
/// </summary>
/// <remarks>
/// With separate operations and automatic gradients, a small model's step would spend more time between products than in them.
/// </remarks>
internal abstract class FusedDecoder : IDisposable
{
    private const int Lanes = 16;

    /// <summary>Whether a network is supported: it must be on the processor, with sizes that fill whole vectors.</summary>
    internal static bool Takes(GptNetwork network) =>
        network.Table.device_type == DeviceType.CPU && network.Shape.Width % Lanes == 0 && network.Shape.Hidden % Lanes == 0;

    /// <summary>Prepares for batches of one size.</summary>
    /// <param name="network">The network, in its final precision.</param>
    /// <param name="batch">The number of texts, B.</param>
    /// <param name="length">The number of tokens per text, T.</param>
    internal static FusedDecoder Of(GptNetwork network, int batch, int length) =>
        network.Table.dtype == ScalarType.BFloat16
            ? new FusedDecoder<ushort, BFloat16Lanes>(network, batch, length)
            : new FusedDecoder<float, Float32Lanes>(network, batch, length);

    /// <summary>
    /// Whether this decoder was created for batches of this size, and the network still has the same weight tensors.
    /// </summary>
    internal abstract bool Fits(long batch, long length);

    /// <summary>Computes the mean loss, and sets the gradients of all weights.</summary>
    /// <param name="tokens">[B, T], int64.</param>
    /// <param name="next">[B, T], int64.</param>
    /// <param name="dropout">The dropout; null for none.</param>
    /// <returns>The loss in nats, a scalar tensor; the caller's scope owns it.</returns>
    internal abstract Tensor Run(Tensor tokens, Tensor next, DropoutMasks? dropout);

    public abstract void Dispose();
}
