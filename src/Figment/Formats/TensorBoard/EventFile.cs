using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;

namespace Figment.Formats;

/// <summary>
/// A file of events that TensorBoard shows: records in TensorFlow's form (TFRecord), each of them a protobuf message. An event
/// is written in one piece and at once, so that a reader beside it sees whole ones. What a writer that was killed left half done
/// is the end of its file, and whoever goes on has a file of their own.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const string Prefix = "events.out.tfevents.",
        Suffix = ".figment";
    private const uint MaskDelta = 0xa282ead8; // TFRecord's
    private const int HeaderBytes = 12,
        FooterBytes = 4;
    private readonly FileStream stream;
    private readonly TimeProvider clock;

    /// <summary>Begins a file.</summary>
    /// <param name="folder">
    /// Where to; made where it does not exist. Files that are there already stay as they are, and their names come before the new
    /// one's, since that is the order in which TensorBoard reads.
    /// </param>
    /// <param name="clock">Names the file, and says of each event when it was.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal EventFile(string folder, TimeProvider clock)
    {
        this.clock = clock;
        Directory.CreateDirectory(folder);
        long last = Directory.EnumerateFiles(folder, $"{Prefix}*").Select(NumberOf).Append(-1).Max();
        long number = Math.Max(clock.GetUtcNow().ToUnixTimeSeconds(), last + 1); // a clock may have been set back
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D10}{Suffix}"));
        stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        try
        {
            Write(new Event { FileVersion = "brain.Event:2" });
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Now, in seconds since 1970.</summary>
    internal double Now => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Says that a training goes on: what was said before of this step and of later ones no longer holds.</summary>
    /// <param name="step">Steps done.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal void GoOnFrom(long step) =>
        Write(
            new Event
            {
                Step = step,
                SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start },
            }
        );

    /// <summary>Writes what belongs to a step; nothing where there is nothing.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="values">Of different tags.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    internal void Write(long step, params IReadOnlyList<Summary.Types.Value> values)
    {
        if (values.Count > 0)
            Write(
                new Event
                {
                    Step = step,
                    Summary = new Summary { Value = { values } },
                }
            );
    }

    /// <summary>Waits until all that was written is on the disk.</summary>
    internal void Flush() => stream.Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    /// <summary>The checksum of a part of a record (CRC-32C, turned and moved).</summary>
    internal static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return unchecked(BitOperations.RotateRight(~crc, 15) + MaskDelta);
    }

    private void Write(Event written)
    {
        written.WallTime = Now;
        byte[] data = written.ToByteArray();
        byte[] record = new byte[HeaderBytes + data.Length + FooterBytes];
        BinaryPrimitives.WriteInt64LittleEndian(record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(long)), Checksum(record.AsSpan(0, sizeof(long))));
        data.CopyTo(record, HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderBytes + data.Length), Checksum(data));
        stream.Write(record);
    }

    /// <summary>The number in a file's name; -1 where there is none of ten digits.</summary>
    private static long NumberOf(string path)
    {
        string number = Path.GetFileName(path)[Prefix.Length..].Split('.')[0];
        bool isOne = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long value);
        return isOne && number.Length == 10 ? value : -1;
    }
}
