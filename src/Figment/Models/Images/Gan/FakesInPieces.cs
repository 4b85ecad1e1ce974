using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models.Images;

/// <summary>The images of a whole batch that D learns from, where memory for a piece of it must be enough.</summary>
internal static class FakesInPieces
{
    /// <summary>
    /// Makes them without gradients. The generator's statistics are left as they were: they follow when it makes the same images
    /// again, to learn from.
    /// </summary>
    /// <param name="generator">G, in training.</param>
    /// <param name="latents">Of all images here, [B, …].</param>
    /// <param name="share">How they are cut.</param>
    /// <param name="make">Calls G.</param>
    internal static Tensor Make(Module generator, Tensor latents, BatchShare share, Func<Tensor, Tensor> make)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor Buffer, Tensor Before)[] statistics = [.. generator.buffers().Select(buffer => (buffer, buffer.clone()))];
        List<Tensor> made = [];
        for (int i = 0; i < share.Pieces; i++)
        {
            using DisposeScope one = NewDisposeScope(); // what its layers make is not kept for the next
            BatchShare piece = share.Piece(i);
            made.Add(make(latents.narrow(0, piece.First, piece.Count)).MoveToOuterDisposeScope());
        }

        foreach ((Tensor buffer, Tensor before) in statistics)
            buffer.copy_(before);
        return cat(made).MoveToOuterDisposeScope();
    }
}
