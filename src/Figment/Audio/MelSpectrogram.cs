using System.Globalization;
using Figment.Backend;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Audio;

/// <summary>
/// Sounds as pictures of how strong each pitch is at each time, about as an ear hears them: time from left to right, pitch from
/// bottom to top in bands that are as wide as an ear's, black for −80 dB and less, white for a sine of full scale. Two channels
/// stand one above the other.
/// </summary>
/// <remarks>
/// The power of a band is the sum of the spectrum under its triangle (<see cref="MelFilters"/>). Of a second there are 64
/// columns.
/// </remarks>
internal sealed class MelSpectrogram : IDisposable
{
    /// <summary>Bands of pitch, the rows of a picture.</summary>
    internal const int Bands = 64;

    /// <summary>The least level that is shown, in dB.</summary>
    internal const double Floor = -80;

    private const double HighestPitch = 11_025;
    private const int ColumnsPerSecond = 64,
        FewestColumns = 16,
        MostColumns = 128,
        Multiple = 8;
    private static readonly Scalar Least = Scalars.Of(Math.Pow(10, Floor / 10)),
        Ten = Scalars.Of(10);
    private readonly SoundShape sound;
    private readonly Tensor filters; // [bins, bands]

    /// <summary>For sounds of one shape.</summary>
    internal MelSpectrogram(SoundShape sound)
    {
        this.sound = sound;
        Spectrum = new ShortTimeSpectrum(sound, ColumnsOf(sound));
        Highest = Math.Min(sound.Rate / 2.0, HighestPitch);
        using Tensor sums = MelFilters.Sums(sound.Rate, Spectrum.Bins, Bands, Highest);
        using Tensor doubled = sums.Plus(sums); // a sine of full scale has a power of ½
        filters = doubled.to(ScalarType.Float32).DetachFromDisposeScope();
    }

    /// <summary>The spectra that pictures are made of.</summary>
    internal ShortTimeSpectrum Spectrum { get; }

    /// <summary>The shape of the pictures.</summary>
    internal ImageShape Shape => new(1, Bands * sound.Channels, Spectrum.Frames);

    /// <summary>The highest frequency that is shown, in Hz.</summary>
    internal double Highest { get; }

    /// <summary>How pictures come about, in words.</summary>
    internal string Description =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"log-mel pictures of {sound}: {Bands} bands from 0 to {Highest:0} Hz, "
                + $"{Spectrum.Frames} columns of {1000.0 * Spectrum.Window / sound.Rate:0.#} ms, {Floor:0} to 0 dB"
        );

    /// <summary>The level of each band at each time.</summary>
    /// <param name="power">As from <see cref="ShortTimeSpectrum.Power"/> of <see cref="Spectrum"/>.</param>
    /// <returns>
    /// [B, channels, bands, columns], float32, from <see cref="Floor"/> to 0 dB, 0 being a sine of full scale; the lowest band
    /// first.
    /// </returns>
    internal Tensor Levels(Tensor power)
    {
        using DisposeScope scope = NewDisposeScope();
        return power
            .matmul(filters.to(power.device))
            .clamp_min_(Least)
            .log10_()
            .mul_(Ten)
            .clamp_max_(Scalars.Zero)
            .transpose(-1, -2)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The levels as pictures of 8 bits.</summary>
    /// <param name="power">As for <see cref="Levels"/>.</param>
    /// <returns>
    /// Of each sound bands · channels rows of columns: the highest band first, the second channel below the first.
    /// </returns>
    internal byte[] Pictures(Tensor power)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor levels = Levels(power);
        float[] values = levels.flip(2).contiguous().cpu().data<float>().ToArray();
        return [.. values.Select(level => (byte)Math.Round((level - Floor) * (-255 / Floor)))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Spectrum.Dispose();
        filters.Dispose();
    }

    private static int ColumnsOf(SoundShape sound) =>
        Math.Clamp(Multiple * (int)Math.Round(sound.Seconds * ColumnsPerSecond / Multiple), FewestColumns, MostColumns);
}
