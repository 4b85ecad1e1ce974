using TorchSharp;

namespace Figment.Backend;

/// <summary>
/// The processes that train one model together, each with its share of every batch. All call the same members in the same order,
/// and a call returns when all have made it.
/// </summary>
public interface ITrainingGroup
{
    /// <summary>
    /// Which of them this process is, from 0 to below <see cref="Size"/>. Number 0 decides, and writes the run.
    /// </summary>
    int Rank { get; }

    /// <summary>How many there are, at least 1.</summary>
    int Size { get; }

    /// <summary>
    /// Which of the processes on this machine this is, from 0: it chooses the GPU where none is named
    /// (<see cref="ComputeDevice.Resolve(string, int)"/>). 0 where the group does not say.
    /// </summary>
    int LocalRank => 0;

    /// <summary>Adds numbers up over all processes, each with those of its own; all have the same bytes afterwards.</summary>
    /// <param name="numbers">As many in each process; replaced by the sums.</param>
    void Sum(Span<float> numbers);

    /// <inheritdoc cref="Sum(Span{float})"/>
    void Sum(Span<double> numbers);

    /// <summary>
    /// Adds numbers up over all processes where a device has them, if the group can; otherwise they are copied to this process's
    /// memory, added up by <see cref="Sum(Span{float})"/>, and copied back. A group that does not say otherwise cannot.
    /// </summary>
    /// <param name="device">The device whose memory they are in. Not all processes need have one of the same kind.</param>
    /// <param name="numbers">
    /// The address of the first there: float32, one behind the other. The device may still be computing them.
    /// </param>
    /// <param name="count">How many, in each process as many.</param>
    /// <returns>
    /// True where they are replaced by the sums, of which all processes have the same bytes; false where they are left as they
    /// were. It is the same in all processes.
    /// </returns>
    bool TrySum(torch.Device device, IntPtr numbers, long count) => false;

    /// <summary>Gives all processes what number 0 has.</summary>
    /// <param name="bytes">As many in each process.</param>
    void Broadcast(Span<byte> bytes);
}
