namespace Figment.Studio.Train;

/// <summary>A clock that stands still during a pause, so that a pause costs a training that ends by time nothing.</summary>
/// <param name="inner">The clock that goes on.</param>
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
