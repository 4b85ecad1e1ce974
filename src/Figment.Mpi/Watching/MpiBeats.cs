using System.Runtime.InteropServices;

namespace Figment.Mpi;

/// <summary>
/// Signs of life between processes, in a star: each tells number 0, and number 0 tells each. Whoever calls holds the lock of
/// <see cref="MpiCalls"/>. What is sent and received stands where it does not move, and one message for each direction is under
/// way at most.
/// </summary>
internal sealed unsafe class MpiBeats
{
    private const int Tag = 1;
    private readonly MpiFunctions functions;
    private readonly void* world;
    private readonly TimeProvider clock;
    private readonly int[] ranks;
    private readonly long[] heard;
    private readonly Link* links;

    /// <summary>Begins to listen.</summary>
    /// <param name="calls">MPI.</param>
    /// <param name="world">A communicator that nothing else is sent through.</param>
    /// <param name="clock">Dates what is heard.</param>
    internal MpiBeats(MpiCalls calls, void* world, TimeProvider clock)
    {
        functions = calls.Functions;
        this.world = world;
        this.clock = clock;
        ranks = calls.Rank == 0 ? [.. Enumerable.Range(1, calls.Size - 1)] : [0];
        heard = new long[ranks.Length];
        Array.Fill(heard, clock.GetTimestamp());
        links = (Link*)NativeMemory.AllocZeroed((nuint)ranks.Length, (nuint)sizeof(Link));
        for (int i = 0; i < ranks.Length; i++)
            Listen(i);
    }

    /// <summary>The other end of a connection that MPI says is broken, and what it says; null while all stand.</summary>
    internal (int Rank, string Reason)? Broken { get; private set; }

    /// <summary>Whether one has said that it ends all.</summary>
    internal bool IsEnding => Says(MpiNote.Ending) is not null;

    /// <summary>Whether each has said that no more will follow, and got to know the same.</summary>
    internal bool IsOver
    {
        get
        {
            for (int i = 0; i < ranks.Length; i++)
            {
                if (links[i].Heard != MpiNote.Last || links[i].Said != MpiNote.Last || links[i].IsSending != 0)
                    return false;
            }

            return true;
        }
    }

    /// <summary>One that said something when last heard; null where none did.</summary>
    internal int? Says(MpiNote note)
    {
        for (int i = 0; i < ranks.Length; i++)
        {
            if (links[i].Heard == note)
                return ranks[i];
        }

        return null;
    }

    /// <summary>The one that has been silent longest.</summary>
    internal (int Rank, TimeSpan Time) MostSilent()
    {
        int i = Array.IndexOf(heard, heard.Min());
        return (ranks[i], clock.GetElapsedTime(heard[i]));
    }

    /// <summary>Takes time out of account in which this process itself could not listen.</summary>
    internal void Forgive(TimeSpan time)
    {
        long ticks = (long)(time.TotalSeconds * clock.TimestampFrequency);
        for (int i = 0; i < heard.Length; i++)
            heard[i] = Math.Min(heard[i] + ticks, clock.GetTimestamp());
    }

    /// <summary>
    /// Tells all others; not those whom the last message has not left for yet, or who have been told that no more will follow.
    /// </summary>
    internal void Send(MpiNote note)
    {
        for (int i = 0; i < ranks.Length; i++)
        {
            Link* link = links + i;
            if (link->IsSending != 0 || link->Said == MpiNote.Last)
                continue;
            (link->Said, link->IsSending) = (note, 1);
            Note(i, functions.Isend(&link->Said, sizeof(MpiNote), functions.Byte, ranks[i], Tag, world, &link->Sending));
        }
    }

    /// <summary>Takes in what has come.</summary>
    internal void Receive()
    {
        for (int i = 0; i < ranks.Length; i++)
        {
            Link* link = links + i;
            if (link->IsSending != 0 && IsDone(i, &link->Sending))
                link->IsSending = 0;
            while (link->Heard != MpiNote.Last && Broken is null && IsDone(i, &link->Receiving))
            {
                heard[i] = clock.GetTimestamp();
                link->Heard = link->Incoming;
                if (link->Heard != MpiNote.Last)
                    Listen(i);
            }
        }
    }

    /// <summary>Gives the memory back, once nothing is under way any more.</summary>
    internal void Free() => NativeMemory.Free(links);

    private void Listen(int i)
    {
        Link* link = links + i;
        Note(i, functions.Irecv(&link->Incoming, sizeof(MpiNote), functions.Byte, ranks[i], Tag, world, &link->Receiving));
    }

    private bool IsDone(int i, void** request)
    {
        int isDone = 0;
        Note(i, functions.Test(request, &isDone, functions.StatusIgnore));
        return isDone != 0 && Broken is null;
    }

    private void Note(int i, int error)
    {
        if (error != 0)
            Broken ??= (ranks[i], functions.ErrorText(error));
    }

    /// <summary>One connection: what MPI reads, writes and knows it by.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Link
    {
        internal MpiNote Said,
            Incoming,
            Heard;
        internal void* Sending,
            Receiving;
        internal long IsSending;
    }
}
