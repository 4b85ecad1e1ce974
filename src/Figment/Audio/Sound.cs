namespace Figment.Audio;

/// <summary>A sound as numbers. 1 is full scale: 32,768 of 16 bits.</summary>
/// <param name="Channels">
/// For each channel its samples, all of one length, about −1 to 1: floats and lossy formats may be louder, and are left so.
/// </param>
/// <param name="Rate">Samples of a channel per second.</param>
internal sealed record Sound(float[][] Channels, int Rate)
{
    /// <summary>Samples of each channel.</summary>
    internal int Length => Channels[0].Length;

    /// <summary>How long it lasts.</summary>
    internal double Seconds => (double)Length / Rate;

    /// <summary>All channels as one: their mean, each sample for itself.</summary>
    internal Sound Mono()
    {
        if (Channels.Length == 1)
            return this;
        float[] mean = new float[Length];
        for (int i = 0; i < mean.Length; i++)
        {
            double sum = 0;
            foreach (float[] channel in Channels)
                sum += channel[i];
            mean[i] = (float)(sum / Channels.Length);
        }

        return this with
        {
            Channels = [mean],
        };
    }

    /// <summary>Some of the channels, in the order given.</summary>
    /// <param name="channels">Their places, from 0 on.</param>
    internal Sound Pick(params IReadOnlyList<int> channels) =>
        this with
        {
            Channels = [.. channels.Select(channel => Channels[channel])],
        };

    /// <summary>The same sound with another number of samples per second (<see cref="Resampler"/>).</summary>
    internal Sound At(int rate)
    {
        if (rate == Rate)
            return this;
        Resampler resampler = new(Rate, rate);
        return new Sound([.. Channels.Select(channel => resampler.Resample(channel))], rate);
    }
}
