using System.Buffers.Binary;
using Tensorboard;

namespace Figment.Tests;

/// <summary>
/// Reads event files as TensorBoard does, by the format alone: of each record its length, that length's checksum, the data and
/// the data's checksum (github.com/tensorflow/tensorboard, data/server/tf_record.rs); the data is a protobuf message.
/// </summary>
internal static class EventRecords
{
    private const int HeaderBytes = 12,
        FooterBytes = 4;

    /// <summary>The events of a file; the end of one that is cut off is left out.</summary>
    internal static IReadOnlyList<Event> Read(string path)
    {
        List<Event> events = [];
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        while (rest.Length >= HeaderBytes)
        {
            Assert.Equal(Masked(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(rest));
            if (rest.Length < HeaderBytes + length + FooterBytes)
                break;
            ReadOnlySpan<byte> data = rest.Slice(HeaderBytes, length);
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(rest[(HeaderBytes + length)..]));
            events.Add(Event.Parser.ParseFrom(data.ToArray()));
            rest = rest[(HeaderBytes + length + FooterBytes)..];
        }

        return events;
    }

    /// <summary>
    /// What is shown of a folder: its files in order of name; each start removes what was recorded of later steps.
    /// </summary>
    internal static IReadOnlyList<(long Step, Summary.Types.Value Value)> Shown(string folder)
    {
        List<(long Step, Summary.Types.Value Value)> shown = [];
        foreach (Event each in Files(folder).SelectMany(Read))
        {
            bool isStart = each.SessionLog?.Status == SessionLog.Types.SessionStatus.Start;
            if (isStart)
                shown.RemoveAll(value => value.Step >= each.Step);
            if (each.Summary is not null)
                shown.AddRange(each.Summary.Value.Select(value => (each.Step, value)));
        }

        return shown;
    }

    /// <summary>The files in the order in which they are read.</summary>
    internal static string[] Files(string folder) => [.. Directory.GetFiles(folder, "*tfevents*").Order(StringComparer.Ordinal)];

    /// <summary>CRC-32C bit by bit (RFC 3720, appendix B.4), rotated and offset.</summary>
    internal static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0x82f63b78 & (0 - (crc & 1)));
        }

        return unchecked(((~crc >> 15) | (~crc << 17)) + 0xa282ead8);
    }
}
