using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using CsCheck;
using Figment.Formats;

namespace Figment.Tests.Formats;

/// <summary>IDX files written here from the format's description.</summary>
public sealed class IdxFileTests
{
    private const byte UnsignedByte = 0x08;

    [Theory]
    [InlineData(5)]
    [InlineData(2, 3)]
    [InlineData(4, 2, 3)]
    [InlineData(2, 3, 2, 2)]
    public void Files_of_one_to_four_dimensions_are_read_gzipped_or_not(params int[] dimensions)
    {
        byte[] values = Enumerable.Range(0, dimensions.Aggregate((a, b) => a * b)).Select(i => (byte)((i * 37) + 5)).ToArray();
        byte[] file = Idx(UnsignedByte, dimensions, values);
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder["plain"], file);
        File.WriteAllBytes(folder["zipped"], Gzip(file));

        foreach (IdxArray array in (IdxArray[])[IdxFile.Read(folder["plain"]), IdxFile.Read(folder["zipped"])])
        {
            Assert.Equal(dimensions, array.Dimensions);
            Assert.Equal(values, array.Bytes);
        }
    }

    [Fact]
    public void The_hash_is_that_of_the_plain_file()
    {
        byte[] file = Idx(UnsignedByte, [2, 300, 2], new byte[1200]);

        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(file)),
            IdxFile.Read(new MemoryStream(Gzip(file)), "zipped").Sha256()
        );
    }

    [Fact]
    public void Sizes_are_big_endian() =>
        Assert.Equal([258], IdxFile.Read(new MemoryStream([0, 0, 8, 1, 0, 0, 1, 2, .. new byte[258]]), "labels").Dimensions);

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0, 8 })]
    [InlineData(new byte[] { 0, 1, 8, 1, 0, 0, 0, 1, 9 })]
    [InlineData(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a })]
    public void A_file_that_begins_otherwise_is_refused(byte[] file) =>
        Assert.Contains("is not an IDX file", Refusal(file), StringComparison.Ordinal);

    [Theory]
    [InlineData(0x09, "signed bytes")]
    [InlineData(0x0B, "16-bit integers")]
    [InlineData(0x0C, "32-bit integers")]
    [InlineData(0x0D, "32-bit floats")]
    [InlineData(0x0E, "64-bit floats")]
    [InlineData(0x0A, "unknown type 0x0a")]
    [InlineData(0x00, "unknown type 0x00")]
    public void Values_of_another_type_are_refused_by_their_name(byte type, string name)
    {
        string message = Refusal(Idx(type, [1], new byte[8]));

        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Contains("unsigned bytes", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(255)]
    public void Too_few_or_too_many_dimensions_are_refused(byte rank)
    {
        string message = Refusal([0, 0, UnsignedByte, rank, .. new byte[4 * rank]]);

        Assert.Contains($"has {rank} dimensions", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_cut_short_is_refused() =>
        Assert.Contains("ends inside its header", Refusal([0, 0, UnsignedByte, 3, 0, 0, 0, 1]), StringComparison.Ordinal);

    [Fact]
    public void A_dimension_of_size_zero_is_refused() =>
        Assert.Contains("size of 0 in dimension 2", Refusal(Idx(UnsignedByte, [3, 0], [])), StringComparison.Ordinal);

    [Theory]
    [InlineData(new[] { 2_000_000_000 }, "ends before")]
    [InlineData(new[] { 1_000_000, 2_000 }, "ends before")]
    [InlineData(new[] { 65_536, 65_536 }, "ends before")]
    [InlineData(new[] { 65_536, 65_536, 65_536, 65_536 }, "too large")] // 2⁶⁴ would be 0 again
    [InlineData(new[] { -1 }, "4294967295")]
    public void A_header_that_claims_gigabytes_costs_none(int[] dimensions, string reason)
    {
        byte[] plain = Idx(UnsignedByte, dimensions, new byte[14]),
            zipped = Gzip(plain);
        Assert.InRange(plain.Length, 1, 40);
        Refusal(plain); // so that the allocations of compiling it are not counted

        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Refusal(plain),
            zippedMessage = Refusal(zipped);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains(reason, zippedMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "ends before the 24 values")]
    [InlineData(-24, "ends before the 24 values")]
    [InlineData(1, "has more data after the 24 values")]
    public void A_length_that_differs_from_the_header_is_refused(int difference, string reason)
    {
        byte[] file = Idx(UnsignedByte, [2, 3, 4], new byte[24 + difference]);

        Assert.Contains(reason, Refusal(file), StringComparison.Ordinal);
        Assert.Contains(reason, Refusal(Gzip(file)), StringComparison.Ordinal);
        Assert.Contains("2 × 3 × 4", Refusal(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        FigmentException e = Assert.Throws<FigmentException>(() => IdxFile.Read("/no/such/file"));

        Assert.Contains("/no/such/file", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        using TemporaryFolder folder = new();

        Assert.Contains(
            folder.Root,
            Assert.Throws<FigmentException>(() => IdxFile.Read(folder.Root)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Any_damage_to_a_plain_file_is_refused_or_changes_only_values()
    {
        byte[] whole = Idx(UnsignedByte, [6, 2, 3], [.. Enumerable.Range(0, 36).Select(i => (byte)i)]);

        Gen.Select(Changed(whole), Cut(whole), (changed, cut) => changed[..cut.Length])
            .Sample(
                file =>
                {
                    if (Reads(file) is IdxArray array)
                        Assert.Equal(file[(4 + (4 * array.Dimensions.Count))..], array.Bytes);
                },
                iter: 20_000
            );
    }

    [Fact]
    public void Any_damage_to_a_gzipped_file_is_refused_or_changes_nothing()
    {
        byte[] values = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * i / 7))];
        byte[] whole = Gzip(Idx(UnsignedByte, [10, 300], values));

        // gzip's checksum finds what its structure does not. (Not both changes at once: the checksum is at the end, and .NET
        // does not notice that it is missing from a truncated file.)
        Gen.OneOf(Changed(whole), Cut(whole))
            .Sample(
                file =>
                {
                    if (Reads(file) is not IdxArray array)
                        return;
                    Assert.Equal([10, 300], array.Dimensions);
                    Assert.Equal(values, array.Bytes);
                },
                iter: 5_000
            );
    }

    private static Gen<byte[]> Changed(byte[] file) =>
        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte)
            .Array[0, 4]
            .Select(changes =>
            {
                byte[] damaged = [.. file];
                foreach ((int place, byte value) in changes)
                    damaged[place] = value;
                return damaged;
            });

    private static Gen<byte[]> Cut(byte[] file) =>
        Gen.Frequency((3, Gen.Const(file.Length)), (1, Gen.Int[0, file.Length])).Select(length => file[..length]);

    /// <summary>What the file holds; null where it is refused. Any other exception fails the test.</summary>
    private static IdxArray? Reads(byte[] file)
    {
        try
        {
            return IdxFile.Read(new MemoryStream(file), "file");
        }
        catch (FileFormatException)
        {
            return null;
        }
    }

    private static string Refusal(byte[] file)
    {
        string message = Assert.Throws<FileFormatException>(() => IdxFile.Read(new MemoryStream(file), "photos")).Message;
        Assert.StartsWith("photos ", message, StringComparison.Ordinal);
        return message;
    }

    private static byte[] Idx(byte type, int[] dimensions, byte[] values)
    {
        byte[] header = new byte[4 + (4 * dimensions.Length)];
        header[2] = type;
        header[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), dimensions[i]);
        return [.. header, .. values];
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream zipped = new();
        using (GZipStream stream = new(zipped, CompressionLevel.Optimal))
            stream.Write(bytes);
        return zipped.ToArray();
    }

    [Fact]
    public void A_gzip_that_claims_much_costs_what_it_holds()
    {
        // A megabyte of noise that claims to unpack to 900 times as much, as deflate could do with other bytes.
        byte[] noise = new byte[1 << 20];
        new Random(1).NextBytes(noise);
        using MemoryStream file = new();
        using (System.IO.Compression.GZipStream gzip = new(file, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write([0, 0, 8, 3, 0, 14, 0, 0, 0, 0, 0, 32, 0, 0, 0, 32, .. noise]);
        file.Position = 0;
        long before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.Contains(
            "ends before",
            Assert.Throws<FileFormatException>(() => IdxFile.Read(file, "large.gz")).Message,
            StringComparison.Ordinal
        );

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 32 << 20);
    }
}
