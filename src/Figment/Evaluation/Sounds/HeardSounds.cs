using Figment.Data.Images;

namespace Figment.Evaluation.Sounds;

/// <summary>Sounds as they are judged.</summary>
/// <param name="Pictures">One picture of each, with its class where there are classes.</param>
/// <param name="Figures">What all of them sound like.</param>
/// <param name="Samples">
/// Gives the samples of one by its number, channel by channel, −1 to 1; null where they were not kept. Those of a data set are
/// the data set's own, which must not be disposed before.
/// </param>
internal sealed record HeardSounds(ImageDataset Pictures, SoundFigures Figures, Func<int, float[]>? Samples) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Pictures.Dispose();
}
