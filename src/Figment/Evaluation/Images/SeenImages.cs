using System.Buffers.Binary;
using System.Security.Cryptography;
using Figment.Data.Images;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>Finds images that occur in both of two data sets, by comparing pixels.</summary>
internal static class SeenImages
{
    private const int Block = 1_024;

    /// <summary>Counts the images that are also among others of the same shape.</summary>
    internal static int Count(ImageDataset images, ImageDataset others, CancellationToken cancellationToken)
    {
        HashSet<UInt128> known = [.. Contents(others, cancellationToken)];
        return Contents(images, cancellationToken).Count(known.Contains);
    }

    /// <summary>Returns a hash of each image's pixels.</summary>
    private static IEnumerable<UInt128> Contents(ImageDataset images, CancellationToken cancellationToken)
    {
        for (int start = 0; start < images.Count; start += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] pixels;
            using (NewDisposeScope())
                pixels = images.Pixels(start, Math.Min(Block, images.Count - start)).cpu().data<byte>().ToArray();
            for (int i = 0; i < pixels.Length; i += images.Shape.Size)
                yield return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(pixels.AsSpan(i, images.Shape.Size)));
        }
    }
}
