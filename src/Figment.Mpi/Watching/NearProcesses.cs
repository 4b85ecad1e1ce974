namespace Figment.Mpi;

/// <summary>
/// Watches the other processes on this machine: the system reports at once when one ends, and waiting costs nothing.
/// </summary>
internal sealed unsafe class NearProcesses : IDisposable
{
    private readonly Lock gate = new();
    private readonly IReadOnlyList<MpiPeer> peers;
    private readonly int[] handles; // negative if the system provides none
    private bool isClosed;

    /// <summary>Starts watching.</summary>
    /// <param name="peers">The other processes.</param>
    internal NearProcesses(IReadOnlyList<MpiPeer> peers)
    {
        this.peers = peers;
        handles = [.. peers.Select(peer => SystemCalls.OpenProcess(peer.ProcessId))];
    }

    /// <summary>Waits until a process has ended, or the time is up.</summary>
    /// <returns>The processes that have ended.</returns>
    internal IReadOnlyList<MpiPeer> Wait(TimeSpan limit)
    {
        SystemCalls.PollEntry[] entries =
        [
            .. handles.Select(handle => new SystemCalls.PollEntry { Handle = handle, Asked = SystemCalls.CanBeRead }),
        ];
        fixed (SystemCalls.PollEntry* first = entries)
            _ = SystemCalls.Poll(first, entries.Length, limit); // negative handles are ignored
        return
        [
            .. peers.Where((peer, i) => handles[i] < 0 ? !IsThere(peer) : (entries[i].Answered & SystemCalls.CanBeRead) != 0),
        ];
    }

    /// <summary>The processes that have ended by now; none once this object is closed.</summary>
    internal IReadOnlyList<MpiPeer> Ended()
    {
        lock (gate)
            return isClosed ? [] : Wait(TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            if (isClosed)
                return;
            isClosed = true;
            foreach (int handle in handles.Where(handle => handle >= 0))
                _ = SystemCalls.Close(handle);
        }
    }

    /// <summary>
    /// Whether a process exists and is alive, for systems without process handles (Linux before 5.3, some containers). In the
    /// line of its stat file, the state follows the name, which is in parentheses: Z is a zombie, and X is about to disappear.
    /// </summary>
    private static bool IsThere(MpiPeer peer)
    {
        try
        {
            string line = File.ReadAllText($"/proc/{peer.ProcessId}/stat");
            return line[(line.LastIndexOf(')') + 1)..].TrimStart() is not ['Z' or 'X', ..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is UnauthorizedAccessException;
        }
    }
}
