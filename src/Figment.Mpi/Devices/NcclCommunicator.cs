using System.Globalization;

namespace Figment.Mpi;

/// <summary>Adds up numbers across the GPUs of all processes through NCCL.</summary>
/// <remarks>
/// Sums are queued in libtorch's stream, but never overlap other work: a sum begins when all processes have finished computing
/// what is to be added up, and the caller waits for its end, so that the measured time is that of the sum alone. A sum that never
/// ends can therefore be told apart from minutes of earlier work.
/// </remarks>
internal sealed unsafe class NcclCommunicator : IDisposable
{
    private static readonly TimeSpan Spin = TimeSpan.FromSeconds(5); // how long to poll a GPU without pauses
    private const int ShortestPause = 50,
        LongestPause = 1000; // in microseconds
    private const int Iterations = 20;
    private readonly NcclFunctions nccl;
    private readonly CudaContext gpu;
    private readonly TimeProvider clock;
    private readonly TimeSpan patience;
    private readonly string advice;
    private void* handle;

    /// <summary>Connects to the other processes, and returns when all are connected.</summary>
    /// <param name="nccl">The functions of NCCL.</param>
    /// <param name="gpu">The GPU of this process, which no other process uses.</param>
    /// <param name="size">The number of processes.</param>
    /// <param name="rank">The rank of this process.</param>
    /// <param name="id">The id that process 0 got from NCCL.</param>
    /// <param name="options">The time limit of a sum, and the advice when it is exceeded.</param>
    /// <param name="clock">Measures the time.</param>
    /// <exception cref="FigmentException">NCCL reports an error.</exception>
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

    /// <summary>The id by which the processes find each other; only process 0 creates it.</summary>
    /// <exception cref="FigmentException">NCCL reports an error.</exception>
    internal static NcclId NewId(NcclFunctions nccl)
    {
        NcclId id;
        nccl.Check(nccl.GetUniqueId(&id), "ncclGetUniqueId");
        return id;
    }

    /// <summary>Adds up numbers across all processes, in place.</summary>
    /// <param name="numbers">The address of float32 numbers in GPU memory.</param>
    /// <param name="count">The number of values.</param>
    /// <param name="meet">Waits until all processes have arrived.</param>
    /// <exception cref="FigmentException">
    /// NCCL failed, or did not finish in time. The communicator cannot be used after that.
    /// </exception>
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

    /// <summary>Leaves at once, even during a sum: otherwise the GPU would wait for the others forever.</summary>
    internal void Abort()
    {
        if (handle is null)
            return;
        _ = nccl.CommAbort(handle);
        handle = null;
    }

    /// <summary>Shuts the communicator down properly, which all processes must do.</summary>
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
            FigmentException failure = nccl.Failure(result, "The sum over the GPUs by NCCL");
            Abort();
            throw new FigmentException($"{failure.Message} {advice}");
        }

        if (clock.GetElapsedTime(begin) <= patience)
            return;
        Abort();
        throw new FigmentException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"NCCL has not finished a sum within {patience.TotalSeconds:0.#} s, although all processes take "
                    + $"part: the link between their GPUs may be broken. For details from NCCL, set NCCL_DEBUG to INFO. "
                    + $"{advice}"
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
