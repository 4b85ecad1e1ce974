using System.Text;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Data.Texts;

namespace Figment.Tests.Data.Sounds;

/// <summary>Sounds packed into one file.</summary>
public sealed class SoundPackTests : IDisposable
{
    private readonly Recorded data = new();
    private readonly TemporaryFolder folder = new();

    private string Packed => folder["a.safetensors"];

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void What_is_packed_is_what_was_read(bool hasClasses, bool hasTest)
    {
        if (hasTest)
            data.Add("train/a/1.wav", "train/a/2.wav", "train/b/1.wav", "test/a/9.wav", "test/b/9.wav", "test/b/8.wav");
        else
            data.Add(hasClasses ? ["a/1.wav", "a/2.wav", "b/1.wav"] : ["1.wav", "2.wav", "3.wav"]);
        SoundPack.Write(data.Root, Packed);

        Assert.Equal((true, hasTest), (SoundSources.Takes(Packed), SoundSources.HasTestPart(Packed)));
        foreach (DataPart part in hasTest ? [DataPart.Train, DataPart.Test] : new[] { DataPart.Train })
        {
            using SoundDataset read = SoundSources.Open(data.Root, part),
                packed = SoundSources.Open(Packed, part);
            Assert.Equal(
                (read.Name, read.Sha256, read.Shape, read.Count),
                (packed.Name, packed.Sha256, packed.Shape, packed.Count)
            );
            Assert.Equal(read.Values(0, read.Count), packed.Values(0, packed.Count));
            Assert.Equal(read.ClassNumbers(), packed.ClassNumbers());
            Assert.Equal(read.ClassNames, packed.ClassNames);
            Assert.Equal(read.Reading, packed.Reading);
            if (part == DataPart.Test)
                continue; // the test part takes the form of the training part, with the rate and length already asked for
            Assert.Equal(read.Notes, packed.Notes);
            Assert.Equal(OptionsJson.WriteLine(read.Form), OptionsJson.WriteLine(packed.Form));
        }

        SoundPack.Verify(Packed);
    }

    [Fact]
    public void What_sounds_became_cannot_be_chosen_again()
    {
        Write();
        using SoundDataset packed = SoundSources.Open(Packed, options: new SoundOptions { Rate = 8_000, Length = 0.3 });

        string refusal = Assert
            .Throws<FigmentException>(() => SoundSources.Open(Packed, options: new SoundOptions { Rate = 16_000 }))
            .Message;

        Assert.StartsWith(
            $"The sounds in {Packed} are already packed as {packed.Shape}; Rate, Length",
            refusal,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "has no test part",
            Assert.Throws<FigmentException>(() => SoundSources.Open(Packed, DataPart.Test)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Damage_is_refused_in_words()
    {
        Write();
        byte[] whole = File.ReadAllBytes(Packed);
        string header = Encoding.UTF8.GetString(whole.AsSpan(8, (int)BitConverter.ToInt64(whole)));

        Assert.Contains(
            "is damaged: the SHA-256 of its sounds and labels is ",
            Refusal(bytes => bytes[^5] ^= 1),
            StringComparison.Ordinal
        ); // a sample
        Assert.Contains("The label 3 occurs", Refusal(bytes => bytes[^1] = 3), StringComparison.Ordinal);
        Assert.Contains(
            "class names but no labels",
            Refusal(bytes => Change(bytes, "\"labels\"", "\"lables\"")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "cannot be divided into columns",
            Refusal(bytes => Change(bytes, "\"8000\"", "\"3999\"")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "holds sounds in the form 'log-mol', which this version of Figment does not know",
            Refusal(bytes => Change(bytes, "log-mel", "log-mol")),
            StringComparison.Ordinal
        );
        File.WriteAllBytes(Packed, whole[..^1]);
        Assert.False(SoundSources.Takes(Packed)); // opening a file with this extension reports that it is cut short
        Assert.Contains(
            "is damaged: its header declares",
            Assert.Throws<FileFormatException>(() => Datasets.Open(Packed)).Message,
            StringComparison.Ordinal
        );

        string Refusal(Action<byte[]> damage)
        {
            byte[] bytes = [.. whole];
            damage(bytes);
            File.WriteAllBytes(Packed, bytes);
            return Assert.ThrowsAny<FigmentException>(() => SoundSources.Open(Packed)).Message;
        }

        void Change(byte[] bytes, string old, string other) =>
            Encoding
                .UTF8.GetBytes(other)
                .CopyTo(bytes, 8 + Encoding.UTF8.GetByteCount(header[..header.IndexOf(old, StringComparison.Ordinal)]));
    }

    [Fact]
    public void Other_packs_are_not_taken_for_sounds_and_this_one_not_for_others()
    {
        Write();
        File.WriteAllBytes(folder["images.npy"], NumpyFiles.Npy("|u1", "(2, 8, 8)", new byte[128]));
        DataPack.Write(folder["images.npy"], folder["images.safetensors"]);
        File.WriteAllText(folder["b.safetensors"], "nothing");

        Assert.False(SoundSources.Takes(folder["images.safetensors"]));
        Assert.False(SoundSources.Takes(folder["b.safetensors"]));
        Assert.False(TextSources.Takes(Packed));
        Assert.Throws<OptionsException>(() => SoundPack.Write(data.Root, folder["b.wav"]));
    }

    private void Write()
    {
        data.Add("a/1.wav", "a/2.wav", "b/1.wav");
        SoundPack.Write(data.Root, Packed, new SoundOptions { Rate = 8_000, Length = 0.3 });
    }
}
