using Figment.Data.Images;
using Figment.Formats;
using Figment.Networks;
using Figment.Networks.Sounds;
using static TorchSharp.torch;

namespace Figment.Data.Sounds;

/// <summary>Images that stand for sounds.</summary>
/// <param name="grid">How one becomes the other.</param>
internal sealed class SoundMeaning(SoundGrid grid) : IImageMeaning
{
    /// <summary>How one becomes the other.</summary>
    internal SoundGrid Grid => grid;

    public string Items => "sounds";

    public ISamples Show(Tensor images)
    {
        using Tensor sounds = Of(images);
        return SoundSamples.Of(sounds, grid.Sound);
    }

    public void AddTo(OnnxGraph graph, OnnxValue images) =>
        graph.Output(grid.ToSounds(new OnnxOperations(graph, []), graph.ToFloat32(images)), "sounds", grid.Sound.Channels, grid.Sound.Length);

    /// <returns>[B, channels, length], float32 in [−1, 1], made without gradients; the caller disposes it.</returns>
    /// <inheritdoc/>
    public Tensor Of(Tensor images)
    {
        using IDisposable noGradients = no_grad();
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        return grid.ToSounds(images).MoveToOuterDisposeScope();
    }
}
