namespace Figment.Backend;

/// <summary>The group of a process that trains alone and never waits.</summary>
internal sealed class LoneProcess : ITrainingGroup
{
    private LoneProcess() { }

    /// <summary>The only instance.</summary>
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
