using Figment.Studio.Train;
using Microsoft.Extensions.Time.Testing;

namespace Figment.Studio.Tests.Train;

public sealed class PausableClockTests
{
    [Fact]
    public void A_pause_costs_no_time()
    {
        FakeTimeProvider time = new();
        PausableClock clock = new(time);
        long start = clock.GetTimestamp();
        time.Advance(TimeSpan.FromSeconds(2));
        clock.Pause();
        time.Advance(TimeSpan.FromHours(1));
        clock.Pause();
        Assert.Equal(TimeSpan.FromSeconds(2), clock.GetElapsedTime(start));
        clock.Continue();
        clock.Continue();
        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(5), clock.GetElapsedTime(start));
    }
}
