using System.Runtime.InteropServices;

namespace Figment.Mpi;

/// <summary>
/// Heartbeats between processes, in a star: each process sends to process 0, and process 0 sends to each. The caller holds the
/// lock of <see cref="MpiCalls"/>. Messages are in memory that does not move, and at most one message is in transit in each
/// direction.
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

    /// <summary>Starts listening.</summary>
    /// <param name="calls">MPI.</param>
    /// <param name="world">A communicator that is used for nothing else.</param>
    /// <param name="clock">Provides the times of the messages.</param>
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

    /// <summary>
    /// The other end of a connection that MPI reports as broken, with the reason; null while all connections work.
    /// </summary>
    internal (int Rank, string Reason)? Broken { get; private set; }

    /// <summary>Whether another process has announced that it is ending all processes.</summary>
    internal bool IsEnding => Says(MpiNote.Ending) is not null;

    /// <summary>
    /// Whether every other process has said that nothing more will follow, and has been told the same by this one.
    /// </summary>
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

    /// <summary>A process whose last message was the given one; null if there is none.</summary>
    internal int? Says(MpiNote note)
    {
        for (int i = 0; i < ranks.Length; i++)
        {
            if (links[i].Heard == note)
                return ranks[i];
        }

        return null;
    }

    /// <summary>The process that has been silent for the longest time.</summary>
    internal (int Rank, TimeSpan Time) MostSilent()
    {
        int i = Array.IndexOf(heard, heard.Min());
        return (ranks[i], clock.GetElapsedTime(heard[i]));
    }

    /// <summary>Ignores a period in which this process itself could not listen.</summary>
    internal void Forgive(TimeSpan time)
    {
        long ticks = (long)(time.TotalSeconds * clock.TimestampFrequency);
        for (int i = 0; i < heard.Length; i++)
            heard[i] = Math.Min(heard[i] + ticks, clock.GetTimestamp());
    }

    /// <summary>
    /// Sends a note to all others, except those whose previous message has not left yet, and those who were told that nothing
    /// more will follow.
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

    /// <summary>Receives the messages that have arrived.</summary>
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

    /// <summary>Frees the memory, once no message is in transit.</summary>
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

    /// <summary>One connection: the buffers and handles that MPI uses.</summary>
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
