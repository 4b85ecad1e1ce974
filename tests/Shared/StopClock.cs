namespace Figment.Tests;

/// <summary>
/// The trainer reads the clock once at its start and once after each step, so a clock can stop it at any of them.
/// </summary>
internal sealed class StopClock(CancellationTokenSource stop, long step) : TimeProvider
{
    private long asked;

    public override long GetTimestamp()
    {
        if (asked++ == step)
            stop.Cancel();
        return base.GetTimestamp();
    }
}
