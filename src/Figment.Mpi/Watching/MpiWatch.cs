using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Figment.Mpi;

/// <summary>
/// Detects in the background that a process of a group is lost, names it, and ends all processes, which would otherwise wait for
/// it forever.
/// </summary>
/// <remarks>
/// Only one process reports the loss, so that the user reads it once: process 0, or process 1 if process 0 is lost. If a process
/// has ended on a machine with other processes, the first remaining one there reports it. The other processes give it time to do
/// so.
/// </remarks>
internal sealed class MpiWatch
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(100),
        Period = TimeSpan.FromSeconds(1),
        Precedence = TimeSpan.FromSeconds(2);
    private readonly MpiCalls calls;
    private readonly MpiBeats beats;
    private readonly NearProcesses near;
    private readonly IReadOnlyList<MpiPeer> peers;
    private readonly MpiOptions options;
    private readonly TimeProvider clock;
    private readonly Action<string> say;
    private readonly MpiEnd end;
    private readonly Thread thread;
    private volatile bool isStopped,
        isLeaving;
    private int isSaid;

    /// <summary>Starts watching.</summary>
    /// <param name="calls">MPI.</param>
    /// <param name="beats">The heartbeats.</param>
    /// <param name="near">The other processes on this machine.</param>
    /// <param name="peers">All processes, including this one, by rank.</param>
    /// <param name="options">The patience and the advice.</param>
    /// <param name="clock">Measures the silence.</param>
    /// <param name="say">Receives the sentence.</param>
    internal MpiWatch(
        MpiCalls calls,
        MpiBeats beats,
        NearProcesses near,
        IReadOnlyList<MpiPeer> peers,
        MpiOptions options,
        TimeProvider clock,
        Action<string> say
    )
    {
        this.calls = calls;
        this.beats = beats;
        this.near = near;
        this.peers = peers;
        this.options = options;
        this.clock = clock;
        this.say = say;
        end = new MpiEnd(calls, beats);
        thread = new Thread(Watch) { IsBackground = true, Name = "Figment.Mpi" };
        thread.Start();
    }

    private MpiPeer Self => peers[calls.Rank];

    /// <summary>From now on, tells the others that this process has finished its work.</summary>
    internal void Leave() => isLeaving = true;

    /// <summary>Stops watching: no process can be lost any more.</summary>
    internal void Stop()
    {
        isStopped = true;
        thread.Join();
        near.Dispose();
    }

    /// <summary>
    /// The sentence about a process on this machine that has ended, if reporting it is up to this process and has not happened
    /// yet.
    /// </summary>
    internal string? NameLost()
    {
        IReadOnlyList<MpiPeer> ended = near.Ended();
        return ended.Count > 0 && IsFirst(ended) && Claim() ? Sentence(new Loss(ended[0], Died, IsNear: true)) : null;
    }

    /// <summary>Reports a sentence and ends all processes, unless they are already being ended for another reason.</summary>
    [DoesNotReturn]
    internal void End(string sentence, int exitCode)
    {
        if (Claim())
            say(sentence);
        end.All(exitCode);
    }

    private const string Died =
        "has ended without a message: it was killed (the system does that if memory runs out), or it failed";

    private void Watch()
    {
        long looked = clock.GetTimestamp(),
            sent = 0;
        while (!isStopped)
        {
            IReadOnlyList<MpiPeer> ended = near.Wait(Round);
            TimeSpan away = clock.GetElapsedTime(looked); // much longer if the process was stopped, or its machine slept
            if (away > Period)
                beats.Forgive(away);
            if (isStopped)
                return;
            Loss? loss = ended.Count > 0 ? new Loss(ended[0], Died, IsNear: true) : null;
            if (calls.Gate.TryEnter(Round))
            {
                try
                {
                    looked = clock.GetTimestamp();
                    beats.Receive();
                    if (sent == 0 || clock.GetElapsedTime(sent) >= Period)
                    {
                        beats.Send(isLeaving ? MpiNote.Leaving : MpiNote.Here);
                        sent = looked;
                    }

                    loss ??= Judge();
                }
                finally
                {
                    calls.Gate.Exit();
                }
            }
            else if (away > options.Patience)
            {
                loss ??= new Loss(Self, $"has not come back from a call of MPI for {Seconds}", IsNear: false);
            }

            if (beats.IsEnding)
                WaitForTheEnd();
            if (loss is not null)
                Lose(loss, ended);
        }
    }

    private Loss? Judge()
    {
        if (beats.Broken is (int broken, string reason))
            return new Loss(peers[broken], $"can no longer be reached ({reason})", IsNear: false);
        (int silent, TimeSpan time) = beats.MostSilent();
        if (time > options.Patience)
            return new Loss(peers[silent], $"has not been heard of for {Seconds}", IsNear: false);
        return calls.Waiting > options.Patience && !isLeaving && beats.Says(MpiNote.Leaving) is int left
            ? new Loss(peers[left], $"has left, and {Self} has waited for it for {Seconds}", IsNear: false)
            : null;
    }

    [DoesNotReturn]
    private void Lose(Loss loss, IReadOnlyList<MpiPeer> ended)
    {
        bool isFirst = loss.IsNear ? IsFirst(ended) : loss.Peer == Self || Self.Rank == (loss.Peer.Rank == 0 ? 1 : 0);
        if (!isFirst)
            Thread.Sleep(Precedence);
        if (calls.Gate.TryEnter(Round))
        {
            beats.Receive();
            calls.Gate.Exit();
        }

        if (beats.IsEnding)
            WaitForTheEnd();
        End(Sentence(loss), MpiGroup.LostExitCode);
    }

    /// <summary>
    /// Another process is ending all processes and has reported why, so there is nothing to report, and the launcher is about to
    /// end this process.
    /// </summary>
    [DoesNotReturn]
    private void WaitForTheEnd()
    {
        Claim();
        if (Self.Rank == 0)
            end.Announce(); // the others learn of it through this process
        Thread.Sleep(Precedence + Precedence);
        end.All(MpiGroup.LostExitCode);
    }

    private bool Claim() => Interlocked.Exchange(ref isSaid, 1) == 0;

    private bool IsFirst(IReadOnlyList<MpiPeer> ended) => peers.First(peer => peer.IsNear(Self) && !ended.Contains(peer)) == Self;

    private string Sentence(Loss loss)
    {
        string who = loss.Peer.ToString();
        return $"{char.ToUpperInvariant(who[0])}{who[1..]} {loss.Happened}. {options.Advice}";
    }

    private string Seconds => string.Create(CultureInfo.InvariantCulture, $"{options.Patience.TotalSeconds:0.#} s");

    /// <summary>A lost process.</summary>
    private sealed record Loss(MpiPeer Peer, string Happened, bool IsNear);
}
