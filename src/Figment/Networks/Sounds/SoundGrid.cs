using Figment.Audio;
using Figment.Imaging;
using static TorchSharp.torch;

namespace Figment.Networks.Sounds;

/// <summary>
/// A sound as an image, time from left to right and pitch from bottom to top, so that networks of images learn it; and the way
/// back.
/// </summary>
internal abstract class SoundGrid
{
    /// <summary>The sounds that it takes and gives.</summary>
    internal abstract SoundShape Sound { get; }

    /// <summary>The images that they become.</summary>
    internal abstract ImageShape Image { get; }

    /// <summary>Sounds as images.</summary>
    /// <param name="sounds">[B, channels, length], float32 in [−1, 1].</param>
    /// <returns>[B, C, H, W], float32 in [0, 1].</returns>
    internal abstract Tensor ToImages(Tensor sounds);

    /// <summary>Images as sounds.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="images">[B, C, H, W] in [0, 1].</param>
    /// <returns>[B, channels, length], in [−1, 1].</returns>
    internal abstract T ToSounds<T>(IOperations<T> ops, T images);

    /// <inheritdoc cref="ToSounds{T}"/>
    internal Tensor ToSounds(Tensor images) => ToSounds(TensorOperations.Instance, images);
}
