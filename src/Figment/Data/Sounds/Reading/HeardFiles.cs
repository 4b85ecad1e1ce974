using Figment.Audio;
using Figment.Data.Folders;

namespace Figment.Data.Sounds;

/// <summary>The properties of a recording, without its samples.</summary>
/// <param name="Span">The audible part.</param>
/// <param name="Facts">The properties of its file.</param>
/// <param name="Channels">The number of channels in the file.</param>
/// <param name="Offset">The DC offset that was removed, where 1 is full scale.</param>
/// <param name="IsUnmixed">Whether the channels cancel each other.</param>
internal sealed record HeardFile(SoundSpan Span, SoundFacts Facts, int Channels, double Offset, bool IsUnmixed);

/// <summary>Recordings after a first pass over all of them.</summary>
/// <param name="Path">The path of the recordings.</param>
/// <param name="Recordings">The recordings.</param>
/// <param name="Heard">The properties of each recording; null if it cannot be read.</param>
/// <param name="Failures">The reason why a recording cannot be read; null if it can.</param>
internal sealed record HeardFiles(string Path, IRecordings Recordings, HeardFile?[] Heard, OptionSentence?[] Failures)
{
    /// <summary>The names of the recordings.</summary>
    internal IReadOnlyList<string> Files => Recordings.Names;

    /// <summary>Decodes all recordings, on all cores.</summary>
    internal static HeardFiles Of(
        string path,
        IRecordings recordings,
        SoundOptions options,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        int count = recordings.Names.Count;
        HeardFiles heard = new(path, recordings, new HeardFile?[count], new OptionSentence?[count]);
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

    /// <summary>Cuts sounds from the readable recordings.</summary>
    /// <param name="plan">The form of the sounds.</param>
    /// <param name="values">Receives the sounds one after the other; silence for each recording without a sound.</param>
    /// <param name="progress">Receives a report for each recording.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The peak of each recording; 0 if it has no sound.</returns>
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

    /// <summary>Throws if some recordings cannot be read.</summary>
    /// <exception cref="FileFormatException">A recording cannot be read.</exception>
    internal void ThrowIfBroken()
    {
        int[] broken = [.. Enumerable.Range(0, Files.Count).Where(i => Failures[i] is not null)];
        if (broken.Length == 0)
            return;
        OptionSentence first = $"{Recordings.FullName(broken[0])} cannot be read as a sound: {Failures[broken[0]]}.";
        string some = FolderListing.Some([.. broken.Skip(1).Select(i => Files[i])]);
        OptionSentence advice =
            broken.Length == 1
                ? "Repair or remove it"
                : OptionSentence.Of($"{broken.Length - 1:N0} more cannot be read either ({some}). Repair or remove them");
        throw new FileFormatException(
            OptionSentence.Of($"{first} {advice}, or omit such recordings ({new OptionName(nameof(SoundOptions.SkipBroken))}).")
        );
    }

    /// <summary>How to report work on recordings.</summary>
    /// <param name="Progress">Receives a report for each recording.</param>
    /// <param name="Path">The path of the recordings.</param>
    /// <param name="Before">The number of recordings that are already done.</param>
    /// <param name="Times">The total number of times that each recording is processed.</param>
    internal sealed record Pace(IProgress<DataProgress>? Progress, string Path, int Before = 0, int Times = 1);

    /// <summary>Decodes each readable recording, on all cores, and records why one cannot be read.</summary>
    internal static void ForEach(
        IRecordings recordings,
        OptionSentence?[] failures,
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
                    failures[i] = OptionSentence.Reason(e);
                }

                lock (turn)
                    pace.Progress?.Report(new DataProgress(DataActivity.Listening, pace.Path, ++done / pace.Times, count));
            }
        );
    }
}
