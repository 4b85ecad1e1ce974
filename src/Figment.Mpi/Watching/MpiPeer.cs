using System.Globalization;
using System.Text;

namespace Figment.Mpi;

/// <summary>One of the processes of a group.</summary>
/// <param name="Rank">Its rank.</param>
/// <param name="Host">The name of its machine.</param>
/// <param name="ProcessId">Its process id there.</param>
/// <param name="Place">An identifier that is equal for processes that can see each other's process ids; empty if unknown.</param>
internal sealed record MpiPeer(int Rank, string Host, int ProcessId, string Place)
{
    /// <summary>The length of every description, in bytes.</summary>
    internal const int Bytes = 256;

    private const int LongestHost = 64; // HOST_NAME_MAX
    private const string MachineStart = "/proc/sys/kernel/random/boot_id",
        ProcessNumbers = "/proc/self/ns/pid";

    /// <summary>
    /// Whether the two processes can see each other's process ids: they are on one machine, and not in different containers.
    /// </summary>
    internal bool IsNear(MpiPeer other) => Place.Length > 0 && Place == other.Place;

    /// <inheritdoc/>
    public override string ToString() => $"rank {Rank} (process {ProcessId} on {Host})";

    /// <summary>The description that this process sends to the others.</summary>
    internal static byte[] Describe()
    {
        string host = Environment.MachineName;
        byte[] description = new byte[Bytes];
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{host[..Math.Min(host.Length, LongestHost)]}\n{Environment.ProcessId}\n{ReadPlace()}"
        );
        Encoding.UTF8.GetBytes(text).AsSpan(0, Math.Min(Encoding.UTF8.GetByteCount(text), Bytes)).CopyTo(description);
        return description;
    }

    /// <summary>Reads the description of another process.</summary>
    internal static MpiPeer Read(int rank, ReadOnlySpan<byte> description)
    {
        string[] lines = Encoding.UTF8.GetString(description).TrimEnd('\0').Split('\n');
        return
            lines is [string host, string processId, string place]
            && int.TryParse(processId, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? new MpiPeer(rank, host, id, place)
            : throw new FigmentException(
                $"The description sent by the process with rank {rank} cannot be read. All processes must run the same version "
                    + $"of Figment."
            );
    }

    private static string ReadPlace()
    {
        try
        {
            return $"{File.ReadAllText(MachineStart).Trim()} {new FileInfo(ProcessNumbers).LinkTarget}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
