using System.Diagnostics;
using System.Numerics;
using Figment.Imaging;

namespace Figment.Tests.Imaging;

public sealed class NearPicturesTests
{
    [Fact]
    public void Groups_are_those_of_all_pairs()
    {
        // Clusters of fingerprints around centres, some of them close to each other, and some isolated ones.
        Random random = new(7);
        List<PictureFingerprint> prints = [];
        for (int centre = 0; centre < 40; centre++)
        {
            byte[] thumbnail = new byte[256];
            random.NextBytes(thumbnail);
            ulong gradient = (ulong)random.NextInt64() | 0xffUL;
            for (int i = random.Next(1, 12); i > 0; i--)
                prints.Add(
                    Print(
                        prints.Count,
                        gradient ^ (1UL << random.Next(64)) ^ (1UL << random.Next(64)),
                        [.. thumbnail.Select(value => (byte)Math.Clamp(value + random.Next(-7, 8), 0, 255))]
                    )
                );
        }

        PictureFingerprint[] all = [.. prints.OrderBy(_ => random.Next())];
        all[9] = all[3]; // the same pixels

        IReadOnlyList<IReadOnlyList<int>> groups = NearPictures.Groups(all, CancellationToken.None);

        Assert.NotEmpty(groups);
        Assert.Equal(Naive(all), groups.Select(group => string.Join(' ', group)));
    }

    [Fact]
    public void Thousands_of_frames_are_one_group_in_no_time()
    {
        Random random = new(1);
        byte[] thumbnail = new byte[256];
        random.NextBytes(thumbnail);
        PictureFingerprint[] frames =
        [
            .. Enumerable
                .Range(0, 20_000)
                .Select(i =>
                    Print(
                        i,
                        0x0f0f_0f0f_0f0f_0f0f,
                        [.. thumbnail.Select(value => (byte)Math.Clamp(value + random.Next(-1, 2), 0, 255))]
                    )
                ),
        ];
        long start = Stopwatch.GetTimestamp();

        IReadOnlyList<IReadOnlyList<int>> groups = NearPictures.Groups(frames, CancellationToken.None);

        Assert.Equal(20_000, Assert.Single(groups).Count);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
    }

    [Fact]
    public void A_search_among_many_can_be_ended()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        PictureFingerprint[] prints = [Print(0, 0xff00, new byte[256]), Print(1, 0xff00, new byte[256])];

        Assert.Throws<OperationCanceledException>(() => NearPictures.Groups(prints, source.Token));
    }

    private static PictureFingerprint Print(int number, ulong gradient, byte[] thumbnail) =>
        new($"{number}", gradient, thumbnail);

    /// <summary>Connects pictures by the rule in the documentation, pair by pair.</summary>
    private static IEnumerable<string> Naive(PictureFingerprint[] all)
    {
        int[] group = [.. Enumerable.Range(0, all.Length)];
        bool[] counts =
        [
            .. all.Select(
                (print, i) =>
                    BitOperations.PopCount(print.Gradient) >= 8 && !all.Take(i).Any(other => other.Sha256 == print.Sha256)
            ),
        ];
        for (int a = 0; a < all.Length; a++)
        {
            for (int b = 0; b < a; b++)
            {
                int[] differences = [.. all[a].Thumbnail.Zip(all[b].Thumbnail, (x, y) => Math.Abs(x - y))];
                if (
                    !counts[a]
                    || !counts[b]
                    || BitOperations.PopCount(all[a].Gradient ^ all[b].Gradient) > 3
                    || differences.Average() > 5
                    || differences.Max() > 40
                )
                    continue;
                int from = group[a],
                    to = group[b];
                for (int i = 0; i < group.Length; i++)
                    if (group[i] == from)
                        group[i] = to;
            }
        }

        return Enumerable
            .Range(0, all.Length)
            .Where(i => counts[i])
            .GroupBy(i => group[i])
            .Where(members => members.Skip(1).Any())
            .Select(members => string.Join(' ', members));
    }
}
