using Figment.Data.Sounds;

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

    /// <summary>A PNG of one of them: its waveform, and what pitches there are at which time.</summary>
    internal static byte[] Png(SoundSamples sounds, int index) => SoundPicture.Of(sounds[index], sounds.Shape, 1).ToPng();
}
