using System.Globalization;

namespace Figment.Mpi;

/// <summary>Adds up over the GPUs of all processes by NCCL.</summary>
/// <remarks>
/// Sums are queued in the stream that libtorch computes in, but nothing is left under way: a sum begins when all processes are
/// done with what they add up, and is waited for, so that the time it takes is its own. So a sum that comes to no end is told
/// from work of minutes before it.
/// </remarks>
internal sealed unsafe class NcclCommunicator : IDisposable
{
    private static readonly TimeSpan Spin = TimeSpan.FromSeconds(5); // for which a GPU is waited for without pauses
    private const int ShortestPause = 50,
        LongestPause = 1000; // in microseconds
    private const int Iterations = 20;
    private readonly NcclFunctions nccl;
    private readonly CudaContext gpu;
    private readonly TimeProvider clock;
    private readonly TimeSpan patience;
    private readonly string advice;
    private void* handle;

    /// <summary>Joins those of the other processes, and returns when all have.</summary>
    /// <param name="nccl">What is called.</param>
    /// <param name="gpu">The GPU of this process, which no other has.</param>
    /// <param name="size">How many processes there are.</param>
    /// <param name="rank">Which of them this is.</param>
    /// <param name="id">What number 0 got of NCCL.</param>
    /// <param name="options">How long a sum may take, and what is advised where it takes longer.</param>
    /// <param name="clock">Measures that.</param>
    /// <exception cref="FigmentException">NCCL refuses.</exception>
    internal NcclCommunicator(
        NcclFunctions nccl,
        CudaContext gpu,
        int size,
        int rank,
        NcclId id,
        MpiOptions options,
        TimeProvider clock
    )
    {
        this.nccl = nccl;
        this.gpu = gpu;
        this.clock = clock;
        (patience, advice) = (options.Patience, options.Advice);
        gpu.Run(() =>
        {
            void* made = null;
            nccl.Check(nccl.CommInitRank(&made, size, id, rank), "ncclCommInitRank");
            handle = made;
        });
    }

    /// <summary>What processes find each other by; number 0 alone asks for it.</summary>
    /// <exception cref="FigmentException">NCCL refuses.</exception>
    internal static NcclId NewId(NcclFunctions nccl)
    {
        NcclId id;
        nccl.Check(nccl.GetUniqueId(&id), "ncclGetUniqueId");
        return id;
    }

    /// <summary>Adds up over all processes, in place.</summary>
    /// <param name="numbers">Of float32, in the memory of the GPU.</param>
    /// <param name="count">How many.</param>
    /// <param name="meet">Waits until all processes have come.</param>
    /// <exception cref="FigmentException">NCCL failed, or came to no end. Nothing more can be added up then.</exception>
    internal void Sum(IntPtr numbers, long count, Action meet)
    {
        ObjectDisposedException.ThrowIf(handle is null, this);
        gpu.Run(() =>
        {
            WaitFor(gpu.IsIdle);
            meet();
            void* all = (void*)numbers;
            nccl.Check(
                nccl.AllReduce(all, all, (nuint)count, NcclFunctions.Float, NcclFunctions.Add, handle, CudaContext.Stream),
                "ncclAllReduce"
            );
            long begin = clock.GetTimestamp();
            WaitFor(() =>
            {
                CheckProgress(begin);
                return gpu.IsIdle();
            });
            CheckProgress(begin);
        });
    }

    /// <summary>Leaves at once, whatever is under way: the GPU would wait for the others for ever.</summary>
    internal void Abort()
    {
        if (handle is null)
            return;
        _ = nccl.CommAbort(handle);
        handle = null;
    }

    /// <summary>Leaves in order, as all must.</summary>
    public void Dispose()
    {
        if (handle is null)
            return;
        gpu.Run(() => _ = nccl.CommDestroy(handle));
        handle = null;
    }

    private void CheckProgress(long begin)
    {
        int error;
        int result = nccl.CommGetAsyncError(handle, &error);
        if (result == NcclFunctions.Success)
            result = error;
        if (result is not (NcclFunctions.Success or NcclFunctions.InProgress))
        {
            FigmentException failure = nccl.Failure(result, "The sum of the GPUs by NCCL");
            Abort();
            throw new FigmentException($"{failure.Message} {advice}");
        }

        if (clock.GetElapsedTime(begin) <= patience)
            return;
        Abort();
        throw new FigmentException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"NCCL has not added up for {patience.TotalSeconds:0.#} s, though all processes take part: "
                    + $"what links their GPUs may be broken. Where the variable NCCL_DEBUG is INFO, NCCL says more. {advice}"
            )
        );
    }

    private void WaitFor(Func<bool> isDone)
    {
        long begin = clock.GetTimestamp();
        int pause = ShortestPause;
        while (!isDone())
        {
            if (clock.GetElapsedTime(begin) < Spin)
            {
                Thread.SpinWait(Iterations);
                Thread.Yield();
            }
            else
            {
                SystemCalls.Sleep(pause);
                pause = Math.Min(pause * 2, LongestPause);
            }
        }
    }
}
