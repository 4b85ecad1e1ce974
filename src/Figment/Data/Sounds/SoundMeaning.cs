using Figment.Backend;
using Figment.Data.Images;
using Figment.Formats;
using Figment.Networks;
using Figment.Networks.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Sounds;

/// <summary>The meaning of images that represent sounds.</summary>
/// <param name="grid">The conversion between sounds and images.</param>
internal sealed class SoundMeaning(SoundGrid grid) : IImageMeaning
{
    // Phase reconstruction needs about 300 bytes for each value of a sound. Converting only a few sounds at a time keeps this
    // below the memory that a training step needs.
    private const int Most = 8,
        BytesPerValue = 300;
    private const long MostBytes = 1 << 28;
    private readonly int atOnce = (int)Math.Clamp(MostBytes / ((long)BytesPerValue * grid.Sound.Size), 1, Most);

    /// <summary>The conversion between sounds and images.</summary>
    internal SoundGrid Grid => grid;

    public string Items => "sounds";

    public ISamples Show(Tensor images)
    {
        using Tensor sounds = Of(images),
            numbers = sounds.nan_to_num(); // the output of a diverged model becomes silence
        return SoundSamples.Of(numbers, grid.Sound);
    }

    public void AddTo(OnnxGraph graph, OnnxValue images)
    {
        OnnxValue sounds = grid.ToSounds(new OnnxOperations(graph, []), graph.ToFloat32(images));
        graph.Output(sounds, "sounds", grid.Sound.Channels, grid.Sound.Length);
    }

    /// <returns>
    /// The sounds, [B, channels, length], float32 in [−1, 1], computed without gradients; the caller disposes the tensor.
    /// </returns>
    /// <inheritdoc/>
    public Tensor Of(Tensor images)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        long count = images.shape[0];
        return cat([.. Parts()]).MoveToOuterDisposeScope();

        // All parts have the same size, since kernels round differently for different numbers of rows.
        IEnumerable<Tensor> Parts()
        {
            for (long start = 0; start < count; start += atOnce)
            {
                using DisposeScope part = NewDisposeScope();
                long own = Math.Min(atOnce, count - start);
                Tensor some = images.narrow(0, start, own);
                Tensor whole =
                    own == atOnce ? some : cat([some, zeros([atOnce - own, .. images.shape[1..]], device: images.device)]);
                Tensor sounds = TorchFailure.Again(() => grid.ToSounds(whole));
                yield return sounds.narrow(0, 0, own).contiguous().MoveToOuterDisposeScope();
            }
        }
    }
}
