namespace Figment.Backend;

/// <summary>The group of a process that trains by itself: there is nobody to wait for.</summary>
internal sealed class LoneProcess : ITrainingGroup
{
    private LoneProcess() { }

    /// <summary>The only one that is needed.</summary>
    internal static LoneProcess Instance { get; } = new();

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public void Sum(Span<float> numbers) { }

    /// <inheritdoc/>
    public void Sum(Span<double> numbers) { }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> bytes) { }
}
