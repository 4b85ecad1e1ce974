using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Figment.Audio;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Networks;
using Figment.Networks.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Sounds;

/// <summary>
/// Sounds of one length, rate and number of channels, with or without class labels, held as 16-bit values in memory.
/// </summary>
public sealed class SoundDataset : Dataset, IBatchSource
{
    private const double Full = 1 << 15;
    private const int Block = 1 << 24; // a span of bytes cannot cover the longest spans of values
    private SoundGrid grid;
    private GridImages images;
    private Tensor values; // [N, channels, length], int16
    private Tensor? labels; // [N], uint8

    /// <summary>Creates a data set from 16-bit values.</summary>
    /// <param name="name">A short name; runs on this data are named after it.</param>
    /// <param name="grid">The conversion of sounds to images.</param>
    /// <param name="values">The values in the order sound, channel, sample; full scale is 32,768.</param>
    /// <param name="labels">The class number of each sound, counted from 0; null if there are no labels.</param>
    /// <param name="classNames">The names of the classes, by number; null uses the numbers as names.</param>
    /// <exception cref="FileFormatException">The counts differ, there are no sounds, or a label has no name.</exception>
    internal SoundDataset(
        string name,
        SoundGrid grid,
        ReadOnlySpan<short> values,
        byte[]? labels = null,
        IReadOnlyList<string>? classNames = null
    )
    {
        SoundShape shape = grid.Sound;
        if (values.Length == 0 || values.Length % shape.Size != 0)
            throw new FileFormatException(
                $"{values.Length:N0} values cannot be divided into a whole number of sounds of {shape}."
            );
        Count = values.Length / shape.Size;
        ImageLabels.Check(name, Count, labels, classNames);
        (Name, this.grid, Sha256) = (name, grid, DigestOf(shape, values, labels));
        TorchLibrary.Load();
        this.values = Filled(shape, values);
        images = new GridImages(grid, Count, Sounds);
        (ClassCounts, ClassNames, this.labels) = ImageLabels.Read(labels, classNames);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>The shape of every sound.</summary>
    public SoundShape Shape => grid.Sound;

    /// <inheritdoc cref="Dataset.Count"/>
    public override int Count { get; }

    /// <summary>The SHA-256 of rate, channels, length, values and labels, in lower-case hexadecimal.</summary>
    public override string Sha256 { get; }

    /// <summary>The number of sounds in each class, by class number; empty if there are no labels.</summary>
    public IReadOnlyList<int> ClassCounts { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public override SoundDescription Description => new(grid, ClassCounts);

    /// <summary>The conversion of sounds to images.</summary>
    internal SoundForm Form => grid.Form;

    /// <summary>Gives the sounds a form that was chosen before, for a model that was trained on sounds in this form.</summary>
    /// <returns>This data set.</returns>
    /// <exception cref="OptionsException">Sounds of this shape cannot take this form.</exception>
    internal SoundDataset InForm(SoundForm form)
    {
        grid = SoundGrid.Of(form, Shape);
        ForgetImages();
        return this;
    }

    /// <summary>How files became these sounds; null for sounds from another source.</summary>
    internal SoundOptions? Reading { get; init; }

    /// <summary>The device that holds the sounds.</summary>
    internal Device Device => values.device;

    /// <summary>Returns sounds as waveforms.</summary>
    /// <param name="indices">The indices of the sounds, [B], int64, each from 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The waveforms, [B, channels, length], float32 in [−1, 1].</returns>
    internal Tensor Sounds(Tensor indices) =>
        TensorOperations.Instance.Multiply(values.index_select(0, indices.On(values.device)).to(ScalarType.Float32), 1 / Full);

    /// <summary>Returns the stored values of sounds, in the order sound, channel, sample; full scale is 32,768.</summary>
    /// <param name="start">The index of the first sound.</param>
    /// <param name="count">The number of sounds.</param>
    internal short[] Values(int start, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        return values.narrow(0, start, count).cpu().contiguous().data<short>().ToArray();
    }

    /// <summary>The class of each sound, [N], uint8; null if there are no labels.</summary>
    internal Tensor? Labels => labels;

    /// <summary>The class numbers as an array; null if there are no labels.</summary>
    internal byte[]? ClassNumbers()
    {
        using DisposeScope scope = NewDisposeScope();
        return labels?.cpu().data<byte>().ToArray();
    }

    /// <inheritdoc/>
    public Batch Gather(Tensor indices, Draws random)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new Batch(images.Of(indices), labels?.index_select(0, indices.On(values.device)).to(ScalarType.Int64));
    }

    /// <inheritdoc/>
    public void MoveTo(Device device)
    {
        if (device.type == values.device.type && device.index == values.device.index)
            return;
        ForgetImages();
        values = Moved(values, device);
        if (labels is not null)
            labels = Moved(labels, device);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        images.Dispose();
        values.Dispose();
        labels?.Dispose();
    }

    private void ForgetImages()
    {
        images.Dispose();
        images = new GridImages(grid, Count, Sounds);
    }

    private static Tensor Filled(SoundShape shape, ReadOnlySpan<short> values)
    {
        Tensor filled = empty([values.Length / shape.Size, shape.Channels, shape.Length], ScalarType.Int16)
            .DetachFromDisposeScope();
        using Tensor flat = filled.view(-1);
        for (long start = 0; values.Length > 0; start += Block)
        {
            ReadOnlySpan<short> some = values[..Math.Min(Block, values.Length)];
            using Tensor part = flat.narrow(0, start, some.Length);
            MemoryMarshal.AsBytes(some).CopyTo(part.bytes);
            values = values[some.Length..];
        }

        return filled;
    }

    private static Tensor Moved(Tensor tensor, Device device)
    {
        Tensor moved = tensor.to(device).DetachFromDisposeScope();
        tensor.Dispose();
        return moved;
    }

    private static string DigestOf(SoundShape shape, ReadOnlySpan<short> values, ReadOnlySpan<byte> labels)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(head, shape.Rate);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], shape.Channels);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], shape.Length);
        hash.AppendData(head);
        for (; values.Length > Block; values = values[Block..])
            hash.AppendData(MemoryMarshal.AsBytes(values[..Block]));
        hash.AppendData(MemoryMarshal.AsBytes(values));
        hash.AppendData(labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
