using Figment.Data.Images;

namespace Figment.Evaluation.Sounds;

/// <summary>Sounds as they are judged.</summary>
/// <param name="Pictures">One picture of each, with its class where there are classes.</param>
/// <param name="Figures">What all of them sound like.</param>
/// <param name="Values">
/// Their samples, in the order sound, channel, sample, 32,768 being full scale; empty where they were not kept.
/// </param>
internal sealed record HeardSounds(ImageDataset Pictures, SoundFigures Figures, short[] Values) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Pictures.Dispose();
}
