using System.Runtime.InteropServices;
using TorchSharp;

namespace Figment.Backend;

/// <summary>Operations on which the processes of a group agree.</summary>
internal static class GroupExtensions
{
    /// <summary>
    /// Agrees on the elapsed time by the clock of process 0, and on whether any process was asked to stop. Clocks differ, and a
    /// signal reaches one process before another, but all must end after the same step.
    /// </summary>
    internal static (TimeSpan Elapsed, bool IsStopped) Agree(this ITrainingGroup group, TimeSpan elapsed, bool isStopped)
    {
        if (group.Size == 1)
            return (elapsed, isStopped);
        Span<double> both = [group.Rank == 0 ? elapsed.Ticks : 0, isStopped ? 1 : 0];
        group.Sum(both);
        return (TimeSpan.FromTicks((long)both[0]), both[1] > 0);
    }

    /// <summary>Sums numbers over all processes, in place: on their device if the group can, otherwise in memory.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="numbers">Contiguous float32 numbers on any device; the same count in each process.</param>
    internal static unsafe void Sum(this ITrainingGroup group, torch.Tensor numbers)
    {
        if (group.Size == 1 || group.TrySum(numbers.device, (IntPtr)TorchOperators.Data(numbers), numbers.numel()))
            return;
        using torch.Tensor here = numbers.cpu(); // the tensor itself if it is in memory
        group.Sum(new Span<float>(TorchOperators.Data(here), checked((int)here.numel())));
        if (numbers.device_type != DeviceType.CPU)
            numbers.copy_(here);
    }

    /// <summary>Sends bytes from process 0 to all others.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="bytes">The bytes of process 0; ignored in the others.</param>
    /// <returns>The bytes of process 0, of any length.</returns>
    internal static byte[] Tell(this ITrainingGroup group, byte[] bytes)
    {
        if (group.Size == 1)
            return bytes;
        int length = bytes.Length;
        group.Broadcast(MemoryMarshal.AsBytes(new Span<int>(ref length)));
        byte[] all = group.Rank == 0 ? bytes : new byte[length];
        group.Broadcast(all.AsSpan());
        return all;
    }

    /// <summary>Collects the bytes of each process, in the order of the processes.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="bytes">The bytes; the same number in each process.</param>
    internal static IReadOnlyList<byte[]> Gather(this ITrainingGroup group, ReadOnlySpan<byte> bytes)
    {
        // Sums of integers below 256 are exact.
        float[] table = new float[group.Size * bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
            table[(group.Rank * bytes.Length) + i] = bytes[i];
        group.Sum(table.AsSpan());
        return [.. table.Chunk(bytes.Length).Select(row => Array.ConvertAll(row, number => (byte)number))];
    }
}
