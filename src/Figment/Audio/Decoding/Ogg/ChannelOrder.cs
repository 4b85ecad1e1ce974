namespace Figment.Audio;

/// <summary>Converts the channel order of Vorbis and Opus (Vorbis I, 4.3.9; RFC 7845, 5.1.1.2) to that of WAV.</summary>
internal static class ChannelOrder
{
    /// <summary>The source position of each WAV channel, by the number of channels.</summary>
    private static readonly int[][] Places =
    [
        [],
        [0],
        [0, 1],
        [0, 2, 1],
        [0, 1, 2, 3],
        [0, 2, 1, 3, 4],
        [0, 2, 1, 5, 3, 4],
        [0, 2, 1, 6, 5, 3, 4],
        [0, 2, 1, 7, 5, 6, 3, 4],
    ];

    /// <summary>Reorders samples in place.</summary>
    /// <param name="interleaved">The samples with interleaved channels.</param>
    /// <param name="channels">The number of channels. For more than eight, no order is defined.</param>
    internal static void ToWav(Span<float> interleaved, int channels)
    {
        if (channels is < 3 or 4 or > 8)
            return;
        int[] places = Places[channels];
        Span<float> one = stackalloc float[8];
        for (int at = 0; at + channels <= interleaved.Length; at += channels)
        {
            Span<float> frame = interleaved.Slice(at, channels);
            frame.CopyTo(one);
            for (int channel = 0; channel < channels; channel++)
                frame[channel] = one[places[channel]];
        }
    }
}
