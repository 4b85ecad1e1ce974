using System.Diagnostics.CodeAnalysis;

namespace Figment.Mpi;

/// <summary>Ends all processes of a group at once.</summary>
/// <param name="calls">MPI.</param>
/// <param name="beats">The heartbeats, which tell the others that the end is intended.</param>
internal sealed class MpiEnd(MpiCalls calls, MpiBeats? beats)
{
    // The time for the others to learn of it, and for the launcher to pass on the message.
    private static readonly TimeSpan Notice = TimeSpan.FromMilliseconds(300),
        Step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2),
        Lock = TimeSpan.FromMilliseconds(500);
    private int isBegun;

    /// <summary>Ends all processes, including this one, whatever MPI does. A second caller waits for the end.</summary>
    [DoesNotReturn]
    internal unsafe void All(int exitCode)
    {
        if (Interlocked.Exchange(ref isBegun, 1) != 0)
            Thread.Sleep(Timeout.Infinite);
        Announce();
        new Thread(() => Exit(exitCode)) { IsBackground = true }.Start();
        calls.Gate.TryEnter(Lock); // a hanging call must not prevent the end
        _ = calls.Functions.Abort(calls.Functions.World, exitCode);
        SystemCalls.Exit(exitCode);
    }

    /// <summary>
    /// Tells the others that the end is intended. Call this repeatedly, because an earlier message may still be in transit.
    /// </summary>
    internal void Announce()
    {
        for (TimeSpan time = TimeSpan.Zero; time < Notice; time += Step)
        {
            if (beats is not null && calls.Gate.TryEnter(Step))
            {
                beats.Receive();
                beats.Send(MpiNote.Ending);
                calls.Gate.Exit();
            }

            Thread.Sleep(Step);
        }
    }

    private static void Exit(int exitCode)
    {
        Thread.Sleep(Patience);
        SystemCalls.Exit(exitCode);
    }
}
