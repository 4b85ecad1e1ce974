using System.Numerics;
using System.Runtime.InteropServices;

namespace Figment.Imaging;

/// <summary>
/// Finds groups of nearly identical pictures; a picture that is similar to any picture in a group belongs to that group. Two
/// pictures are similar if at most 3 of the 64 bits of their gradients differ, and their thumbnails differ by at most 5 of 255 on
/// average and at most 40 in any cell. A picture with hardly any contrast is not similar to any other.
/// </summary>
internal sealed class NearPictures
{
    private const int MostBits = 3,
        FewestBits = 8,
        Sets = 4;
    private const int MostDifference = 5,
        MostOfACell = 40;
    private readonly IReadOnlyList<PictureFingerprint> prints;
    private readonly int[] parents;

    private NearPictures(IReadOnlyList<PictureFingerprint> prints) =>
        (this.prints, parents) = (prints, [.. Enumerable.Range(0, prints.Count)]);

    /// <summary>The groups of two or more, ordered by their first numbers; pictures with the same pixels count as one.</summary>
    internal static IReadOnlyList<IReadOnlyList<int>> Groups(
        IReadOnlyList<PictureFingerprint> prints,
        CancellationToken cancellationToken
    )
    {
        // The first of several pictures with the same pixels stands for all.
        HashSet<string> seen = [];
        int[] different =
        [
            .. Enumerable
                .Range(0, prints.Count)
                .Where(i => BitOperations.PopCount(prints[i].Gradient) >= FewestBits && seen.Add(prints[i].Sha256)),
        ];
        NearPictures near = new(prints);
        for (int set = 0; set < Sets; set++)
        {
            // Three different bits leave at least one of four sets of 16 bits unchanged.
            ulong mask = 0x1111_1111_1111_1111UL << set;
            foreach (int[] alike in different.GroupBy(i => prints[i].Gradient & mask).Select(group => group.ToArray()))
                if (alike.Length > 1)
                    near.Join(alike, cancellationToken);
        }

        return
        [
            .. different.GroupBy(near.Root).Where(group => group.Skip(1).Any()).Select(group => (IReadOnlyList<int>)[.. group]),
        ];
    }

    /// <summary>
    /// Joins the similar pictures of a bucket. Each picture is compared with the groups of the bucket, one after the other, but
    /// no longer with a group that it has joined. The frames of a video, which are all similar, therefore cost one comparison
    /// each.
    /// </summary>
    private void Join(int[] alike, CancellationToken cancellationToken)
    {
        List<List<int>> groups = [];
        Dictionary<int, List<int>> byRoot = [];
        foreach (int picture in alike)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (List<int> group in groups)
            {
                // The latest first: a frame is most similar to the one before it.
                for (int i = group.Count - 1; i >= 0 && Root(group[0]) != Root(picture); i--)
                {
                    if ((i & 1023) == 0)
                        cancellationToken.ThrowIfCancellationRequested();
                    if (IsNear(prints[group[i]], prints[picture]))
                        Union(group[i], picture);
                }
            }

            // Groups that have been joined continue as one.
            int root = Root(picture);
            List<int> members = [];
            groups.RemoveAll(group =>
            {
                if (Root(group[0]) != root)
                    return false;
                (List<int> larger, List<int> smaller) = members.Count < group.Count ? (group, members) : (members, group);
                larger.AddRange(smaller);
                members = larger;
                return true;
            });
            members.Add(picture);
            groups.Add(members);
        }
    }

    private int Root(int picture)
    {
        while (parents[picture] != picture)
            picture = parents[picture] = parents[parents[picture]];
        return picture;
    }

    private void Union(int a, int b) => parents[Root(Math.Max(a, b))] = Root(Math.Min(a, b));

    private static bool IsNear(PictureFingerprint a, PictureFingerprint b) =>
        BitOperations.PopCount(a.Gradient ^ b.Gradient) <= MostBits && AreNear(a.Thumbnail, b.Thumbnail);

    /// <summary>Compares many cells at once. No sum of these differences exceeds 16 bits.</summary>
    private static bool AreNear(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        Vector<ushort> sums = Vector<ushort>.Zero;
        Vector<byte> most = new(MostOfACell);
        ReadOnlySpan<Vector<byte>> left = MemoryMarshal.Cast<byte, Vector<byte>>(a),
            right = MemoryMarshal.Cast<byte, Vector<byte>>(b);
        for (int i = 0; i < left.Length; i++)
        {
            Vector<byte> difference = Vector.Max(left[i], right[i]) - Vector.Min(left[i], right[i]);
            if (Vector.GreaterThanAny(difference, most))
                return false;
            Vector.Widen(difference, out Vector<ushort> low, out Vector<ushort> high);
            sums += low + high;
        }

        int sum = 0;
        for (int i = 0; i < Vector<ushort>.Count; i++)
            sum += sums[i];
        return sum <= MostDifference * a.Length;
    }
}
