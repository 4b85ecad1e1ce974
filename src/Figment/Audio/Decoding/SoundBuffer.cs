using System.Globalization;

namespace Figment.Audio;

/// <summary>Collects the output of a decoder, up to the requested length.</summary>
/// <param name="mostSeconds">
/// The greatest length in seconds. Samples beyond it, or beyond <see cref="MostValues"/>, are dropped.
/// </param>
internal sealed class SoundBuffer(double mostSeconds)
{
    internal const int MostChannels = 32,
        LeastRate = 1000,
        MostRate = 768_000;

    /// <summary>
    /// The greatest number of values that are kept for one file, over all channels: 64 MB. A few bytes of a hostile file could
    /// otherwise expand to twenty times that size. This is more than a minute of six channels at 44.1 kHz.
    /// </summary>
    internal const int MostValues = 1 << 24;

    private const int FirstRoom = 4096;

    private float[][] channels = [];
    private long offered,
        most;
    private long? end;

    /// <summary>The sample rate in Hz.</summary>
    internal int Rate { get; private set; }

    /// <summary>The number of channels; 0 before <see cref="Open"/>.</summary>
    internal int ChannelCount => channels.Length;

    /// <summary>A more specific name of the format, if that of the file is not precise enough.</summary>
    internal string? Format { get; set; }

    /// <summary>The number of bits in a sample.</summary>
    internal int? Bits { get; set; }

    /// <summary>Whether samples are floats.</summary>
    internal bool HoldsFloats { get; set; }

    /// <summary>Whether the file ends before the sound does.</summary>
    internal bool IsCutShort { get; set; }

    /// <summary>Whether another sound follows.</summary>
    internal bool HoldsMore { get; set; }

    /// <summary>The number of samples in each channel that the file declares.</summary>
    internal long? Announced { get; set; }

    /// <summary>The number of samples in each channel so far, including those before the beginning and after the end.</summary>
    internal long Offered => offered;

    /// <summary>The number of leading samples that do not belong to the sound.</summary>
    internal long Before { get; set; }

    /// <summary>Whether no more samples are needed, because there is already one more than requested.</summary>
    internal bool IsFull => channels.Length > 0 && offered - Before > most;

    /// <summary>The position of the next sample in the sound, for use in messages.</summary>
    internal string Place =>
        string.Create(CultureInfo.InvariantCulture, $"{(Rate == 0 ? 0 : Math.Max(0, offered - Before) / (double)Rate):0.###} s");

    /// <summary>Sets the format of the samples that follow.</summary>
    /// <exception cref="FileFormatException">This number of channels or this rate is not supported.</exception>
    internal void Open(long channelCount, long rate)
    {
        if (channelCount is < 1 or > MostChannels)
            throw new FileFormatException($"its header declares {channelCount:N0} channels; 1 to {MostChannels} are supported");
        if (rate is < LeastRate or > MostRate)
            throw new FileFormatException(
                $"its header declares {rate:N0} samples per second; {LeastRate:N0} to {MostRate:N0} are supported"
            );
        channels = [.. Enumerable.Range(0, (int)channelCount).Select(_ => Array.Empty<float>())];
        Rate = (int)rate;
        most = (long)Math.Min(Math.Ceiling(mostSeconds * rate), MostValues / channelCount);
    }

    /// <summary>Sets the end of the sound: later samples are ignored, and earlier ones beyond the end are dropped.</summary>
    /// <param name="samples">The number of samples in each channel, including those before the beginning.</param>
    internal void EndAt(long samples) => (end, offered) = (samples, Math.Min(offered, samples));

    /// <summary>Adds samples with interleaved channels.</summary>
    /// <param name="interleaved">The samples, the same number for each channel.</param>
    internal void Append(ReadOnlySpan<float> interleaved)
    {
        int count = interleaved.Length / channels.Length;
        if (end is long last)
            count = (int)Math.Clamp(last - offered, 0, count);
        long from = Math.Max(offered, Before),
            to = Math.Min(offered + count, Before + most);
        if (to > from)
        {
            MakeRoom((int)(to - Before));
            for (int channel = 0; channel < channels.Length; channel++)
            {
                float[] into = channels[channel];
                int at = ((int)(from - offered) * channels.Length) + channel;
                for (long i = from - Before; i < to - Before; i++, at += channels.Length)
                    into[i] = interleaved[at];
            }
        }

        offered += count;
    }

    /// <summary>Returns the sound.</summary>
    /// <param name="format">The format of the file.</param>
    /// <exception cref="FileFormatException">There are no samples.</exception>
    internal DecodedSound Finish(string format)
    {
        int length = (int)Math.Clamp(offered - Before, 0, most);
        if (length == 0)
            throw new FileFormatException(IsCutShort ? "it is cut short before its first sample" : "it has no samples");
        if (channels.Any(channel => !AreNumbers(channel.AsSpan(0, length))))
            throw new FileFormatException("some of its samples are not numbers (NaN or infinity)");
        return new DecodedSound(
            new Sound([.. channels.Select(channel => channel.Length == length ? channel : channel[..length])], Rate),
            new SoundFacts(
                Format ?? format,
                Bits,
                HoldsFloats,
                IsCutShort,
                IsFull,
                HoldsMore,
                Announced is long announced ? announced / (double)Rate : null
            )
        );
    }

    private static bool AreNumbers(ReadOnlySpan<float> samples)
    {
        float nothing = 0;
        foreach (float sample in samples)
            nothing += 0 * sample; // becomes NaN as soon as one sample is not finite
        return nothing == 0;
    }

    private void MakeRoom(int length)
    {
        if (length <= channels[0].Length)
            return;
        int room = (int)Math.Min(most, Math.Max(Math.Max(FirstRoom, length), 2L * channels[0].Length));
        for (int channel = 0; channel < channels.Length; channel++)
            Array.Resize(ref channels[channel], room);
    }
}
