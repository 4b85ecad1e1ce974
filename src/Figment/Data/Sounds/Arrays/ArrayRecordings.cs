using Figment.Audio;
using Figment.Formats;

namespace Figment.Data.Sounds;

/// <summary>Recordings that are the rows of an array, all at one rate.</summary>
/// <param name="array">A seekable array; its creator disposes it.</param>
/// <param name="layout">The layout of the recordings in the array.</param>
/// <param name="name">The name of the array.</param>
/// <param name="path">The path of its file.</param>
/// <param name="rate">The sample rate in Hz.</param>
/// <param name="scale">The meaning of the values.</param>
internal sealed class ArrayRecordings(NumpyReader array, ArrayLayout layout, string name, string path, int rate, ArrayScale scale)
    : IRecordings
{
    private readonly Lock turn = new();
    private readonly int taken = (int)Math.Min(layout.Length, Recording.MostSeconds * rate);

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, layout.Count).Select(number => $"{name}[{number}]")];

    /// <inheritdoc/>
    public string FullName(int number) => $"{path}: {Names[number]}";

    /// <inheritdoc/>
    public DecodedSound Decode(int number)
    {
        double[] values = Read(number);
        float[][] channels = [.. Enumerable.Range(0, layout.Channels).Select(_ => new float[taken])];
        (int step, int apart) = layout.ChannelsLast ? (layout.Channels, 1) : (1, taken);
        for (int channel = 0; channel < channels.Length; channel++)
        for (int i = 0; i < taken; i++)
        {
            double value = (values[(channel * apart) + (i * step)] - scale.Zero) / scale.Full;
            if (!double.IsFinite(value))
                throw new FileFormatException("some of its samples are not numbers (NaN or infinity)");
            channels[channel][i] = (float)value;
        }

        bool holdsFloats = array.Type is NumpyType.Float16 or NumpyType.Float32 or NumpyType.Float64;
        return new DecodedSound(
            new Sound(channels, rate),
            new SoundFacts(
                $"NumPy {array.Type.ToString().ToLowerInvariant()}",
                8 * NumpyTypes.Size(array.Type),
                holdsFloats,
                IsLimited: taken < layout.Length
            )
        );
    }

    /// <summary>Reads the values of the part of a recording that is used.</summary>
    private double[] Read(int number)
    {
        double[] values = new double[taken * layout.Channels];
        long begin = (long)number * layout.Channels * layout.Length;
        try
        {
            lock (turn)
            {
                int pieces = layout.ChannelsLast ? 1 : layout.Channels,
                    size = values.Length / pieces;
                for (int piece = 0; piece < pieces; piece++)
                {
                    array.Seek(begin + ((long)piece * layout.Length));
                    array.Read(values.AsSpan(piece * size, size));
                }
            }
        }
        catch (FigmentException e) when (e is not FileFormatException)
        {
            throw new IOException(e.Message, e); // as for any other recording
        }

        return values;
    }
}
