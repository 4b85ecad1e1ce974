using Figment.Data.Images;

namespace Figment.Evaluation.Sounds;

/// <summary>Sounds in the form in which they are judged.</summary>
/// <param name="Pictures">One picture of each sound, with its class if there are classes.</param>
/// <param name="Figures">The audio figures of all sounds together.</param>
/// <param name="Samples">
/// Returns the samples of a sound by its index, channel by channel, −1 to 1; null if they were not kept. The samples of a data
/// set belong to it, so it must not be disposed while they are still needed.
/// </param>
internal sealed record HeardSounds(ImageDataset Pictures, SoundFigures Figures, Func<int, float[]>? Samples) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Pictures.Dispose();
}
