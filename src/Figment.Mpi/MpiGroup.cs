using System.Diagnostics.CodeAnalysis;
using Figment.Backend;
using TorchSharp;

namespace Figment.Mpi;

/// <summary>The processes that a launcher of MPI started, as a group that trains together.</summary>
/// <remarks>
/// A process whose work fails must call <see cref="Abort"/>, since the others wait for it; <see cref="Dispose"/> is for the
/// orderly end, to which all come. Leaving with neither is worse: MPICH takes a process that ends with exit code 0 for the end of
/// all, and kills the others without a word.
/// </remarks>
public sealed unsafe class MpiGroup : ITrainingGroup, IDisposable
{
    /// <summary>The exit code of processes that end because one of them is lost (EX_SOFTWARE of sysexits.h).</summary>
    public const int LostExitCode = 70;

    private readonly MpiCalls calls;
    private readonly void* signs;
    private readonly MpiBeats? beats;
    private readonly MpiWatch? watch;
    private readonly MpiOptions options;
    private readonly TimeProvider clock;
    private readonly Action<string> say;
    private bool isDisposed;

    private MpiGroup(
        MpiLaunch launch,
        MpiCalls calls,
        MpiLibrary library,
        MpiOptions options,
        TimeProvider clock,
        Action<string> say
    )
    {
        this.calls = calls;
        this.options = options;
        this.clock = clock;
        this.say = say;
        Library = library;
        byte[] all = calls.Gather(MpiPeer.Describe());
        Peers =
        [
            .. Enumerable
                .Range(0, calls.Size)
                .Select(rank => MpiPeer.Read(rank, all.AsSpan(rank * MpiPeer.Bytes, MpiPeer.Bytes))),
        ];
        LocalRank = launch.LocalRank ?? Peers.Take(calls.Rank).Count(peer => peer.Host == Peers[calls.Rank].Host);
        Sums = new DeviceSums(this, Hosts, options, clock)
        {
            Meet = () => calls.Meet(calls.Functions.World),
            GiveUp = sentence => Abort($"{sentence} {options.Advice}", LostExitCode),
        };
        if (calls.Size == 1)
            return;
        signs = calls.Duplicate();
        lock (calls.Gate)
            beats = new MpiBeats(calls, signs, clock);
        MpiPeer self = Peers[calls.Rank];
        NearProcesses near = new([.. Peers.Where(peer => peer != self && peer.IsNear(self))]);
        watch = new MpiWatch(calls, beats, near, Peers, options, clock, say);
    }

    /// <inheritdoc/>
    public int Rank => calls.Rank;

    /// <inheritdoc/>
    public int Size => calls.Size;

    /// <inheritdoc/>
    /// <remarks>As the launcher says; where it does not, by the names of the machines.</remarks>
    public int LocalRank { get; }

    /// <summary>The library through which they speak.</summary>
    public MpiLibrary Library { get; }

    /// <summary>The names of the machines that they run on, by rank.</summary>
    public IReadOnlyList<string> Hosts => [.. Peers.Select(peer => peer.Host)];

    /// <summary>Where they compute, and how sums of GPUs are made; null until the first sum that may be one.</summary>
    public GroupDevices? Devices => Sums.Devices;

    internal IReadOnlyList<MpiPeer> Peers { get; }

    internal DeviceSums Sums { get; }

    /// <summary>Starts MPI, and returns when all processes have. A process does so once.</summary>
    /// <param name="launch">What the launcher said.</param>
    /// <param name="options">How they train together.</param>
    /// <param name="clock">Measures how long something takes.</param>
    /// <param name="say">
    /// Takes the sentence that names a process that is lost, just before all are ended; it is called in another thread. One of
    /// the processes says it, as a rule.
    /// </param>
    /// <exception cref="OptionsException">An option is out of its range.</exception>
    /// <exception cref="FigmentException">MPI is not there or does not start, or the launcher belongs to another one.</exception>
    public static MpiGroup Join(MpiLaunch launch, MpiOptions options, TimeProvider clock, Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(launch);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(say);
        OptionsValidator.ThrowIfInvalid(options);
        MpiLibrary library = MpiLibrary.Load(launch.Engine, options.LibraryPath);
        MpiCalls calls = new(library.Functions, clock);
        calls.Begin();
        if (calls.Size == launch.Size)
            return new MpiGroup(launch, calls, library, options, clock, say);
        calls.Finish();
        EngineFacts facts = EngineFacts.Of(launch.Engine);
        throw new FigmentException(
            $"The launcher started {launch.Size} processes, and {facts.Title} ({library.Path}) knows of {calls.Size}: the "
                + $"launcher belongs to another MPI. "
                + $"Start them with {facts.Title}'s own, '{facts.Launcher}' on Debian and Ubuntu and 'mpirun' where it is "
                + $"the only one."
        );
    }

    /// <inheritdoc/>
    public void Sum(Span<float> numbers)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        fixed (float* first = numbers)
            calls.Sum((byte*)first, numbers.Length, calls.Functions.Float, sizeof(float));
    }

    /// <inheritdoc/>
    public void Sum(Span<double> numbers)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        fixed (double* first = numbers)
            calls.Sum((byte*)first, numbers.Length, calls.Functions.Double, sizeof(double));
    }

    /// <inheritdoc/>
    /// <remarks>By NCCL, where each process has a GPU of its own and the same version of it. All other sums are MPI's.</remarks>
    /// <exception cref="FigmentException">NCCL failed, so that the processes can no longer train together.</exception>
    public bool TrySum(torch.Device device, IntPtr numbers, long count)
    {
        ArgumentNullException.ThrowIfNull(device);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return Size > 1 && Sums.TrySum(device.type == DeviceType.CUDA ? device.index : -1, numbers, count);
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        fixed (byte* first = bytes)
            calls.Broadcast(first, bytes.Length);
    }

    /// <summary>
    /// Names a process on this machine that has ended: for whoever is asked to end (SIGTERM), as Open MPI's launcher asks all
    /// others when one dies.
    /// </summary>
    /// <returns>The sentence; null where none has ended, or another process says it, or it has been said.</returns>
    public string? NameLost() => watch?.NameLost();

    /// <summary>Ends all processes at once, since this one cannot go on.</summary>
    /// <param name="sentence">Why; it is said first.</param>
    /// <param name="exitCode">The exit code of all, from 1 to 255.</param>
    [DoesNotReturn]
    public void Abort(string sentence, int exitCode)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exitCode); // MPICH takes 0 for an orderly end
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exitCode, byte.MaxValue);
        if (watch is not null)
            watch.End(sentence, exitCode);
        say(sentence);
        new MpiEnd(calls, beats: null).All(exitCode);
    }

    /// <summary>Waits until all processes have come to their end, and ends MPI.</summary>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        watch?.Leave();
        void* ends = beats is null ? calls.Functions.World : signs; // not where others that still add up meet
        calls.Meet(ends);
        watch?.Stop();

        // All have stopped watching when the second meeting is over, so none takes one that leaves after it for lost.
        using ITimer limit = clock.CreateTimer(
            _ =>
                Abort(
                    $"MPI has not ended within {options.Patience.TotalSeconds:0} s, though all processes had done their part.",
                    LostExitCode
                ),
            null,
            options.Patience,
            Timeout.InfiniteTimeSpan
        );
        Sums.Dispose();
        Silence();
        calls.Meet(ends);
        if (beats is not null)
        {
            beats.Free();
            calls.Free(signs);
        }

        calls.Finish();
    }

    /// <summary>The last signs of life, each taken in, so that none is under way when MPI ends.</summary>
    private void Silence()
    {
        while (beats is not null)
        {
            lock (calls.Gate)
            {
                beats.Receive();
                beats.Send(MpiNote.Last);
                if (beats.IsOver || beats.Broken is not null)
                    return;
            }

            Thread.Sleep(1);
        }
    }
}
