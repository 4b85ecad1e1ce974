using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Figment.Audio;

namespace Figment.Data.Sounds;

/// <summary>
/// Identifies equal and similar recordings: a hash of the samples, and the envelope and the first part of the waveform from the
/// point where the sound reaches a tenth of its peak. Recordings of the same sound at another level, in a lossy format, or with
/// other silence around it count as similar.
/// </summary>
/// <param name="Sha256">The SHA-256 of the rate and the decoded samples.</param>
/// <param name="Levels">The level in 64 frames of 10 ms, the largest being 255.</param>
/// <param name="Wave">The first 128 ms, as means of blocks of about 1/8,000 s, whose squares sum to 1.</param>
/// <param name="Seconds">The length of the audible part in seconds.</param>
internal sealed record SoundFingerprint(string Sha256, byte[] Levels, float[] Wave, double Seconds)
{
    private const int Frames = 64,
        MostOfALevel = 40,
        MostOnAverage = 5; // of 255
    private const int WaveLength = 1024,
        WaveRate = 8_000,
        MostLag = 16;
    private const double Frame = 0.01,
        Start = 0.1,
        MostLonger = 0.02,
        Slack = 0.02; // seconds, of the peak, a share, seconds
    private const double LeastAlike = 0.98;

    /// <summary>Computes the fingerprint.</summary>
    /// <param name="decoded">The decoded file.</param>
    /// <param name="recording">The recording after mixing.</param>
    /// <param name="span">The audible part of the recording.</param>
    internal static SoundFingerprint Of(Sound decoded, Recording recording, SoundSpan span)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(decoded.Rate));
        foreach (float[] channel in decoded.Channels)
            hash.AppendData(MemoryMarshal.AsBytes<float>(channel));
        float[] samples = recording.Sound.Channels[0];
        int start = Math.Max(0, Array.FindIndex(samples, value => Math.Abs(value) >= Start * span.Peak));
        ReadOnlySpan<float> sound = samples.AsSpan(start, Math.Max(1, span.End - start));
        return new SoundFingerprint(
            Convert.ToHexStringLower(hash.GetHashAndReset()),
            LevelsOf(sound, span.Rate),
            WaveOf(sound, span.Rate),
            (double)(span.End - span.Onset) / span.Rate
        );
    }

    /// <summary>
    /// Returns groups of two or more recordings, each similar to at least one other in its group. The groups are ordered by the
    /// first recording in each. Of equal recordings, only the first is listed.
    /// </summary>
    internal static IReadOnlyList<IReadOnlyList<int>> Groups(
        IReadOnlyList<SoundFingerprint> prints,
        CancellationToken cancellationToken
    )
    {
        HashSet<string> seen = [];
        int[] different =
        [
            .. Enumerable.Range(0, prints.Count).Where(i => seen.Add(prints[i].Sha256)).OrderBy(i => prints[i].Seconds),
        ];
        int[] parents = [.. Enumerable.Range(0, prints.Count)];
        for (int a = 0; a < different.Length; a++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double longest = (prints[different[a]].Seconds * (1 + MostLonger)) + Slack;
            for (int b = a + 1; b < different.Length && prints[different[b]].Seconds <= longest; b++)
            {
                (int first, int second) = (Root(different[a]), Root(different[b]));
                if (first != second && prints[different[a]].IsNear(prints[different[b]]))
                    parents[Math.Max(first, second)] = Math.Min(first, second);
            }
        }

        return
        [
            .. different
                .Order()
                .GroupBy(Root)
                .Where(group => group.Skip(1).Any())
                .Select(group => (IReadOnlyList<int>)[.. group]),
        ];

        int Root(int number)
        {
            while (parents[number] != number)
                number = parents[number] = parents[parents[number]];
            return number;
        }
    }

    /// <summary>Compares loudness first, which distinguishes most recordings in a few steps.</summary>
    private bool IsNear(SoundFingerprint other)
    {
        int sum = 0;
        for (int i = 0; i < Frames; i++)
        {
            int difference = Math.Abs(Levels[i] - other.Levels[i]);
            if (difference > MostOfALevel)
                return false;
            sum += difference;
        }

        if (sum > MostOnAverage * Frames)
            return false;
        for (int lag = -MostLag; lag <= MostLag; lag++)
        {
            double alike = 0;
            for (int i = Math.Max(0, lag); i < Math.Min(WaveLength, WaveLength + lag); i++)
                alike += Wave[i] * other.Wave[i - lag];
            if (alike >= LeastAlike)
                return true;
        }

        return false;
    }

    private static byte[] LevelsOf(ReadOnlySpan<float> sound, int rate)
    {
        double[] levels = new double[Frames];
        int frame = Math.Max(1, (int)(Frame * rate));
        for (int i = 0; i < Math.Min(sound.Length, Frames * frame); i++)
            levels[i / frame] += (double)sound[i] * sound[i];
        double most = Math.Max(levels.Max(), 1e-12);
        return [.. levels.Select(level => (byte)Math.Round(255 * Math.Sqrt(level / most)))];
    }

    private static float[] WaveOf(ReadOnlySpan<float> sound, int rate)
    {
        float[] wave = new float[WaveLength];
        int block = Math.Max(1, rate / WaveRate);
        double power = 0;
        for (int i = 0; i < WaveLength && i * block < sound.Length; i++)
        {
            foreach (float value in sound.Slice(i * block, Math.Min(block, sound.Length - (i * block))))
                wave[i] += value;
            power += (double)wave[i] * wave[i];
        }

        float scale = power > 0 ? (float)(1 / Math.Sqrt(power)) : 0;
        for (int i = 0; i < WaveLength; i++)
            wave[i] *= scale;
        return wave;
    }
}
