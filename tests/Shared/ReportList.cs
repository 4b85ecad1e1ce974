namespace Figment.Tests;

/// <summary>Collects reports on the reporting thread.</summary>
internal sealed class ReportList<T>(Action<T>? onReport = null) : IProgress<T>
{
    private readonly List<T> all = [];

    public IReadOnlyList<T> All
    {
        get
        {
            lock (all)
                return [.. all];
        }
    }

    public void Report(T value)
    {
        lock (all)
            all.Add(value);
        onReport?.Invoke(value);
    }
}
