namespace Figment.Mpi;

/// <summary>
/// Calls MPI, one call at a time. Instead of blocking, a waiting call polls for completion and releases the lock in between, so
/// that heartbeats get through meanwhile.
/// </summary>
/// <param name="functions">The functions of MPI.</param>
/// <param name="clock">Measures the duration of calls.</param>
internal sealed unsafe class MpiCalls(MpiFunctions functions, TimeProvider clock)
{
    // MPI transfers data only while it is called, so a transfer is polled without pauses for this long.
    private static readonly TimeSpan TransferSpin = TimeSpan.FromSeconds(5),
        MeetingSpin = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan NamingTime = TimeSpan.FromSeconds(3); // the time for the watch to find the lost process
    private const int ShortestPause = 50,
        LongestPause = 1000; // in microseconds

    // Bytes; MPI's counts have 32 bits, and so do the byte counts of some of its transports.
    private const int LargestPiece = 1 << 28;
    private const int SmallTransfer = 1 << 12; // bytes; transfers up to this size need no meeting
    private const int Iterations = 20;
    private long waitingSince;

    /// <summary>Held during each call.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>The functions of MPI.</summary>
    internal MpiFunctions Functions => functions;

    /// <summary>The number of processes, as MPI sees it.</summary>
    internal int Size { get; private set; }

    /// <summary>The rank of this process.</summary>
    internal int Rank { get; private set; }

    /// <summary>How long this process has been waiting for the others; zero while it does something else.</summary>
    internal TimeSpan Waiting =>
        Volatile.Read(ref waitingSince) is long since and not 0 ? clock.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Starts MPI.</summary>
    /// <exception cref="FigmentException">MPI does not start, or does not allow calls from several threads.</exception>
    internal void Begin()
    {
        int isRunning,
            level,
            size,
            rank;
        Check(functions.Initialized(&isRunning), "MPI_Initialized");
        if (isRunning != 0)
            throw new InvalidOperationException("MPI was already started in this process, and can be started only once.");
        Check(functions.InitThread(null, null, MpiFunctions.Serialized, &level), "MPI_Init_thread");
        if (level < MpiFunctions.Serialized)
        {
            Finish();
            throw new FigmentException(
                $"This MPI allows calls from one thread only (level {level} of {MpiFunctions.Serialized}), but Figment needs two "
                    + $"threads that take turns. Use an MPI that was built with thread support."
            );
        }

        // Errors must be returned as numbers instead of ending the process.
        Check(functions.CommSetErrhandler(functions.World, functions.ErrorsReturn), "MPI_Comm_set_errhandler");
        Check(functions.CommSize(functions.World, &size), "MPI_Comm_size");
        Check(functions.CommRank(functions.World, &rank), "MPI_Comm_rank");
        (Size, Rank) = (size, rank);
    }

    /// <summary>Ends MPI.</summary>
    internal void Finish()
    {
        lock (Gate)
            Check(functions.Finish(), "MPI_Finalize");
    }

    /// <summary>A duplicate of the group of all processes, for messages that must not mix with the others.</summary>
    internal void* Duplicate()
    {
        void* copy = null;
        lock (Gate)
        {
            Check(functions.CommDup(functions.World, &copy), "MPI_Comm_dup");
            Check(functions.CommSetErrhandler(copy, functions.ErrorsReturn), "MPI_Comm_set_errhandler");
        }

        return copy;
    }

    /// <summary>Frees a duplicate.</summary>
    internal void Free(void* copy)
    {
        lock (Gate)
            Check(functions.CommFree(&copy), "MPI_Comm_free");
    }

    /// <summary>Adds up numbers across all processes, in place.</summary>
    /// <param name="numbers">The address of the numbers.</param>
    /// <param name="count">The number of values.</param>
    /// <param name="type">The MPI type of the numbers.</param>
    /// <param name="size">The size of a number in bytes.</param>
    internal void Sum(byte* numbers, int count, void* type, int size)
    {
        if ((long)count * size > SmallTransfer)
            Meet(functions.World);
        int piece = LargestPiece / size;
        for (long begin = 0; begin < count; begin += piece)
        {
            void* request = null;
            lock (Gate)
            {
                Check(
                    functions.Iallreduce(
                        functions.InPlace,
                        numbers + ((long)begin * size),
                        (int)Math.Min(piece, count - begin),
                        type,
                        functions.Add,
                        functions.World,
                        &request
                    ),
                    "MPI_Iallreduce"
                );
            }

            Wait(&request, "MPI_Iallreduce", count * (long)size > SmallTransfer ? TransferSpin : MeetingSpin);
        }
    }

    /// <summary>Sends the bytes of process 0 to all others.</summary>
    internal void Broadcast(byte* bytes, int count)
    {
        if (count > SmallTransfer)
            Meet(functions.World);
        for (long begin = 0; begin < count; begin += LargestPiece)
        {
            void* request = null;
            lock (Gate)
            {
                Check(
                    functions.Ibcast(
                        bytes + begin,
                        (int)Math.Min(LargestPiece, count - begin),
                        functions.Byte,
                        0,
                        functions.World,
                        &request
                    ),
                    "MPI_Ibcast"
                );
            }

            Wait(&request, "MPI_Ibcast", count > SmallTransfer ? TransferSpin : MeetingSpin);
        }
    }

    /// <summary>Collects the bytes of all processes.</summary>
    /// <param name="own">The bytes of this process; the same length in each process.</param>
    /// <returns>The bytes of all processes, by rank.</returns>
    internal byte[] Gather(byte[] own)
    {
        byte[] all = new byte[own.Length * Size];
        fixed (
            byte* from = own,
                to = all
        )
        {
            void* request = null;
            lock (Gate)
            {
                Check(
                    functions.Iallgather(
                        from,
                        own.Length,
                        functions.Byte,
                        to,
                        own.Length,
                        functions.Byte,
                        functions.World,
                        &request
                    ),
                    "MPI_Iallgather"
                );
            }

            Wait(&request, "MPI_Iallgather", MeetingSpin);
        }

        return all;
    }

    /// <summary>
    /// Waits until all processes have arrived, with pauses, so that a long wait does not keep a core from the other processes.
    /// All processes are then ready for the next transfer, which needs no pauses.
    /// </summary>
    /// <param name="world">The communicator; calls with different communicators do not meet.</param>
    internal void Meet(void* world)
    {
        void* request = null;
        lock (Gate)
            Check(functions.Ibarrier(world, &request), "MPI_Ibarrier");
        Wait(&request, "MPI_Ibarrier", MeetingSpin);
    }

    private void Wait(void** request, string call, TimeSpan spin)
    {
        long begin = clock.GetTimestamp();
        int pause = ShortestPause;
        Volatile.Write(ref waitingSince, begin);
        while (!IsDone(request, call))
        {
            if (clock.GetElapsedTime(begin) < spin)
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

        Volatile.Write(ref waitingSince, 0);
    }

    private bool IsDone(void** request, string call)
    {
        int isDone,
            error;
        lock (Gate)
            error = functions.Test(request, &isDone, functions.StatusIgnore);
        if (error != 0)
            Thread.Sleep(NamingTime); // the watch knows which process is lost, reports it, and ends this process
        Check(error, call);
        return isDone != 0;
    }

    private void Check(int error, string call)
    {
        if (error != 0)
            throw new FigmentException(
                $"{call} failed: {functions.ErrorText(error)}. The processes can no longer train together."
            );
    }
}
