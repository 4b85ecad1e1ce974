using TorchSharp;

namespace Figment.Backend;

/// <summary>
/// The processes that train one model together, each with its share of every batch. All processes call the same members in the
/// same order, and a call returns once every process has made it.
/// </summary>
public interface ITrainingGroup
{
    /// <summary>
    /// The number of this process, from 0 to <see cref="Size"/> − 1. Process 0 makes the decisions and writes the run.
    /// </summary>
    int Rank { get; }

    /// <summary>The number of processes, at least 1.</summary>
    int Size { get; }

    /// <summary>
    /// The number of this process on its machine, from 0. It selects the GPU if none is named
    /// (<see cref="ComputeDevice.Resolve(string, int)"/>), and is 0 if the group does not provide it.
    /// </summary>
    int LocalRank => 0;

    /// <summary>Sums numbers over all processes; afterwards, all processes hold exactly the same bytes.</summary>
    /// <param name="numbers">The numbers of this process, which the sums replace; every process passes the same count.</param>
    void Sum(Span<float> numbers);

    /// <inheritdoc cref="Sum(Span{float})"/>
    void Sum(Span<double> numbers);

    /// <summary>
    /// Sums numbers over all processes directly on the device that holds them, if the group can do so; otherwise, the numbers are
    /// copied to the memory of the process, summed by <see cref="Sum(Span{float})"/>, and copied back. The default implementation
    /// does not support sums on the device.
    /// </summary>
    /// <param name="device">
    /// The device whose memory holds the numbers. The processes need not all have the same kind of device.
    /// </param>
    /// <param name="numbers">
    /// The address of contiguous float32 numbers in that memory. The device may still be computing these numbers.
    /// </param>
    /// <param name="count">The count of numbers, the same in each process.</param>
    /// <returns>
    /// True if the numbers were replaced by the sums, which have the same bytes in all processes; false if the numbers are
    /// unchanged. The result is the same in all processes.
    /// </returns>
    bool TrySum(torch.Device device, IntPtr numbers, long count) => false;

    /// <summary>Sends bytes from process 0 to all others.</summary>
    /// <param name="bytes">The bytes, which those of process 0 replace; every process passes the same count.</param>
    void Broadcast(Span<byte> bytes);
}
