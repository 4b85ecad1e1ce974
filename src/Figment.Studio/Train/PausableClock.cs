namespace Figment.Studio.Train;

/// <summary>
/// A clock that stands still during a pause, so that pauses do not count towards the time limit of a training run.
/// </summary>
/// <param name="inner">The underlying clock.</param>
internal sealed class PausableClock(TimeProvider inner) : TimeProvider
{
    private readonly Lock gate = new();
    private long lost;
    private long? pausedAt;

    /// <inheritdoc/>
    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (gate)
            return (pausedAt ?? inner.GetTimestamp()) - lost;
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    internal void Pause()
    {
        lock (gate)
            pausedAt ??= inner.GetTimestamp();
    }

    internal void Continue()
    {
        lock (gate)
        {
            if (pausedAt is not long since)
                return;
            lost += inner.GetTimestamp() - since;
            pausedAt = null;
        }
    }
}
