using Figment.Data.Sounds;
using Figment.Imaging;
using Figment.Networks.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Studio.Kinds;

/// <summary>One sound of several as a page shows it: a file to listen to, and a picture of it.</summary>
internal static class SoundFace
{
    /// <summary>A WAV file of one of them, or of all with short pauses between.</summary>
    internal static byte[] Wav(SoundSamples sounds, int? index)
    {
        using MemoryStream file = new();
        (index is int one ? sounds.Only(one) : sounds).Save(file);
        return file.ToArray();
    }

    /// <summary>A PNG of one of them as models see it: time from left to right, pitch from bottom to top.</summary>
    internal static byte[] Png(SoundGrid grid, SoundSamples sounds, int index)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor wave = tensor(sounds[index].ToArray(), [1, sounds.Shape.Channels, sounds.Shape.Length]);
        return ImageBatch.FromTensor(grid.ToImages(wave).mean([1], keepdim: true)).ToPicture().ToPng();
    }
}
