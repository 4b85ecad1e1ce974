using Figment.Audio;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Networks.Sounds;

/// <summary>
/// Converts sounds into images, with time from left to right and pitch from bottom to top, so that image networks can learn them,
/// and converts images back into sounds.
/// </summary>
internal abstract class SoundGrid
{
    private const int Columns = 8; // The width of an image is a multiple of this.
    private const int MostColumns = 256;
    private const int AtOnce = 16;
    private const double LongestSeconds = 5;
    private const double Headroom = 3,
        Quietest = 40; // In dB.

    /// <summary>Everything needed to create this grid again.</summary>
    internal abstract SoundForm Form { get; }

    /// <summary>The shape of the sounds.</summary>
    internal abstract SoundShape Sound { get; }

    /// <summary>The shape of the images.</summary>
    internal abstract ImageShape Image { get; }

    /// <summary>Converts sounds into images.</summary>
    /// <param name="sounds">[B, channels, length], float32 in [−1, 1].</param>
    /// <returns>[B, C, H, W], float32 in [0, 1].</returns>
    internal abstract Tensor ToImages(Tensor sounds);

    /// <summary>Converts images into sounds.</summary>
    /// <param name="ops">The operations that compute it.</param>
    /// <param name="images">[B, C, H, W] in [0, 1].</param>
    /// <returns>[B, channels, length], in [−1, 1].</returns>
    internal abstract T ToSounds<T>(IOperations<T> ops, T images);

    /// <inheritdoc cref="ToSounds{T}"/>
    internal Tensor ToSounds(Tensor images) => ToSounds(TensorOperations.Instance, images);

    /// <summary>Creates the grid for a form.</summary>
    /// <param name="form">How sounds are represented.</param>
    /// <param name="sound">The shape of the sounds.</param>
    /// <exception cref="OptionsException">There is no grid for this form and shape.</exception>
    internal static SoundGrid Of(SoundForm form, SoundShape sound) =>
        WhyNot(form, sound) is { } problem ? throw new OptionsException([problem]) : new LogMelGrid(form, sound);

    /// <summary>Returns why sounds cannot have a form; null if they can.</summary>
    internal static OptionSentence? WhyNot(SoundForm form, SoundShape sound) =>
        form.Kind != SoundForm.LogMel
            ? OptionSentence.Of($"This version does not know sounds of the form '{form.Kind}'. Use a newer version of Figment.")
        : form.Hop is < 64 or > 2_048
        || form.Hop % 2 != 0
        || form.Bands is < 16 or > 256
        || form.Bands % Columns != 0
        || form.Levels?.Count != form.Bands
        || form.Levels.Any(level => !double.IsFinite(level))
            ? "The form of the sounds has a value out of its range."
        : sound.Channels is < 1 or > 2
        || sound.Rate is < 4_000 or > 96_000
        || sound.Length < Columns * form.Hop
        || sound.Length % (Columns * form.Hop) != 0
        || sound.Seconds > LongestSeconds
            ? OptionSentence.Of($"Sounds of {sound} cannot be divided into columns of {form.Hop} samples.")
        : null;

    /// <summary>
    /// Returns the number of samples from column to column: for 50 to 100 columns a second, or half as many where a sound would
    /// have more than 256 columns, the most that image networks accept.
    /// </summary>
    /// <param name="rate">The sampling rate in Hz.</param>
    /// <param name="seconds">The length of a sound in seconds.</param>
    internal static int HopFor(int rate, double seconds)
    {
        int hop = 64;
        while (hop * 100 < rate || Steps(rate, seconds, hop) * Columns > MostColumns)
            hop *= 2;
        return hop;
    }

    /// <summary>
    /// Returns the number of rows: 64 for rates up to 24 kHz, usual for speech, and 128 above, usual for music, whose low tones
    /// lie too close together for 64 rows (docs/experiments.md).
    /// </summary>
    /// <param name="rate">The sampling rate in Hz.</param>
    internal static int BandsFor(int rate) => rate <= 24_000 ? 64 : 128;

    /// <summary>
    /// Returns the smallest number of samples that lasts at least a given time and fills a multiple of 8 columns.
    /// </summary>
    /// <param name="rate">The sampling rate in Hz.</param>
    /// <param name="seconds">The minimum length in seconds.</param>
    internal static int LengthFor(int rate, double seconds)
    {
        int hop = HopFor(rate, seconds);
        return Steps(rate, seconds, hop) * Columns * hop;
    }

    /// <summary>Creates a grid for sounds, with levels fitted to examples of them.</summary>
    /// <param name="shape">The shape of the sounds, with a length returned by <see cref="LengthFor"/>.</param>
    /// <param name="sounds">[B, channels, length], a few hundred examples.</param>
    /// <param name="like">
    /// A form whose columns and rows are used; null uses those from <see cref="HopFor"/> and <see cref="BandsFor"/>.
    /// </param>
    internal static SoundGrid Fitted(SoundShape shape, Tensor sounds, SoundForm? like = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        SoundForm form = like ?? new() { Hop = HopFor(shape.Rate, shape.Seconds), Bands = BandsFor(shape.Rate) };
        form = form with { Levels = new double[form.Bands] };
        LogMelGrid grid = new(form, shape);
        double[] loud = [.. Enumerable.Repeat(double.NegativeInfinity, form.Bands)];
        for (long start = 0; start < sounds.shape[0]; start += AtOnce)
        {
            using DisposeScope part = NewDisposeScope();
            Tensor some = sounds.narrow(0, start, Math.Min(AtOnce, sounds.shape[0] - start));
            float[] loudest = grid.Levels(some).amax([0, 1]).flip(0).data<float>().ToArray(); // The lowest band comes first.
            for (int band = 0; band < loud.Length; band++)
                loud[band] = Math.Max(loud[band], loudest[band]);
        }

        double most = loud.Max();
        double[] smooth = [.. loud.Select((_, band) => loud[Math.Max(0, band - 4)..Math.Min(loud.Length, band + 5)].Average())];
        IEnumerable<double> white = loud.Zip(
            smooth,
            (own, around) => Math.Max(Math.Max(own, around), most - Quietest) + Headroom
        );
        return Of(form with { Levels = [.. white.Select(level => Math.Round(level, 1))] }, shape);
    }

    /// <summary>Returns how many groups of <see cref="Columns"/> columns a sound needs.</summary>
    private static int Steps(int rate, double seconds, int hop) =>
        Math.Max(1, (int)Math.Ceiling((seconds * rate / (Columns * hop)) - 1e-6));
}
