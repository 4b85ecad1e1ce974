using Figment.Backend;
using Figment.Networks.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Sounds;

/// <summary>
/// Converts sounds to images on first use and keeps as many images as there is room for. Training needs each image many times,
/// and converting a batch of 128 drums takes about a tenth of a second.
/// </summary>
/// <remarks>Each image is computed on its own, so that its values do not depend on the others in a batch.</remarks>
internal sealed class GridImages : IDisposable
{
    private const long MostKept = 1L << 29; // bytes

    private readonly SoundGrid grid;
    private readonly Func<Tensor, Tensor> sounds;
    private readonly bool[] isMade;
    private readonly int room;
    private Tensor? kept; // [room, C, H, W], the first images

    /// <summary>Creates the converter without computing any image yet.</summary>
    /// <param name="grid">The conversion of sounds to images.</param>
    /// <param name="count">The number of sounds, N.</param>
    /// <param name="sounds">
    /// Returns the sounds with the given indices ([B], int64) as [B, channels, length], on the device of the images.
    /// </param>
    /// <param name="mostKept">The maximum size of the kept images in bytes.</param>
    internal GridImages(SoundGrid grid, int count, Func<Tensor, Tensor> sounds, long mostKept = MostKept)
    {
        (this.grid, this.sounds) = (grid, sounds);
        room = (int)Math.Min(count, mostKept / ((long)grid.Image.Size * sizeof(float)));
        isMade = new bool[room];
    }

    /// <summary>Returns some of the images.</summary>
    /// <param name="indices">The indices of the sounds, [B], int64, each from 0 to N − 1.</param>
    /// <returns>The images, [B, C, H, W], float32 in [0, 1].</returns>
    internal Tensor Of(Tensor indices)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] asked = indices.cpu().data<long>().ToArray();
        foreach (long index in asked.Where(index => index < room && !isMade[index]))
            Keep(index);
        Tensor images = Array.TrueForAll(asked, index => index < room)
            ? kept!.index_select(0, indices.On(kept.device))
            : cat([.. asked.Select(index => index < room ? kept!.narrow(0, index, 1) : Make(index))]);
        return images.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => kept?.Dispose();

    private void Keep(long index)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor image = Make(index);
        kept ??= empty([room, .. image.shape[1..]], ScalarType.Float32, image.device).DetachFromDisposeScope();
        kept.narrow(0, index, 1).copy_(image);
        isMade[index] = true;
    }

    private Tensor Make(long index)
    {
        using DisposeScope scope = NewDisposeScope();
        return grid.ToImages(sounds(tensor([index]))).MoveToOuterDisposeScope();
    }
}
