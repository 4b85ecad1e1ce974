using Figment.Models;

namespace Figment.Tests.Models;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(0, 0.5, 1)]
    [InlineData(0.5, 0.5, 1)]
    [InlineData(0.75, 0.5, 0.5)]
    [InlineData(1, 0.5, 0)]
    [InlineData(0.25, 1, 0.75)] // over all of it
    [InlineData(0.99, 0, 1)] // never
    public void It_falls_in_a_straight_line_over_the_end(double fraction, double decay, double expected) =>
        Assert.Equal(expected, Schedule.FallingToZero(fraction, decay), 1e-12);

    [Theory]
    [InlineData(0, 1000, 1)]
    [InlineData(1000, 1000, 1)]
    [InlineData(4000, 1000, 0.5)]
    [InlineData(100_000, 1000, 0.1)]
    [InlineData(100_000, 0, 1)] // never
    public void It_falls_with_the_root_of_what_was_seen(long items, double steady, double expected) =>
        Assert.Equal(expected, Schedule.InverseRoot(items, steady), 1e-12);

    [Theory]
    [InlineData(0, 0.2, 0)]
    [InlineData(0.05, 0.2, 0.25)]
    [InlineData(0.2, 0.2, 1)]
    [InlineData(0.7, 0.2, 1)]
    [InlineData(0, 0, 1)] // at once
    public void It_rises_in_a_straight_line_over_the_beginning(double fraction, double warmUp, double expected) =>
        Assert.Equal(expected, Schedule.Rising(fraction, warmUp), 1e-12);
}
