using System.Diagnostics.CodeAnalysis;
using Figment.Backend;
using TorchSharp;

namespace Figment.Mpi;

/// <summary>A group of processes that an MPI launcher started to train together.</summary>
/// <remarks>
/// A process whose work fails must call <see cref="Abort"/>, because the others are waiting for it; <see cref="Dispose"/> is for
/// an orderly shutdown, which all processes must reach. A process must not exit without calling either: if one exits with code 0,
/// MPICH assumes that all are done, and kills the others silently.
/// </remarks>
public sealed unsafe class MpiGroup : ITrainingGroup, IDisposable
{
    /// <summary>The exit code of processes that end because another one is lost (EX_SOFTWARE of sysexits.h).</summary>
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
    /// <remarks>The value that the launcher set; if it set none, the value is derived from the names of the machines.</remarks>
    public int LocalRank { get; }

    /// <summary>The library that the processes use.</summary>
    public MpiLibrary Library { get; }

    /// <summary>The names of the processes' machines, by rank.</summary>
    public IReadOnlyList<string> Hosts => [.. Peers.Select(peer => peer.Host)];

    /// <summary>
    /// The devices of the processes, and how sums across GPUs are computed; null until the first sum that could use GPUs.
    /// </summary>
    public GroupDevices? Devices => Sums.Devices;

    internal IReadOnlyList<MpiPeer> Peers { get; }

    internal DeviceSums Sums { get; }

    /// <summary>Starts MPI, and returns when all processes have done so. A process can call this once.</summary>
    /// <param name="launch">What the launcher set.</param>
    /// <param name="options">How the processes train together.</param>
    /// <param name="clock">Measures durations.</param>
    /// <param name="say">
    /// Receives the sentence that names a lost process, just before all processes end. It is called on another thread, and
    /// usually in only one of the processes.
    /// </param>
    /// <exception cref="OptionsException">An option is out of range.</exception>
    /// <exception cref="FigmentException">
    /// MPI is missing or does not start, or the launcher belongs to another implementation.
    /// </exception>
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
            $"The launcher started {launch.Size} processes, but {facts.Title} ({library.Path}) sees {calls.Size}, so the "
                + $"launcher belongs to another MPI. Start them with the launcher of {facts.Title}: '{facts.Launcher}' on Debian "
                + $"and Ubuntu, or 'mpirun' if it is the only MPI installed."
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
    /// <remarks>
    /// Uses NCCL if each process has its own GPU and all have the same version of NCCL. MPI computes all other sums.
    /// </remarks>
    /// <exception cref="FigmentException">NCCL failed, so the processes can no longer train together.</exception>
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
    /// Names a process on this machine that has ended. Call this when asked to end (SIGTERM), because the launcher of Open MPI
    /// asks all other processes to end when one dies.
    /// </summary>
    /// <returns>
    /// The sentence. Null if no process has ended, or if another process reports it or has reported it already.
    /// </returns>
    public string? NameLost() => watch?.NameLost();

    /// <summary>Ends all processes at once, because this one cannot continue.</summary>
    /// <param name="sentence">The reason, which is reported first.</param>
    /// <param name="exitCode">The exit code of all processes, from 1 to 255.</param>
    [DoesNotReturn]
    public void Abort(string sentence, int exitCode)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exitCode); // MPICH treats 0 as an orderly end
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exitCode, byte.MaxValue);
        if (watch is not null)
            watch.End(sentence, exitCode);
        say(sentence);
        new MpiEnd(calls, beats: null).All(exitCode);
    }

    /// <summary>Waits until all processes are done, then shuts down MPI.</summary>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        watch?.Leave();
        // Separate from the meetings of processes that are still adding up.
        void* ends = beats is null ? calls.Functions.World : signs;
        calls.Meet(ends);
        watch?.Stop();

        // After the second meeting no process watches any more, so a process that ends now is not considered lost.
        using ITimer limit = clock.CreateTimer(
            _ =>
                Abort(
                    $"MPI has not ended within {options.Patience.TotalSeconds:0} s, although all processes had finished "
                        + $"their work.",
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

    /// <summary>Sends the last heartbeats and receives all of them, so that none is in transit when MPI ends.</summary>
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
