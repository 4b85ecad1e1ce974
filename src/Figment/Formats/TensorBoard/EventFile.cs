using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;

namespace Figment.Formats;

/// <summary>
/// A file of events for TensorBoard: records in TensorFlow's format (TFRecord), each of them a protobuf message. An event is
/// written at once, in one piece, so that a concurrent reader sees only whole events. If a writer is killed, its file ends with
/// an incomplete event, and a resumed run begins a new file.
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
    /// The folder, which is created if it does not exist. Existing files stay as they are, and the name of the new file sorts
    /// after theirs, since TensorBoard reads in that order.
    /// </param>
    /// <param name="clock">Supplies the time for the name of the file and for each event.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
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

    /// <summary>The current time in seconds since 1970.</summary>
    internal double Now => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>
    /// Announces that a training run resumes: values written earlier for this step and for later ones no longer apply.
    /// </summary>
    /// <param name="step">The number of completed steps.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal void GoOnFrom(long step) =>
        Write(
            new Event
            {
                Step = step,
                SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start },
            }
        );

    /// <summary>Writes the values of a step, if there are any.</summary>
    /// <param name="step">The number of completed steps.</param>
    /// <param name="values">The values, each with a different tag.</param>
    /// <exception cref="IOException">The values cannot be written.</exception>
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

    /// <summary>Waits until everything is on the disk.</summary>
    internal void Flush() => stream.Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    /// <summary>Computes the checksum of a part of a record (CRC-32C, rotated and offset).</summary>
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

    /// <summary>The number in the name of a file; -1 if it has no number of ten digits.</summary>
    private static long NumberOf(string path)
    {
        string number = Path.GetFileName(path)[Prefix.Length..].Split('.')[0];
        bool isOne = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long value);
        return isOne && number.Length == 10 ? value : -1;
    }
}
