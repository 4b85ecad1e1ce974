namespace Figment.Tests;

/// <summary>The trainer asks for the time once at its start and once after each step: a way to stop at any of them.</summary>
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
