using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Figment.Audio;

namespace Figment.Data.Sounds;

/// <summary>
/// What tells whether two recordings are the same, or nearly: a hash of the samples; and how loud the sound and its differences over 1, 3, 7 …
/// samples are, from where it is first heard to where it ends, its loudest place 255. The same sound at another level, in a format that loses
/// something, or with more silence around is near.
/// </summary>
/// <param name="Sha256">Over the rate and the samples as they were decoded.</param>
/// <param name="Levels">[64 frames, 8 differences].</param>
/// <param name="Seconds">From where it is heard to where it ends.</param>
internal sealed record SoundFingerprint(string Sha256, byte[] Levels, double Seconds)
{
    private const int Frames = 64, Differences = 8;
    private const int MostOfALevel = 30, MostOnAverage = 3; // of 255
    private const double MostLonger = 0.02, Slack = 0.01; // share, seconds

    /// <summary>Takes it.</summary>
    /// <param name="decoded">The file as it was decoded.</param>
    /// <param name="recording">The same, mixed.</param>
    /// <param name="span">Where its sound is.</param>
    internal static SoundFingerprint Of(Sound decoded, Recording recording, SoundSpan span)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(decoded.Rate));
        foreach (float[] channel in decoded.Channels) hash.AppendData(MemoryMarshal.AsBytes<float>(channel));
        return new SoundFingerprint(
            Convert.ToHexStringLower(hash.GetHashAndReset()),
            LevelsOf(recording.Sound.Channels[0].AsSpan(span.Onset, span.End - span.Onset)), (double)(span.End - span.Onset) / span.Rate);
    }

    /// <summary>
    /// The groups of two or more of which each is near to some other, by the first number of each; of the very same ones the first stands for all.
    /// </summary>
    internal static IReadOnlyList<IReadOnlyList<int>> Groups(IReadOnlyList<SoundFingerprint> prints, CancellationToken cancellationToken)
    {
        HashSet<string> seen = [];
        int[] different = [.. Enumerable.Range(0, prints.Count).Where(i => seen.Add(prints[i].Sha256)).OrderBy(i => prints[i].Seconds)];
        int[] parents = [.. Enumerable.Range(0, prints.Count)];
        for (int a = 0; a < different.Length; a++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double longest = (prints[different[a]].Seconds * (1 + MostLonger)) + Slack;
            for (int b = a + 1; b < different.Length && prints[different[b]].Seconds <= longest; b++)
            {
                (int first, int second) = (Root(different[a]), Root(different[b]));
                if (first != second && AreNear(prints[different[a]].Levels, prints[different[b]].Levels))
                    parents[Math.Max(first, second)] = Math.Min(first, second);
            }
        }

        return [.. different.Order().GroupBy(Root).Where(group => group.Skip(1).Any()).Select(group => (IReadOnlyList<int>)[.. group])];

        int Root(int number)
        {
            while (parents[number] != number) number = parents[number] = parents[parents[number]];
            return number;
        }
    }

    private static bool AreNear(byte[] a, byte[] b)
    {
        int sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            int difference = Math.Abs(a[i] - b[i]);
            if (difference > MostOfALevel) return false;
            sum += difference;
        }

        return sum <= MostOnAverage * a.Length;
    }

    private static byte[] LevelsOf(ReadOnlySpan<float> samples)
    {
        double[] levels = new double[Frames * Differences];
        for (int frame = 0; frame < Frames; frame++)
        {
            int from = (int)((long)frame * samples.Length / Frames), to = Math.Min(samples.Length, Math.Max(from + 1, (int)((frame + 1L) * samples.Length / Frames)));
            for (int number = 0; number < Differences; number++)
            {
                int distance = (1 << number) - 1;
                double sum = 0;
                for (int i = from; i < to; i++)
                {
                    double value = samples[i] - (distance == 0 || i < distance ? 0 : samples[i - distance]);
                    sum += value * value;
                }

                levels[(frame * Differences) + number] = Math.Sqrt(sum / (to - from));
            }
        }

        double most = Math.Max(levels.Max(), 1e-9);
        return [.. levels.Select(value => (byte)Math.Round(255 * value / most))];
    }
}
