using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Figment.Mpi;

/// <summary>The device of a process, as the process reports it to the others.</summary>
/// <param name="Gpu">The number of its GPU; negative if it computes on the CPU.</param>
/// <param name="Nccl">The version of its NCCL as one number; 0 if it has none.</param>
/// <param name="BusId">The PCI bus id of the GPU; empty if unknown.</param>
internal sealed record DevicePlace(int Gpu, int Nccl, string BusId)
{
    /// <summary>The length of every description, in bytes.</summary>
    internal const int Bytes = 32;

    private const int TextFrom = 2 * sizeof(int);

    /// <summary>The name that libtorch uses.</summary>
    internal string Name => Gpu < 0 ? "cpu" : string.Create(CultureInfo.InvariantCulture, $"cuda:{Gpu}");

    /// <summary>The description for the other processes.</summary>
    internal byte[] Describe()
    {
        byte[] description = new byte[Bytes];
        BinaryPrimitives.WriteInt32LittleEndian(description, Gpu);
        BinaryPrimitives.WriteInt32LittleEndian(description.AsSpan(sizeof(int)), Nccl);
        Encoding.ASCII.GetBytes(BusId, description.AsSpan(TextFrom));
        return description;
    }

    /// <summary>Reads the description of another process.</summary>
    internal static DevicePlace Read(ReadOnlySpan<byte> description) =>
        new(
            BinaryPrimitives.ReadInt32LittleEndian(description),
            BinaryPrimitives.ReadInt32LittleEndian(description[sizeof(int)..]),
            Encoding.ASCII.GetString(description[TextFrom..]).TrimEnd('\0')
        );
}
