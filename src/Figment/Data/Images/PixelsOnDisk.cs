using Figment.Backend;
using Figment.Imaging;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>
/// Pixels that stay in a file. Each image is read directly into its place in the batch tensor, and the next batch is read during
/// a step. The file is not memory-mapped: mapped pages count as memory of the process, and truncating a mapped file would end the
/// process with a signal.
/// </summary>
internal sealed class PixelsOnDisk(string path, SafeFileHandle file, long offset, int count, ImageShape shape) : ImagePixels
{
    private Device device = CPU;
    private byte[] buffer = [];
    private (long[] Numbers, Task Reading)? ahead;

    internal override Device Device => device;

    internal override bool AreOnDisk => true;

    internal override Tensor Slice(long start, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + length, count);
        ThrowIfTooMany(length);
        Tensor images = Room(length);
        Fill(images.bytes, offset + (start * shape.Size));
        return images.On(device);
    }

    internal override Tensor Take(Tensor indices)
    {
        long[] numbers = Numbers(indices);
        Tensor images = Room(numbers.Length);
        if (ahead is { } begun && begun.Numbers.AsSpan().SequenceEqual(numbers))
        {
            ahead = null;
            begun.Reading.GetAwaiter().GetResult();
            buffer.AsSpan(0, numbers.Length * shape.Size).CopyTo(images.bytes);
        }
        else
        {
            Read(numbers, images.bytes);
        }

        return images.On(device);
    }

    internal override void Prefetch(Tensor indices)
    {
        Forget();
        long[] numbers = Numbers(indices);
        if (buffer.Length < numbers.Length * shape.Size)
            buffer = new byte[numbers.Length * shape.Size];
        ahead = (numbers, Task.Run(() => Read(numbers, buffer)));
    }

    internal override void To(Device device) => this.device = device;

    public override void Dispose()
    {
        Forget();
        file.Dispose();
    }

    private void Forget()
    {
        if (ahead is not { } begun)
            return;
        ahead = null;
        try
        {
            begun.Reading.GetAwaiter().GetResult();
        }
        catch (FigmentException)
        {
            // These images are no longer needed.
        }
    }

    private long[] Numbers(Tensor indices)
    {
        long[] numbers = indices.cpu().data<long>().ToArray();
        ThrowIfTooMany(numbers.Length);
        foreach (long number in numbers)
            if (number < 0 || number >= count)
                throw new ArgumentOutOfRangeException(nameof(indices), number, $"There are {count} images.");
        return numbers;
    }

    /// <summary>The pixels that are read at once must fit into one array.</summary>
    private void ThrowIfTooMany(long images)
    {
        if (images * shape.Size > Array.MaxLength)
            throw new FigmentException(
                $"{images:N0} images of {shape} are too many to read at once from {path} (at most "
                    + $"{Array.MaxLength / shape.Size:N0}). Make the batch smaller."
            );
    }

    private Tensor Room(long length) => empty([length, shape.Channels, shape.Height, shape.Width], ScalarType.Byte);

    private void Read(long[] numbers, Span<byte> images)
    {
        for (int i = 0; i < numbers.Length; i++)
            Fill(images.Slice(i * shape.Size, shape.Size), offset + (numbers[i] * shape.Size));
    }

    private void Fill(Span<byte> bytes, long position)
    {
        try
        {
            while (bytes.Length > 0)
            {
                int read = RandomAccess.Read(file, bytes, position);
                if (read == 0)
                    throw new FileFormatException($"{path} has become shorter since it was opened. Pack the data again.");
                bytes = bytes[read..];
                position += read;
            }
        }
        catch (Exception e) when (Storage.IsFailure(e)) // a lambda cannot capture a span
        {
            throw Storage.Unreadable(path, e);
        }
    }
}
