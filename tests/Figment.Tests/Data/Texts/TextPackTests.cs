using System.Buffers.Binary;
using System.Text;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Texts;

namespace Figment.Tests.Data.Texts;

/// <summary>Texts packed into one file.</summary>
public sealed class TextPackTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_packed_is_what_was_read(bool hasTest)
    {
        Write(hasTest);
        using TextDataset read = TextSources.Open(folder["a.jsonl"]),
            packed = TextSources.Open(folder["a.safetensors"]);

        Assert.Equal(
            (read.Name, read.Sha256, read.Count, read.HasTestPart),
            (packed.Name, packed.Sha256, packed.Count, packed.HasTestPart)
        );
        Assert.Equal(
            (TextSourcesTests.Text(read.Texts), TextSourcesTests.Text(read.HeldOut)),
            (TextSourcesTests.Text(packed.Texts), TextSourcesTests.Text(packed.HeldOut))
        );
        Assert.Equal(read.Notes, packed.Notes);
        Assert.True(packed.Texts.IsOnDisk);
        Assert.True(TextSources.Takes(folder["a.safetensors"]));
        TextPack.Verify(folder["a.safetensors"]);
    }

    [Fact]
    public void A_damaged_letter_is_found_by_the_check()
    {
        Write(hasTest: true);
        byte[] bytes = File.ReadAllBytes(folder["a.safetensors"]);
        bytes[^1] ^= 1;
        File.WriteAllBytes(folder["a.safetensors"], bytes);

        Assert.Contains(
            "is damaged: the SHA-256 of its texts",
            Assert.Throws<FileFormatException>(() => TextPack.Verify(folder["a.safetensors"])).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(29, 1 << 30)]
    public void Ends_that_cannot_be_are_refused(int text, long end)
    {
        Write(hasTest: false);
        byte[] bytes = File.ReadAllBytes(folder["a.safetensors"]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4096 + (8 * text)), end);
        File.WriteAllBytes(folder["a.safetensors"], bytes);

        Assert.Contains(
            "is damaged: ",
            Assert.Throws<FileFormatException>(() => TextSources.Open(folder["a.safetensors"])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Packed_images_are_not_taken_for_texts_nor_weights()
    {
        DataPack.Write("mnist", folder["images.safetensors"], DataPart.Test);
        File.WriteAllText(folder["b.safetensors"], "nothing");

        Assert.False(TextSources.Takes(folder["images.safetensors"]));
        Assert.False(TextSources.Takes(folder["b.safetensors"]));
    }

    [Fact]
    public void Another_ending_is_refused_and_nothing_is_written()
    {
        folder.Write(("a.txt", "some text"));

        Assert.Throws<OptionsException>(() => TextPack.Write(folder["a.txt"], folder["b.txt"]));
        Assert.False(File.Exists(folder["b.txt"]));
    }

    private void Write(bool hasTest)
    {
        string[] lines = [.. Enumerable.Range(0, 30).Select(i => $"{{\"text\":\"Text {i}, 猫\"}}"), "{\"text\":\"\"}"];
        File.WriteAllLines(folder["a.jsonl"], lines, new UTF8Encoding(false));
        if (hasTest)
            File.WriteAllText(folder["a-test.jsonl"], "{\"text\":\"held out\"}");
        TextPack.Write(folder["a.jsonl"], folder["a.safetensors"]);
    }
}
