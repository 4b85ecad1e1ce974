using Figment.Audio;
using Figment.Data.Folders;

namespace Figment.Data.Sounds;

/// <summary>What a recording is, without its samples.</summary>
/// <param name="Span">Where its sound is.</param>
/// <param name="Facts">What its file is.</param>
/// <param name="Channels">How many the file has.</param>
/// <param name="Offset">What was taken off, of full scale.</param>
/// <param name="IsUnmixed">Whether its channels cancel each other.</param>
internal sealed record HeardFile(SoundSpan Span, SoundFacts Facts, int Channels, double Offset, bool IsUnmixed);

/// <summary>Recordings that were heard once.</summary>
/// <param name="Path">Where they lie.</param>
/// <param name="Recordings">The recordings.</param>
/// <param name="Heard">What each is; null where it cannot be read.</param>
/// <param name="Failures">Why it cannot be read; null where it can.</param>
internal sealed record HeardFiles(string Path, IRecordings Recordings, HeardFile?[] Heard, string?[] Failures)
{
    /// <summary>What they are called.</summary>
    internal IReadOnlyList<string> Files => Recordings.Names;

    /// <summary>Hears all of them, on all cores.</summary>
    internal static HeardFiles Of(
        string path,
        IRecordings recordings,
        SoundOptions options,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        int count = recordings.Names.Count;
        HeardFiles heard = new(path, recordings, new HeardFile?[count], new string?[count]);
        ForEach(
            recordings,
            heard.Failures,
            new Pace(progress, path, 0, 2),
            (i, decoded) =>
            {
                Recording recording = Recording.Of(decoded, options.Stereo);
                heard.Heard[i] = new HeardFile(
                    SoundSpan.Of(recording.Sound),
                    recording.Facts,
                    recording.Channels,
                    recording.Offset,
                    recording.IsUnmixed
                );
            },
            cancellationToken
        );
        return heard;
    }

    /// <summary>Cuts sounds out of those that can be read.</summary>
    /// <param name="plan">What they become.</param>
    /// <param name="values">Takes them, one after the other; silence where there is none.</param>
    /// <param name="progress">Hears of each.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How loud each is; 0 where there is none.</returns>
    internal double[] Cut(SoundPlan plan, short[] values, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        SoundCut cut = new(plan.Shape, plan.Options);
        double[] peaks = new double[Files.Count];
        int size = plan.Shape.Size;
        ForEach(
            Recordings,
            Failures,
            new Pace(progress, Path, Files.Count, 2),
            (i, decoded) =>
            {
                Sound sound = Recording.Of(decoded, plan.Options.Stereo).Sound;
                peaks[i] = cut.Cut(sound, SoundSpan.Of(sound), values.AsSpan(i * size, size));
            },
            cancellationToken
        );
        return peaks;
    }

    /// <summary>Refuses recordings of which some cannot be read.</summary>
    /// <exception cref="FileFormatException">One cannot be.</exception>
    internal void ThrowIfBroken()
    {
        int[] broken = [.. Enumerable.Range(0, Files.Count).Where(i => Failures[i] is not null)];
        if (broken.Length == 0)
            return;
        string first = $"{Recordings.FullName(broken[0])} cannot be read as a sound: {Failures[broken[0]]}.";
        string some = FolderListing.Some([.. broken.Skip(1).Select(i => Files[i])]);
        string advice =
            broken.Length == 1
                ? "Repair or remove it"
                : $"{broken.Length - 1:N0} more cannot be read either ({some}). Repair or remove them";
        throw new FileFormatException(
            OptionSentence.Of($"{first} {advice}, or omit such recordings ({new OptionName(nameof(SoundOptions.SkipBroken))}).")
        );
    }

    /// <summary>How work on recordings is told.</summary>
    /// <param name="Progress">Hears of each.</param>
    /// <param name="Path">Where they lie.</param>
    /// <param name="Before">How many there were before.</param>
    /// <param name="Times">How often each is heard in all.</param>
    internal sealed record Pace(IProgress<DataProgress>? Progress, string Path, int Before = 0, int Times = 1);

    /// <summary>Decodes each recording that can be read, on all cores, and writes down why one cannot be.</summary>
    internal static void ForEach(
        IRecordings recordings,
        string?[] failures,
        Pace pace,
        Action<int, DecodedSound> action,
        CancellationToken cancellationToken
    )
    {
        int done = pace.Before,
            count = recordings.Names.Count;
        Lock turn = new();
        ParallelOptions cores = new()
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        Parallel.For(
            0,
            count,
            cores,
            i =>
            {
                try
                {
                    if (failures[i] is null)
                        action(i, recordings.Decode(i));
                }
                catch (Exception e) when (e is FileFormatException || Storage.IsFailure(e))
                {
                    failures[i] = e.Message.TrimEnd('.');
                }

                lock (turn)
                    pace.Progress?.Report(new DataProgress(DataActivity.Listening, pace.Path, ++done / pace.Times, count));
            }
        );
    }
}
