using System.Runtime.InteropServices;
using TorchSharp;

namespace Figment.Backend;

/// <summary>What processes of a group agree on.</summary>
internal static class GroupExtensions
{
    /// <summary>
    /// How long the training took by the clock of number 0, and whether anybody was asked to stop: clocks differ, and a signal
    /// reaches one process before the other, but all must end after the same step.
    /// </summary>
    internal static (TimeSpan Elapsed, bool IsStopped) Agree(this ITrainingGroup group, TimeSpan elapsed, bool isStopped)
    {
        if (group.Size == 1)
            return (elapsed, isStopped);
        Span<double> both = [group.Rank == 0 ? elapsed.Ticks : 0, isStopped ? 1 : 0];
        group.Sum(both);
        return (TimeSpan.FromTicks((long)both[0]), both[1] > 0);
    }

    /// <summary>Adds numbers up over all processes, in place: where they are if the group can, else in memory.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="numbers">Of float32, one behind the other, on any device; as many in each process.</param>
    internal static unsafe void Sum(this ITrainingGroup group, torch.Tensor numbers)
    {
        if (group.Size == 1 || group.TrySum(numbers.device, (IntPtr)TorchOperators.Data(numbers), numbers.numel()))
            return;
        using torch.Tensor here = numbers.cpu(); // numbers themselves where they are in memory
        group.Sum(new Span<float>(TorchOperators.Data(here), checked((int)here.numel())));
        if (numbers.device_type != DeviceType.CPU)
            numbers.copy_(here);
    }

    /// <summary>Gives all what number 0 has.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="bytes">Of number 0; of the others anything.</param>
    /// <returns>Those of number 0, of any length.</returns>
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

    /// <summary>What each has, in the order of the processes.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="bytes">As many in each process.</param>
    internal static IReadOnlyList<byte[]> Gather(this ITrainingGroup group, ReadOnlySpan<byte> bytes)
    {
        // Sums of whole numbers below 256 are exact.
        float[] table = new float[group.Size * bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
            table[(group.Rank * bytes.Length) + i] = bytes[i];
        group.Sum(table.AsSpan());
        return [.. table.Chunk(bytes.Length).Select(row => Array.ConvertAll(row, number => (byte)number))];
    }
}
