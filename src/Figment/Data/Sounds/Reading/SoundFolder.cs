using Figment.Audio;
using Figment.Backend;
using Figment.Data.Folders;
using Figment.Data.Images;
using Figment.Networks.Sounds;
using static TorchSharp.torch;

namespace Figment.Data.Sounds;

/// <summary>
/// Makes a data set of a folder of recordings, or of a ZIP archive of one. All are heard twice: to see what they need, and to cut sounds out of
/// them, so no more of them is in memory than is worked on. The order is that of the relative paths, byte by byte.
/// </summary>
internal static class SoundFolder
{
    private const int ToFit = 300; // sounds by which a grid chooses its levels

    /// <summary>Whether a folder or archive of recordings has a held-out part.</summary>
    /// <exception cref="FigmentException">It cannot be read.</exception>
    internal static bool HasTestPart(string path, SoundOptions options, CancellationToken cancellationToken)
    {
        using FileSource source = FileSource.Open(path, options.FollowLinks, cancellationToken);
        return FolderLayout.Of(source, RecordingFiles.Instance, cancellationToken, options.Choice).Test is not null;
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="FigmentException">There are no recordings or no such part, or one cannot be read.</exception>
    internal static SoundDataset Read(
        string path, DataPart part, SoundOptions options, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        OptionsValidator.ThrowIfInvalid(options);
        using FileSource source = FileSource.Open(path, options.FollowLinks, cancellationToken);
        FolderLayout layout = LayoutOf(source, part, options, cancellationToken);
        LayoutPart own = layout.Part(part);

        // What is held out becomes what the part to learn from becomes.
        bool asksTraining = part == DataPart.Test && (options.Rate is null || options.Length is null);
        HeardFiles heard = HeardFiles.Of(source, own.Files, options, asksTraining ? null : progress, cancellationToken);
        HeardFiles learned = asksTraining ? HeardFiles.Of(source, layout.Train.Files, options, progress, cancellationToken) : heard;
        if (!options.SkipBroken) heard.ThrowIfBroken(source);
        SoundPlan plan = SoundPlan.Of(learned, options) ?? throw new FigmentException(
            $"{source.Subject} holds no recording with a sound in it. {string.Join(' ', SoundNotes.OnLeftOut(heard).Select(note => note.English))}".TrimEnd());

        short[] values = Room(source, heard, plan.Shape);
        double[] peaks = heard.Cut(source, plan, values, progress, cancellationToken);
        int[] kept = Pack(values, peaks, plan.Shape.Size);
        if (kept.Length == 0)
            throw new FigmentException($"{source.Subject} holds no recording with a sound in the part that is taken. Choose another part, or a greater length.");
        (byte[]? labels, string[] classes) = Classes(layout, part, kept);
        Span<short> sounds = values.AsSpan(0, kept.Length * plan.Shape.Size);
        TorchLibrary.Load();
        using Tensor some = SomeOf(sounds, plan.Shape);
        return new SoundDataset(
            part == DataPart.Test ? $"{source.Name}-test" : source.Name, SoundGrid.Fitted(plan.Shape, some), sounds, labels, labels is null ? null : classes)
        {
            Notes = [.. layout.Notes, .. SoundNotes.On(heard, plan, peaks)],
            Reading = plan.Options,
        };
    }

    /// <summary>What a folder is read as.</summary>
    /// <exception cref="FigmentException">There are no recordings, or there is no such part.</exception>
    private static FolderLayout LayoutOf(FileSource source, DataPart part, SoundOptions options, CancellationToken cancellationToken)
    {
        FolderLayout layout = FolderLayout.Of(source, RecordingFiles.Instance, cancellationToken, options.Choice);
        if (layout.Train.Files.Count == 0)
        {
            throw new FigmentException(string.Join(' ', [
                $"{source.Subject} holds no recordings ({SoundFormat.Readable}).", .. layout.Notes.Select(note => note.English), "Name one that does."]));
        }

        return part == DataPart.Train || layout.Test is not null ? layout
            : throw new FigmentException($"{source.Subject} has no test part, which would be a folder test beside a folder train.");
    }

    private static short[] Room(FileSource source, HeardFiles heard, SoundShape shape)
    {
        long size = (long)heard.Files.Count * shape.Size;
        return size <= Array.MaxLength ? new short[size] : throw new FigmentException(OptionSentence.Of(
            $"{source.Subject} holds {heard.Files.Count:N0} recordings, which at {shape} are {size / 1e9:F1} billion samples, more than are kept in memory. Take fewer, or choose a smaller {new OptionName(nameof(SoundOptions.Rate))} or {new OptionName(nameof(SoundOptions.Length))}."));
    }

    /// <summary>Moves the sounds that are heard to the beginning.</summary>
    /// <returns>Their numbers.</returns>
    private static int[] Pack(short[] values, double[] peaks, int size)
    {
        int[] kept = [.. Enumerable.Range(0, peaks.Length).Where(i => peaks[i] > SoundSpan.Silence)];
        for (int i = 0; i < kept.Length; i++)
            if (kept[i] != i) Array.Copy(values, (long)kept[i] * size, values, (long)i * size, size);
        return kept;
    }

    /// <summary>Sounds from all over the data, [n, channels, length].</summary>
    private static Tensor SomeOf(ReadOnlySpan<short> sounds, SoundShape shape)
    {
        int all = sounds.Length / shape.Size, count = Math.Min(all, ToFit);
        float[] some = new float[count * shape.Size];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<short> sound = sounds.Slice((int)((long)i * all / count) * shape.Size, shape.Size);
            for (int j = 0; j < sound.Length; j++) some[(i * shape.Size) + j] = sound[j] / 32768f;
        }

        return tensor(some, [count, shape.Channels, shape.Length]);
    }

    /// <summary>The classes of the sounds that are kept; one of which none is kept is none.</summary>
    private static (byte[]? Labels, string[] Names) Classes(FolderLayout layout, DataPart part, int[] kept)
    {
        if (layout.Part(part).Labels is not IReadOnlyList<byte> all) return (null, []);
        byte[] labels = [.. kept.Select(i => all[i])], left = [.. labels.Distinct().Order()];
        if (part == DataPart.Test || left.Length == layout.Classes.Count) return (labels, [.. layout.Classes]);
        return ([.. labels.Select(label => (byte)Array.IndexOf(left, label))], [.. left.Select(label => layout.Classes[label])]);
    }
}
