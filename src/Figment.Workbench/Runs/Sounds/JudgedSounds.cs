using Figment.Data;
using Figment.Data.Sounds;
using Figment.Evaluation.Sounds;

namespace Figment.Runs.Sounds;

/// <summary>
/// Existing sounds that are to be judged. Silent ones are included, because a tool that produces silence should be judged for it.
/// </summary>
internal sealed class JudgedSounds : IDisposable
{
    private readonly SoundDataset data;
    private readonly bool isLevelled,
        isAsMade;

    private JudgedSounds(SoundDataset data, bool isLevelled, bool isAsMade) =>
        (this.data, this.isLevelled, this.isAsMade) = (data, isLevelled, isAsMade);

    /// <summary>Notes on how they were read and compared.</summary>
    internal IReadOnlyList<Text> Notes =>
        [
            .. data.Notes,
            !isAsMade ? WordTable.Text("note.sounds.judged.readBefore")
            : isLevelled ? WordTable.Text("note.sounds.judged.levelled")
            : WordTable.Text("note.sounds.judged.asLoud"),
        ];

    /// <summary>Opens the sounds, which are cut like the real ones but keep their own loudness.</summary>
    /// <param name="subject">As for <see cref="SoundSources.Open"/>.</param>
    /// <param name="real">The real sounds to compare them with.</param>
    /// <param name="loading">Receives the progress of the reading.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FigmentException">No file can be read or contains sound, or the sounds have another shape.</exception>
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
    /// Computes features of the sounds. They are compared at the loudness of the real ones, so that the level of a file does not
    /// reveal its origin; silence and clipping are measured on the original files.
    /// </summary>
    /// <param name="listener">A listener for sounds of their shape.</param>
    /// <param name="progress">Receives the number of sounds done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal HeardSounds Listen(SoundListener listener, IProgress<DataProgress>? progress, CancellationToken cancellationToken) =>
        listener.Listen(data, isLevelled ? SoundCut.Loudest : null, progress, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => data.Dispose();
}
