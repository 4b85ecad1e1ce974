using Figment.Data.Sounds;

namespace Figment.Studio.Kinds;

/// <summary>One of several sounds as a page shows it: a file to listen to, and a picture.</summary>
internal static class SoundFace
{
    /// <summary>A WAV file of one sound, or of all with short pauses between them.</summary>
    internal static byte[] Wav(SoundSamples sounds, int? index)
    {
        using MemoryStream file = new();
        (index is int one ? sounds.Only(one) : sounds).Save(file);
        return file.ToArray();
    }

    /// <summary>A PNG of one sound: its waveform and its spectrogram.</summary>
    internal static byte[] Png(SoundSamples sounds, int index) => SoundPicture.Of(sounds[index], sounds.Shape, 1).ToPng();
}
