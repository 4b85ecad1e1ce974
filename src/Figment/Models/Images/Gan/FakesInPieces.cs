using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models.Images;

/// <summary>Generates the images of a whole batch for D when memory only suffices for a piece at a time.</summary>
internal static class FakesInPieces
{
    /// <summary>
    /// Generates the images without gradients. The generator's running statistics do not change here; they change when it makes
    /// the same images again in its own update.
    /// </summary>
    /// <param name="generator">G, in training mode.</param>
    /// <param name="latents">The latents of all images of this process, [B, …].</param>
    /// <param name="share">How the batch is split into pieces.</param>
    /// <param name="make">Calls G.</param>
    internal static Tensor Make(Module generator, Tensor latents, BatchShare share, Func<Tensor, Tensor> make)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor Buffer, Tensor Before)[] statistics = [.. generator.buffers().Select(buffer => (buffer, buffer.clone()))];
        List<Tensor> made = [];
        for (int i = 0; i < share.Pieces; i++)
        {
            using DisposeScope one = NewDisposeScope(); // Frees the activations of one piece before the next.
            BatchShare piece = share.Piece(i);
            made.Add(make(latents.narrow(0, piece.First, piece.Count)).MoveToOuterDisposeScope());
        }

        foreach ((Tensor buffer, Tensor before) in statistics)
            buffer.copy_(before);
        return cat(made).MoveToOuterDisposeScope();
    }
}
