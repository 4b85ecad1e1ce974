using System.Runtime.InteropServices;
using Figment.Audio;
using Figment.Generation.Sounds;
using Figment.Models.Images;
using Figment.Training;

namespace Figment.Tests.Generation;

public sealed class SoundFilesTests : IDisposable
{
    private const int Count = 11,
        Pause = 1_200; // more than a block
    private static readonly SampleOptions Options = new() { Seed = 3 };
    private readonly TemporaryFolder folder = new();
    private readonly ImageModel model = SmallSounds.Model("gan", SmallSounds.Description(channels: 2));

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void One_file_has_the_sounds_of_the_array_with_pauses_between_them()
    {
        SoundFiles.Write(model, Count, Options, folder["all.wav"]);
        SoundFiles.Write(model, Count, Options, folder["all.npy"]);

        Sound line = SoundDecoder.Decode(folder["all.wav"], 60).Sound;
        (int length, int channels, int step) = (SmallSounds.Shape.Length, 2, SmallSounds.Shape.Length + Pause);
        Assert.Equal((channels, SmallSounds.Shape.Rate, (Count * step) - Pause), (line.Channels.Length, line.Rate, line.Length));
        byte[] array = File.ReadAllBytes(folder["all.npy"]);
        float[] values = MemoryMarshal.Cast<byte, float>(array.AsSpan(array.Length - (4 * Count * channels * length))).ToArray();
        for (int channel = 0; channel < channels; channel++)
        {
            for (int i = 0; i < line.Length; i++)
            {
                (int sound, int at) = Math.DivRem(i, step);
                float expected = at < length ? values[(((sound * channels) + channel) * length) + at] : 0;
                Assert.Equal(expected, line.Channels[channel][i], 1 / 32_768.0);
            }
        }
    }

    [Theory]
    [InlineData("all.wav")]
    [InlineData("all.npy")]
    [InlineData("all")]
    public void What_is_stopped_leaves_nothing(string name)
    {
        using CancellationTokenSource stopped = new();

        Assert.Throws<OperationCanceledException>(() =>
            SoundFiles.Write(model, Count, Options, folder[name], new Callback<int>(_ => stopped.Cancel()), stopped.Token)
        );

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }
}
