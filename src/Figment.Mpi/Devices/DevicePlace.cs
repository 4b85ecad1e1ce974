using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Figment.Mpi;

/// <summary>Where a process computes, as it tells the others.</summary>
/// <param name="Gpu">The number of its GPU; negative where it computes on the CPU.</param>
/// <param name="Nccl">The version of its NCCL as one number; 0 where it has none.</param>
/// <param name="BusId">Where the GPU is plugged in; empty where that cannot be told.</param>
internal sealed record DevicePlace(int Gpu, int Nccl, string BusId)
{
    /// <summary>How long its description is, for each the same.</summary>
    internal const int Bytes = 32;

    private const int TextFrom = 2 * sizeof(int);

    /// <summary>As libtorch names it.</summary>
    internal string Name => Gpu < 0 ? "cpu" : string.Create(CultureInfo.InvariantCulture, $"cuda:{Gpu}");

    /// <summary>For the others.</summary>
    internal byte[] Describe()
    {
        byte[] description = new byte[Bytes];
        BinaryPrimitives.WriteInt32LittleEndian(description, Gpu);
        BinaryPrimitives.WriteInt32LittleEndian(description.AsSpan(sizeof(int)), Nccl);
        Encoding.ASCII.GetBytes(BusId, description.AsSpan(TextFrom));
        return description;
    }

    /// <summary>Reads what another described.</summary>
    internal static DevicePlace Read(ReadOnlySpan<byte> description) =>
        new(
            BinaryPrimitives.ReadInt32LittleEndian(description),
            BinaryPrimitives.ReadInt32LittleEndian(description[sizeof(int)..]),
            Encoding.ASCII.GetString(description[TextFrom..]).TrimEnd('\0')
        );
}
