namespace Figment.Audio;

/// <summary>A sound as numbers, where 1 is full scale (32,768 in 16 bits).</summary>
/// <param name="Channels">
/// The samples of each channel, all of the same length, from about −1 to 1. Floats and lossy formats may exceed full scale; such
/// values are kept.
/// </param>
/// <param name="Rate">The sample rate in Hz.</param>
internal sealed record Sound(float[][] Channels, int Rate)
{
    /// <summary>The number of samples in each channel.</summary>
    internal int Length => Channels[0].Length;

    /// <summary>The length in seconds.</summary>
    internal double Seconds => (double)Length / Rate;

    /// <summary>Mixes all channels into one by taking their mean at each sample.</summary>
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

    /// <summary>Selects channels in the given order.</summary>
    /// <param name="channels">The indices of the channels, from 0.</param>
    internal Sound Pick(params IReadOnlyList<int> channels) =>
        this with
        {
            Channels = [.. channels.Select(channel => Channels[channel])],
        };

    /// <summary>Converts the sound to another sample rate (<see cref="Resampler"/>).</summary>
    internal Sound At(int rate)
    {
        if (rate == Rate)
            return this;
        Resampler resampler = new(Rate, rate);
        return new Sound([.. Channels.Select(channel => resampler.Resample(channel))], rate);
    }
}
