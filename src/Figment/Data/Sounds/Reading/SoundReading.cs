using Figment.Audio;
using Figment.Backend;
using Figment.Networks.Sounds;
using static TorchSharp.torch;

namespace Figment.Data.Sounds;

/// <summary>
/// Creates a data set from recordings. Each recording is decoded twice: first to measure it, then to cut a sound from it. This
/// way, memory holds only the recordings in progress.
/// </summary>
internal static class SoundReading
{
    private const int ToFit = 300; // the number of sounds from which a grid chooses its levels

    /// <summary>Reads the recordings at a path.</summary>
    /// <exception cref="FigmentException">There are no recordings or no such part, or a recording cannot be read.</exception>
    internal static SoundDataset Read(
        string path,
        DataPart part,
        SoundOptions options,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using RecordedData data = RecordedData.Open(path, options, cancellationToken);
        RecordedPart own =
            part == DataPart.Train
                ? data.Train
                : data.Test
                    ?? throw new FigmentException(
                        $"{data.Subject} has no test part. A test part is a folder named test beside a folder named train or, in "
                            + $"an archive of arrays, x_test beside x_train."
                    );

        // The held-out part gets the same rate and length as the training part.
        bool asksTraining = part == DataPart.Test && (options.Rate is null || options.Length is null);
        HeardFiles heard = HeardFiles.Of(data.Path, own.Recordings, options, asksTraining ? null : progress, cancellationToken);
        HeardFiles learned = asksTraining
            ? HeardFiles.Of(data.Path, data.Train.Recordings, options, progress, cancellationToken)
            : heard;
        if (!options.SkipBroken)
            heard.ThrowIfBroken();
        SoundPlan plan =
            SoundPlan.Of(learned, options)
            ?? throw new FigmentException(
                OptionSentence.Paragraph([
                    OptionSentence.Of($"{data.Subject} holds no recording that contains a sound."),
                    .. SoundNotes.OnLeftOut(learned).Select(note => OptionSentence.Of($"{note}")),
                ])
            );

        short[] values = Room(data, own, plan.Shape);
        double[] peaks = heard.Cut(plan, values, progress, cancellationToken);
        if (!options.SkipBroken)
            heard.ThrowIfBroken(); // again: a file may have disappeared since the first pass
        Func<int, bool> stays = options.KeepSilent ? i => heard.Failures[i] is null : i => peaks[i] > SoundSpan.Silence;
        int[] kept = Pack(values, stays, own.Count, plan.Shape.Size);
        if (kept.Length == 0)
            throw new FigmentException(
                $"{data.Subject} holds no recording with a sound in the chosen part. Choose another part, or a longer sound "
                    + $"length."
            );
        (byte[]? labels, string[] classes) = Classes(data, part, own, kept);
        Span<short> sounds = values.AsSpan(0, kept.Length * plan.Shape.Size);
        TorchLibrary.Load();
        using Tensor some = SomeOf(sounds, plan.Shape);
        return new SoundDataset(
            part == DataPart.Test ? $"{data.Name}-test" : data.Name,
            SoundGrid.Fitted(plan.Shape, some),
            sounds,
            labels,
            labels is null ? null : classes
        )
        {
            Notes = [.. data.Notes, .. SoundNotes.On(heard, plan, peaks)],
            Reading = plan.Options,
        };
    }

    private static short[] Room(RecordedData data, RecordedPart own, SoundShape shape)
    {
        long size = (long)own.Count * shape.Size;
        return size <= Array.MaxLength
            ? new short[size]
            : throw new FigmentException(
                OptionSentence.Of(
                    $"{data.Subject} holds {own.Count:N0} recordings; at {shape}, they have {size / 1e9:F1} billion samples, "
                        + $"which do not fit into memory. Use fewer recordings, or choose a smaller "
                        + $"{new OptionName(nameof(SoundOptions.Rate))} or {new OptionName(nameof(SoundOptions.Length))}."
                )
            );
    }

    /// <summary>Moves the kept sounds to the beginning.</summary>
    /// <returns>The indices of the kept sounds.</returns>
    private static int[] Pack(short[] values, Func<int, bool> stays, int count, int size)
    {
        int[] kept = [.. Enumerable.Range(0, count).Where(stays)];
        for (int i = 0; i < kept.Length; i++)
            if (kept[i] != i)
                Array.Copy(values, (long)kept[i] * size, values, (long)i * size, size);
        return kept;
    }

    /// <summary>Selects sounds spread over all the data, [n, channels, length].</summary>
    private static Tensor SomeOf(ReadOnlySpan<short> sounds, SoundShape shape)
    {
        int all = sounds.Length / shape.Size,
            count = Math.Min(all, ToFit);
        float[] some = new float[count * shape.Size];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<short> sound = sounds.Slice((int)((long)i * all / count) * shape.Size, shape.Size);
            for (int j = 0; j < sound.Length; j++)
                some[(i * shape.Size) + j] = sound[j] / 32768f;
        }

        return tensor(some, [count, shape.Channels, shape.Length]);
    }

    /// <summary>The classes of the kept sounds. In the training part, classes without kept sounds are dropped.</summary>
    private static (byte[]? Labels, string[] Names) Classes(RecordedData data, DataPart part, RecordedPart own, int[] kept)
    {
        if (own.Labels is not IReadOnlyList<byte> all)
            return (null, []);
        byte[] labels = [.. kept.Select(i => all[i])],
            left = [.. labels.Distinct().Order()];
        if (part == DataPart.Test || left.Length == data.Classes.Count)
            return (labels, [.. data.Classes]);
        return ([.. labels.Select(label => (byte)Array.IndexOf(left, label))], [.. left.Select(label => data.Classes[label])]);
    }
}
