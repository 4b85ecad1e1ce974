using System.Globalization;
using Figment.Backend;

namespace Figment.Mpi;

/// <summary>
/// Adds up numbers on GPUs, through NCCL if all processes can use it. At the first sum, the processes find out together whether
/// they can.
/// </summary>
/// <param name="group">The processes.</param>
/// <param name="hosts">The names of the processes' machines, by rank.</param>
/// <param name="options">The path of NCCL, and the time limit of a sum.</param>
/// <param name="clock">Measures time.</param>
internal sealed class DeviceSums(ITrainingGroup group, IReadOnlyList<string> hosts, MpiOptions options, TimeProvider clock)
    : IDisposable
{
    private int own;
    private CudaContext? gpu;
    private NcclCommunicator? communicator;

    /// <summary>The devices of the processes; null until the first sum.</summary>
    internal GroupDevices? Devices { get; private set; }

    /// <summary>Waits until all processes have arrived.</summary>
    internal required Action Meet { get; init; }

    /// <summary>Ends all processes with a message if they do not find each other; called on another thread.</summary>
    internal required Action<string> GiveUp { get; init; }

    /// <summary>The time limit for finding each other.</summary>
    internal TimeSpan FindingTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The library of CUDA's driver; null uses the system's.</summary>
    internal string? CudaPath { get; init; }

    /// <summary>Adds up numbers in place, or leaves that to the caller; all processes make the same choice.</summary>
    /// <param name="index">The number of the GPU that holds them; negative if they are in host memory.</param>
    /// <param name="numbers">The address of the numbers.</param>
    /// <param name="count">The number of values.</param>
    /// <exception cref="FigmentException">NCCL failed.</exception>
    internal bool TrySum(int index, IntPtr numbers, long count)
    {
        Devices ??= Agree(index);
        if (communicator is null)
            return false;
        if (index != own)
        {
            throw new InvalidOperationException(
                $"This process has computed all its sums on GPU {own} until now, but these numbers are on GPU {index}. Train on "
                    + $"one device."
            );
        }

        communicator.Sum(numbers, count, Meet);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        communicator?.Dispose();
        gpu?.Dispose();
        (communicator, gpu) = (null, null);
    }

    private GroupDevices Agree(int index)
    {
        own = index;
        NcclLibrary? library = null;
        string? problem = null;
        if (index >= 0)
        {
            try
            {
                gpu = new CudaContext(index, CudaPath);
                library = NcclLibrary.Load(options.NcclPath);
            }
            catch (FigmentException e)
            {
                problem = e.Message;
            }
        }

        DevicePlace here = new(index, library?.Code ?? 0, gpu?.BusId ?? "");
        DevicePlace[] places = [.. Gather(here.Describe()).Select(place => DevicePlace.Read(place))];
        string[] names = [.. places.Select(place => place.Name)];
        if (!Array.Exists(places, place => place.Gpu >= 0))
            return new GroupDevices(names, null, null, null);
        string? shared = Shared(places),
            why = Hindrance(places, problem, shared is not null) ?? Join(library!);
        return new GroupDevices(names, why is null ? NcclLibrary.Name(library!.Code) : null, why, shared);
    }

    /// <summary>Why NCCL cannot compute the sums; null if it can.</summary>
    private string? Hindrance(DevicePlace[] places, string? problem, bool isShared)
    {
        int without = Array.FindIndex(places, place => place.Gpu < 0);
        if (without >= 0)
            return $"{Who(without)} computes on the CPU.";
        if (problem is not null)
            return problem;
        int missing = Array.FindIndex(places, place => place.Nccl == 0);
        if (missing >= 0)
            return $"{Who(missing)} has no usable NCCL.";
        int other = Array.FindIndex(places, place => place.Nccl != places[0].Nccl);
        if (other >= 0)
            return $"The versions of NCCL differ: {Version(0)}, and {Version(other)}.";
        return isShared ? "NCCL needs a separate GPU for each process." : null;

        string Version(int rank) => $"{Who(rank)} has NCCL {NcclLibrary.Name(places[rank].Nccl)}";
    }

    /// <summary>Describes processes that share one GPU.</summary>
    private string? Shared(DevicePlace[] places)
    {
        int[]? sharing = Enumerable
            .Range(0, places.Length)
            .Where(rank => places[rank].BusId.Length > 0)
            .GroupBy(rank => (hosts[rank], places[rank].BusId), (_, ranks) => ranks.ToArray())
            .FirstOrDefault(ranks => ranks.Length > 1);
        return sharing is null
            ? null
            : $"Ranks {string.Join(", ", sharing)} share one GPU of {hosts[sharing[0]]} (the first calls it "
                + $"{places[sharing[0]].Name}), which is slower than one process there. Start only one process per "
                + "GPU.";
    }

    /// <summary>Connects all processes through NCCL, or none.</summary>
    /// <returns>Why they are not connected; null if they are.</returns>
    private string? Join(NcclLibrary library)
    {
        string? problem = null;
        byte[] told = new byte[1 + NcclId.Bytes]; // whether process 0 has an id, and the id
        if (group.Rank == 0)
            Try(() =>
            {
                NcclId made = NcclCommunicator.NewId(library.Functions);
                made.AsSpan().CopyTo(told.AsSpan(1));
                told[0] = 1;
            });
        group.Broadcast(told);
        if (told[0] == 0)
            return problem ?? "NCCL does not start in the first process.";
        NcclId id = default;
        told.AsSpan(1).CopyTo(id.AsSpan());
        using (
            ITimer limit = clock.CreateTimer(
                _ =>
                    GiveUp(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"NCCL has not connected the processes within {FindingTime.TotalSeconds:0.#} s. For details from "
                                + $"NCCL, set NCCL_DEBUG to INFO; NCCL_SOCKET_IFNAME chooses the network interface."
                        )
                    ),
                null,
                FindingTime,
                Timeout.InfiniteTimeSpan
            )
        )
        {
            Try(() => communicator = new NcclCommunicator(library.Functions, gpu!, group.Size, group.Rank, id, options, clock));
        }

        int failed = Gather([communicator is null ? (byte)1 : (byte)0]).ToList().FindIndex(said => said[0] != 0);
        if (failed < 0)
            return null;
        communicator?.Abort();
        communicator = null;
        return problem ?? $"NCCL does not start in {Who(failed)}.";

        void Try(Action work)
        {
            try
            {
                work();
            }
            catch (FigmentException e)
            {
                problem = e.Message;
            }
        }
    }

    private string Who(int rank) => $"rank {rank} on {hosts[rank]}";

    /// <summary>
    /// The bytes of each process, by rank, exchanged by adding them up: sums of whole numbers below 256 are exact.
    /// </summary>
    private IEnumerable<byte[]> Gather(byte[] bytes)
    {
        float[] table = new float[group.Size * bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
            table[(group.Rank * bytes.Length) + i] = bytes[i];
        group.Sum(table.AsSpan());
        return table.Chunk(bytes.Length).Select(row => Array.ConvertAll(row, number => (byte)number));
    }
}
