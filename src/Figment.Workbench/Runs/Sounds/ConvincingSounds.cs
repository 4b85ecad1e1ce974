using Figment.Data.Sounds;
using Figment.Evaluation.Sounds;
using Figment.Runs.Images;

namespace Figment.Runs.Sounds;

/// <summary>
/// Sounds that a model made, ordered by how real they seem to a run's judge. As during training, it judges them by
/// their pictures.
/// </summary>
internal sealed class ConvincingSounds
{
    private readonly SoundSamples samples;
    private readonly ConvincingOrder order;

    private ConvincingSounds(SoundSamples samples, ConvincingOrder order) => (this.samples, this.order) = (samples, order);

    /// <summary>Listens to samples.</summary>
    /// <inheritdoc cref="ConvincingOrder.Of"/>
    /// <param name="run">The run with the judge.</param>
    /// <param name="samples">What its model made.</param>
    /// <param name="real">What it learned from.</param>
    internal static ConvincingSounds Of(RunFolder run, SoundSamples samples, SoundDataset real)
    {
        using SoundListener listener = new(real.Shape);
        using HeardSounds others = listener.Listen(real);
        using HeardSounds made = listener.Listen(samples);
        return new ConvincingSounds(samples, ConvincingOrder.Of(run, made.Pictures, others.Pictures));
    }

    /// <inheritdoc cref="ConvincingOrder.Most"/>
    internal IReadOnlyList<SoundSamples> Most(int count) => [.. order.Most(count).Select(samples.Only)];

    /// <inheritdoc cref="ConvincingOrder.Least"/>
    internal IReadOnlyList<SoundSamples> Least(int count) => [.. order.Least(count).Select(samples.Only)];

    /// <inheritdoc cref="ConvincingOrder.OfClass"/>
    internal SoundSamples? OfClass(int label) => order.OfClass(label) is int found ? samples.Only(found) : null;
}
