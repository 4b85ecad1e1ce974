using Figment.Data;
using Figment.Data.Sounds;
using Figment.Evaluation.Sounds;

namespace Figment.Runs.Sounds;

/// <summary>
/// Sounds that are there already and are judged. Silent ones are not left out, since a tool that makes silence is judged by it.
/// </summary>
internal sealed class JudgedSounds : IDisposable
{
    private readonly SoundDataset data;
    private readonly bool isLevelled,
        isAsMade;

    private JudgedSounds(SoundDataset data, bool isLevelled, bool isAsMade) =>
        (this.data, this.isLevelled, this.isAsMade) = (data, isLevelled, isAsMade);

    /// <summary>How they were read and compared, in sentences.</summary>
    internal IReadOnlyList<Text> Notes =>
        [
            .. data.Notes,
            !isAsMade ? WordTable.Text("note.sounds.judged.readBefore")
            : isLevelled ? WordTable.Text("note.sounds.judged.levelled")
            : WordTable.Text("note.sounds.judged.asLoud"),
        ];

    /// <summary>Opens them: cut as the real ones are, and as loud as they are.</summary>
    /// <param name="subject">As for <see cref="SoundSources.Open"/>.</param>
    /// <param name="real">What they are compared with.</param>
    /// <param name="loading">Hears of the reading of recordings.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">
    /// None can be read, none has a sound in it, or they have a shape of their own.
    /// </exception>
    internal static JudgedSounds Open(
        string subject,
        RealSounds real,
        IProgress<DataProgress>? loading,
        CancellationToken cancellationToken
    )
    {
        SoundOptions like = real.Reading ?? new SoundOptions();
        SoundOptions asMade = like with { Labels = null, KeepLoudness = true, KeepSilent = true, SkipBroken = true };
        return new JudgedSounds(
            SoundRuns.OpenLike(subject, real.Shape, asMade, isHeldOut: false, loading, cancellationToken),
            isLevelled: !like.KeepLoudness,
            isAsMade: SoundSources.ReadingAt(subject, asMade) is not null
        );
    }

    /// <summary>
    /// Listens to them. They are compared at the loudness of the real ones, so that the level of a file tells nothing of what
    /// made it; what is silent or cut off is told by the file itself.
    /// </summary>
    /// <param name="listener">Of their shape.</param>
    /// <param name="progress">Hears how many are done.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal HeardSounds Listen(SoundListener listener, IProgress<DataProgress>? progress, CancellationToken cancellationToken) =>
        listener.Listen(data, isLevelled ? SoundCut.Loudest : null, progress, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => data.Dispose();
}
