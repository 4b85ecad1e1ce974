namespace Figment.Backend;

/// <summary>
/// The processes that train one model together, each with its share of every batch. All call the same members in the same order, and a
/// call returns when all have made it.
/// </summary>
public interface ITrainingGroup
{
    /// <summary>Which of them this process is, from 0 to below <see cref="Size"/>. Number 0 decides, and writes the run.</summary>
    int Rank { get; }

    /// <summary>How many there are, at least 1.</summary>
    int Size { get; }

    /// <summary>Adds numbers up over all processes, each with those of its own; all have the same bytes afterwards.</summary>
    /// <param name="numbers">As many in each process; replaced by the sums.</param>
    void Sum(Span<float> numbers);

    /// <inheritdoc cref="Sum(Span{float})"/>
    void Sum(Span<double> numbers);

    /// <summary>Gives all processes what number 0 has.</summary>
    /// <param name="bytes">As many in each process.</param>
    void Broadcast(Span<byte> bytes);
}
