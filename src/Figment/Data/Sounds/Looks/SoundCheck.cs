using Figment.Audio;
using Figment.Data.Folders;

namespace Figment.Data.Sounds;

/// <summary>The findings of a check of a folder of recordings, before training.</summary>
internal sealed record SoundCheck
{
    private const float FullScale = 0.999f;
    private const int ClippedInARow = 3;

    /// <summary>
    /// The number of files that are sounds by their extension or their content, including those of a held-out part.
    /// </summary>
    internal required int Files { get; init; }

    /// <summary>The formats of the readable recordings, the most frequent first.</summary>
    internal required IReadOnlyList<(string Name, int Count)> Formats { get; init; }

    /// <summary>The sample rates in Hz, the most frequent first, each with an example.</summary>
    internal required IReadOnlyList<(int Rate, int Count, string Example)> Rates { get; init; }

    /// <summary>The channel counts, each with its number of recordings, the most frequent first.</summary>
    internal required IReadOnlyList<(int Channels, int Count)> Channels { get; init; }

    /// <summary>
    /// The lengths in seconds, at most a minute each: the shortest, the median, the length that nine of ten do not exceed, and
    /// the longest.
    /// </summary>
    internal required (double Shortest, double Middle, double NineOfTen, double Longest) Seconds { get; init; }

    /// <summary>The lengths in seconds without silence at the beginning and the end.</summary>
    internal required (double Shortest, double Middle, double NineOfTen, double Longest) Heard { get; init; }

    /// <summary>The smallest, median and largest peak of the recordings, where 1 is full scale.</summary>
    internal required (double Softest, double Middle, double Loudest) Peaks { get; init; }

    /// <summary>The silent recordings.</summary>
    internal required IReadOnlyList<string> Silent { get; init; }

    /// <summary>The recordings with three or more consecutive samples at full scale: they were recorded too loud.</summary>
    internal required IReadOnlyList<string> Clipped { get; init; }

    /// <summary>The recordings with a DC offset, and the offset, where 1 is full scale.</summary>
    internal required IReadOnlyList<(string File, double Offset)> Offsets { get; init; }

    /// <summary>The recordings that cannot be read, with the reason.</summary>
    internal required IReadOnlyList<(string File, OptionSentence Reason)> Broken { get; init; }

    /// <summary>Recordings with the same samples, whatever their format, in groups.</summary>
    internal required IReadOnlyList<IReadOnlyList<string>> Duplicates { get; init; }

    /// <summary>
    /// Groups of nearly identical recordings, which differ in level, in the silence around them, or by lossy compression.
    /// </summary>
    internal required IReadOnlyList<IReadOnlyList<string>> NearDuplicates { get; init; }

    /// <summary>The number of readable training recordings in each class; empty if there are no classes.</summary>
    internal required IReadOnlyList<(string Name, int Count)> Classes { get; init; }

    /// <summary>How the folder is read and what is left out, in sentences.</summary>
    internal required IReadOnlyList<Text> LeftOut { get; init; }

    /// <summary>
    /// Whether a path holds recordings that can be checked. Packed and named sounds are no longer recordings, so they do not
    /// count.
    /// </summary>
    internal static bool Takes(string path) =>
        !SoundSources.MeansName(path) && (Directory.Exists(path) || FileSource.IsArchive(path) || SoundArrays.Is(path));

    /// <summary>Checks every recording of an array, or of a folder and its subfolders.</summary>
    /// <param name="path">The folder, a ZIP archive of a folder, or the array.</param>
    /// <param name="options">The options for reading the recordings; null uses the defaults.</param>
    /// <param name="progress">Receives a report for every recording.</param>
    /// <param name="cancellationToken">Stops the check once the recordings in progress are decoded.</param>
    /// <exception cref="FigmentException">The recordings cannot be read.</exception>
    internal static SoundCheck Of(
        string path,
        SoundOptions? options = null,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new SoundOptions();
        using RecordedData data = RecordedData.ToLookAt(path, options, cancellationToken);
        RecordedPart training = data.Train;
        IRecordings all = data.Test is null
            ? training.Recordings
            : new JoinedRecordings(training.Recordings, data.Test.Recordings);
        IReadOnlyList<string> files = all.Names;
        Looked?[] looked = new Looked?[files.Count];
        OptionSentence?[] failures = new OptionSentence?[files.Count];
        HeardFiles.ForEach(
            all,
            failures,
            new HeardFiles.Pace(progress, path),
            (i, decoded) =>
            {
                Recording recording = Recording.Of(decoded, options.Stereo);
                SoundSpan span = SoundSpan.Of(recording.Sound);
                looked[i] = new Looked(
                    decoded.Facts.Format,
                    recording.Channels,
                    span,
                    IsClipped(decoded.Sound),
                    recording.Offset,
                    SoundFingerprint.Of(decoded.Sound, recording, span)
                );
            },
            cancellationToken
        );

        int[] read = [.. Enumerable.Range(0, files.Count).Where(i => looked[i] is not null)],
            heard = [.. read.Where(i => !looked[i]!.Span.IsSilent)];
        string[] Those(IEnumerable<int> numbers, Func<Looked, bool> which) =>
            [.. numbers.Where(i => which(looked[i]!)).Select(i => files[i])];
        return new SoundCheck
        {
            Files = files.Count,
            Formats =
            [
                .. read.GroupBy(i => looked[i]!.Format)
                    .OrderByDescending(group => group.Count())
                    .Select(group => (group.Key, group.Count())),
            ],
            Rates =
            [
                .. read.GroupBy(i => looked[i]!.Span.Rate)
                    .OrderByDescending(group => group.Count())
                    .Select(group => (group.Key, group.Count(), files[group.First()])),
            ],
            Channels =
            [
                .. read.GroupBy(i => looked[i]!.Channels)
                    .OrderByDescending(group => group.Count())
                    .Select(group => (group.Key, group.Count())),
            ],
            Seconds = Spread([.. read.Select(i => looked[i]!.Span.Length / (double)looked[i]!.Span.Rate)]),
            Heard = Spread([.. heard.Select(i => looked[i]!.Print.Seconds)]),
            Peaks = Spread([.. heard.Select(i => looked[i]!.Span.Peak)]) is var (softest, middle, _, loudest)
                ? (softest, middle, loudest)
                : default,
            Silent = Those(read, file => file.Span.IsSilent),
            Clipped = Those(read, file => file.IsClipped),
            Offsets = [.. read.Where(i => looked[i]!.Offset > 0).Select(i => (files[i], looked[i]!.Offset))],
            Broken =
            [
                .. Enumerable.Range(0, files.Count).Where(i => failures[i] is not null).Select(i => (files[i], failures[i]!)),
            ],
            Duplicates =
            [
                .. heard
                    .GroupBy(i => looked[i]!.Print.Sha256)
                    .Where(group => group.Skip(1).Any())
                    .Select(group => (IReadOnlyList<string>)[.. group.Select(i => files[i])]),
            ],
            NearDuplicates =
            [
                .. SoundFingerprint
                    .Groups([.. heard.Select(i => looked[i]!.Print)], cancellationToken)
                    .Select(group => (IReadOnlyList<string>)[.. group.Select(i => files[heard[i]])]),
            ],
            Classes =
            [
                .. read.Where(i => i < training.Count && training.Labels is not null)
                    .GroupBy(i => training.Labels![i])
                    .OrderBy(group => group.Key)
                    .Select(group => (data.Classes[group.Key], group.Count())),
            ],
            LeftOut = data.Notes,
        };
    }

    private static (double Least, double Middle, double NineOfTen, double Most) Spread(double[] values)
    {
        if (values.Length == 0)
            return default;
        Array.Sort(values);
        return (values[0], values[values.Length / 2], values[(((9 * values.Length) + 9) / 10) - 1], values[^1]);
    }

    private static bool IsClipped(Sound sound)
    {
        foreach (float[] channel in sound.Channels)
        {
            int row = 0;
            foreach (float value in channel)
                if ((row = Math.Abs(value) >= FullScale ? row + 1 : 0) == ClippedInARow)
                    return true;
        }

        return false;
    }

    private sealed record Looked(
        string Format,
        int Channels,
        SoundSpan Span,
        bool IsClipped,
        double Offset,
        SoundFingerprint Print
    );
}
