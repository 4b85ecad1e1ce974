using System.Diagnostics;
using Figment.Backend;

/// <summary>A group that meets before each sum, so that waiting for the others and the sum itself are two figures.</summary>
internal sealed class TimedGroup(ITrainingGroup group) : ITrainingGroup
{
    public int Rank => group.Rank;

    public int Size => group.Size;

    public TimeSpan Waiting { get; private set; }

    public TimeSpan Summing { get; private set; }

    public long Bytes { get; private set; }

    public void Clear() => (Waiting, Summing, Bytes) = (TimeSpan.Zero, TimeSpan.Zero, 0);

    public void Sum(Span<float> numbers)
    {
        long start = Meet();
        group.Sum(numbers);
        Summing += Stopwatch.GetElapsedTime(start);
        Bytes += numbers.Length * sizeof(float);
    }

    public void Sum(Span<double> numbers)
    {
        long start = Meet();
        group.Sum(numbers);
        Summing += Stopwatch.GetElapsedTime(start);
        Bytes += numbers.Length * sizeof(double);
    }

    public void Broadcast(Span<byte> bytes) => group.Broadcast(bytes);

    private long Meet()
    {
        long start = Stopwatch.GetTimestamp();
        Span<float> nothing = [0];
        group.Sum(nothing);
        long met = Stopwatch.GetTimestamp();
        Waiting += Stopwatch.GetElapsedTime(start, met);
        return met;
    }
}
