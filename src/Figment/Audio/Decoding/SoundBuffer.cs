using System.Globalization;

namespace Figment.Audio;

/// <summary>Gathers what a decoder makes, and no more than was asked for.</summary>
/// <param name="mostSeconds">What comes later is left out, and what is more than <see cref="MostValues"/>.</param>
internal sealed class SoundBuffer(double mostSeconds)
{
    internal const int MostChannels = 32,
        LeastRate = 1000,
        MostRate = 768_000;

    /// <summary>
    /// Numbers that are kept of one file, those of all channels together: 64 MB, which a few bytes of a hostile file could
    /// otherwise exceed twenty times. A minute of six channels at 44.1 kHz are fewer.
    /// </summary>
    internal const int MostValues = 1 << 24;

    private const int FirstRoom = 4096;

    private float[][] channels = [];
    private long offered,
        most;
    private long? end;

    /// <summary>Samples per second.</summary>
    internal int Rate { get; private set; }

    /// <summary>How many channels were announced; 0 before.</summary>
    internal int ChannelCount => channels.Length;

    /// <summary>What the format in use is called, where its file's is not all.</summary>
    internal string? Format { get; set; }

    /// <summary>Bits of a sample.</summary>
    internal int? Bits { get; set; }

    /// <summary>Whether samples are floats.</summary>
    internal bool HoldsFloats { get; set; }

    /// <summary>Whether the file ends before the sound does.</summary>
    internal bool IsCutShort { get; set; }

    /// <summary>Whether another sound follows.</summary>
    internal bool HoldsMore { get; set; }

    /// <summary>Samples of a channel that the file says it holds.</summary>
    internal long? Announced { get; set; }

    /// <summary>Samples of each channel so far, those before the beginning and after the end included.</summary>
    internal long Offered => offered;

    /// <summary>Samples at the beginning that do not belong to the sound.</summary>
    internal long Before { get; set; }

    /// <summary>Whether nothing more is wanted: there is one sample more than was asked for.</summary>
    internal bool IsFull => channels.Length > 0 && offered - Before > most;

    /// <summary>Where in the sound the next sample stands, for a sentence.</summary>
    internal string Place =>
        string.Create(CultureInfo.InvariantCulture, $"{(Rate == 0 ? 0 : Math.Max(0, offered - Before) / (double)Rate):0.###} s");

    /// <summary>Says how the samples will come.</summary>
    /// <exception cref="FileFormatException">So many channels, or such a rate, are not read.</exception>
    internal void Open(long channelCount, long rate)
    {
        if (channelCount is < 1 or > MostChannels)
            throw new FileFormatException($"its header says {channelCount:N0} channels; 1 to {MostChannels} are supported");
        if (rate is < LeastRate or > MostRate)
            throw new FileFormatException(
                $"its header says {rate:N0} samples a second; {LeastRate:N0} to {MostRate:N0} are supported"
            );
        channels = [.. Enumerable.Range(0, (int)channelCount).Select(_ => Array.Empty<float>())];
        Rate = (int)rate;
        most = (long)Math.Min(Math.Ceiling(mostSeconds * rate), MostValues / channelCount);
    }

    /// <summary>Says where the sound ends: what comes later is not taken, and what came is taken back.</summary>
    /// <param name="samples">Counted from the first that comes, those before the beginning included.</param>
    internal void EndAt(long samples) => (end, offered) = (samples, Math.Min(offered, samples));

    /// <summary>Takes samples, channels alternating.</summary>
    /// <param name="interleaved">A whole number of samples of each channel.</param>
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

    /// <summary>The sound.</summary>
    /// <param name="format">What its file is.</param>
    /// <exception cref="FileFormatException">There is no sample.</exception>
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
            nothing += 0 * sample; // NaN as soon as one of them is not finite
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
