using System.Globalization;
using Figment.Backend;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Audio;

/// <summary>
/// Converts sounds to mel spectrograms, which show the strength of each pitch over time roughly as the ear hears it. Time runs
/// from left to right, and pitch from bottom to top on the mel scale; black is −80 dB or less, white is a full-scale sine. Two
/// channels are drawn one above the other.
/// </summary>
/// <remarks>
/// The power of a band is the sum of the spectrum under its triangle (<see cref="MelFilters"/>). There are 64 columns per second.
/// </remarks>
internal sealed class MelSpectrogram : IDisposable
{
    /// <summary>The number of frequency bands, which are the rows of a picture.</summary>
    internal const int Bands = 64;

    /// <summary>The lowest level in dB.</summary>
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

    /// <summary>Creates the converter for sounds of one shape.</summary>
    internal MelSpectrogram(SoundShape sound)
    {
        this.sound = sound;
        Spectrum = new ShortTimeSpectrum(sound, ColumnsOf(sound));
        Highest = Math.Min(sound.Rate / 2.0, HighestPitch);
        using Tensor sums = MelFilters.Sums(sound.Rate, Spectrum.Bins, Bands, Highest);
        using Tensor doubled = sums.Plus(sums); // a full-scale sine has a power of ½
        filters = doubled.to(ScalarType.Float32).DetachFromDisposeScope();
    }

    /// <summary>The spectra from which the pictures are computed.</summary>
    internal ShortTimeSpectrum Spectrum { get; }

    /// <summary>The shape of the pictures.</summary>
    internal ImageShape Shape => new(1, Bands * sound.Channels, Spectrum.Frames);

    /// <summary>The highest frequency in Hz.</summary>
    internal double Highest { get; }

    /// <summary>A description of the conversion, in words.</summary>
    internal string Description =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"log-mel pictures of {sound}: {Bands} bands from 0 to {Highest:0} Hz, "
                + $"{Spectrum.Frames} columns of {1000.0 * Spectrum.Window / sound.Rate:0.#} ms, {Floor:0} to 0 dB"
        );

    /// <summary>Computes the level of each band over time.</summary>
    /// <param name="power">The output of <see cref="ShortTimeSpectrum.Power"/> of <see cref="Spectrum"/>.</param>
    /// <returns>
    /// The levels, [B, channels, bands, columns], float32, from <see cref="Floor"/> to 0 dB, where 0 is a full-scale sine; the
    /// lowest band first.
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

    /// <summary>Converts the levels to 8-bit pictures.</summary>
    /// <param name="power">The power spectra, as for <see cref="Levels"/>.</param>
    /// <returns>
    /// The picture of each sound: bands · channels rows of columns, with the highest band first and the second channel below the
    /// first.
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
