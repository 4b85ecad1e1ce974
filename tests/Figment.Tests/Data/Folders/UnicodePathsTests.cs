using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Figment.Data.Folders;
using Figment.Data.Images;

namespace Figment.Tests.Data.Folders;

/// <summary>Names in UTF-8 beside others in ZIP archives: Info-ZIP's extra field 0x7075.</summary>
public sealed class UnicodePathsTests : IDisposable
{
    private static readonly Encoding Gbk = CodePagesEncodingProvider.Instance.GetEncoding(936)!,
        Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
    private readonly TemporaryFolder folder = new();

    public enum Fault
    {
        None,
        Crc,
        Utf8,
        Version,
        Length,
        Empty,
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_CRC_is_that_of_ZIP_archives()
    {
        Assert.Equal(0xcbf43926u, UnicodePaths.Crc32("123456789"u8)); // the check value of CRC-32/ISO-HDLC
        Assert.Equal(0u, UnicodePaths.Crc32([]));
    }

    [Fact]
    public void A_name_in_UTF8_goes_before_any_guess()
    {
        Pack(Western, Fault.None, ("café/1.png", "café/1.png"), ("na_ve/2.png", "naïve/2.png"), ("__/3.png", "小狗/3.png"));

        using ImageDataset data = Datasets.Open(folder["x.zip"]);

        Assert.Equal(["café", "naïve", "小狗"], data.ClassNames.Order(StringComparer.Ordinal));
        Assert.Empty(data.Notes);
    }

    [Fact]
    public void Names_without_the_field_are_still_guessed()
    {
        Pack(Gbk, Fault.None, ("猫/1.png", null), ("小狗/2.png", null), ("x/3.png", "œuvre/3.png"));

        using ImageDataset data = Datasets.Open(folder["x.zip"]);

        Assert.Equal(["œuvre", "小狗", "猫"], data.ClassNames.Order(StringComparer.Ordinal));
        Assert.Contains("read as GB18030", Assert.Single(data.Notes).English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Fault.Crc)] // the entry was given another name by what does not know the field
    [InlineData(Fault.Utf8)]
    [InlineData(Fault.Version)]
    [InlineData(Fault.Length)]
    [InlineData(Fault.Empty)]
    public void A_field_that_does_not_fit_its_entry_is_passed_over(Fault fault)
    {
        Pack(Gbk, fault, ("猫/1.png", "wrong/1.png"), ("小狗/2.png", "wrong/2.png"));

        using ImageDataset data = Datasets.Open(folder["x.zip"]);

        Assert.Equal(["小狗", "猫"], data.ClassNames.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_name_in_UTF8_leads_nowhere_either()
    {
        Pack(Gbk, Fault.None, ("cats/1.png", null), ("dogs/1.png", null), ("dogs/2.png", "../../dogs/2.png"));

        using FileSource source = FileSource.Open(folder["x.zip"], followsLinks: false, TestContext.Current.CancellationToken);
        FolderListing listing = source.Listing;

        Assert.Equal(["cats/1.png", "dogs/1.png"], listing.Files);
        Assert.Equal(
            ("../../dogs/2.png", PassedReason.LeadsOut),
            Assert.Single(listing.Passed.Select(entry => (entry.Path, entry.Reason)))
        );
    }

    /// <summary>Packs pictures: the name of each entry, and the name in the extra field; null for none.</summary>
    private void Pack(Encoding encoding, Fault fault, params (string Name, string? Unicode)[] files)
    {
        using MemoryStream packed = new();
        using (ZipArchive zip = new(packed, ZipArchiveMode.Create, leaveOpen: true, encoding))
        {
            foreach ((string name, _) in files)
            {
                using Stream stream = zip.CreateEntry(name).Open();
                stream.Write(Png.Write(2, 1, [1, (byte)name.Length]));
            }
        }

        // The fields are added to the directory, after each name, and the directory grows accordingly.
        byte[] plain = packed.ToArray();
        int end = plain.AsSpan().LastIndexOf("PK\x05\x06"u8),
            at = plain.AsSpan().IndexOf("PK\x01\x02"u8),
            start = at;
        using MemoryStream written = new();
        written.Write(plain.AsSpan(0, at));
        foreach ((string name, string? unicode) in files)
        {
            byte[] raw = encoding.GetBytes(name),
                head = plain[at..(at + 46)];
            Assert.Equal((raw.Length, 0, 0), (head[28], head[30], head[32]));
            Assert.Equal(0, head[9] & 8); // bit 11 says that the name itself is UTF-8
            byte[] field = unicode is null ? [] : Field(raw, unicode, fault);
            BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(30), (ushort)field.Length);
            written.Write([.. head, .. plain.AsSpan(at + 46, raw.Length), .. field]);
            at += 46 + raw.Length;
        }

        byte[] tail = plain[end..];
        BinaryPrimitives.WriteInt32LittleEndian(tail.AsSpan(12), (int)written.Length - start);
        written.Write(tail);
        File.WriteAllBytes(folder["x.zip"], written.ToArray());
    }

    /// <summary>A field of some other kind, followed by this one.</summary>
    private static byte[] Field(byte[] raw, string unicode, Fault fault)
    {
        byte[] name = fault == Fault.Empty ? [] : Encoding.UTF8.GetBytes(unicode);
        if (fault == Fault.Utf8)
            name[0] = 0xff;
        byte[] other = [0x55, 0x54, 1, 0, 0],
            field = [0x75, 0x70, 0, 0, (byte)(fault == Fault.Version ? 2 : 1), 0, 0, 0, 0, .. name];
        BinaryPrimitives.WriteUInt16LittleEndian(field.AsSpan(2), (ushort)(field.Length - 4 + (fault == Fault.Length ? 1 : 0)));
        BinaryPrimitives.WriteUInt32LittleEndian(field.AsSpan(5), UnicodePaths.Crc32(raw) + (fault == Fault.Crc ? 1u : 0));
        return [.. other, .. field];
    }
}
