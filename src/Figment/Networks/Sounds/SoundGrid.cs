using Figment.Audio;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Networks.Sounds;

/// <summary>
/// A sound as an image, time from left to right and pitch from bottom to top, so that networks of images learn it; and the way
/// back.
/// </summary>
internal abstract class SoundGrid
{
    private const int Columns = 8; // images are multiples of 8 wide
    private const int MostColumns = 256;
    private const int AtOnce = 16;
    private const double LongestSeconds = 5;
    private const double Headroom = 3,
        Quietest = 40; // in dB

    /// <summary>All that must be known to make it again.</summary>
    internal abstract SoundForm Form { get; }

    /// <summary>The sounds that it takes and gives.</summary>
    internal abstract SoundShape Sound { get; }

    /// <summary>The images that they become.</summary>
    internal abstract ImageShape Image { get; }

    /// <summary>Sounds as images.</summary>
    /// <param name="sounds">[B, channels, length], float32 in [−1, 1].</param>
    /// <returns>[B, C, H, W], float32 in [0, 1].</returns>
    internal abstract Tensor ToImages(Tensor sounds);

    /// <summary>Images as sounds.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="images">[B, C, H, W] in [0, 1].</param>
    /// <returns>[B, channels, length], in [−1, 1].</returns>
    internal abstract T ToSounds<T>(IOperations<T> ops, T images);

    /// <inheritdoc cref="ToSounds{T}"/>
    internal Tensor ToSounds(Tensor images) => ToSounds(TensorOperations.Instance, images);

    /// <summary>The grid of a form.</summary>
    /// <param name="form">The form.</param>
    /// <param name="sound">The sounds.</param>
    /// <exception cref="OptionsException">There is none.</exception>
    internal static SoundGrid Of(SoundForm form, SoundShape sound) =>
        WhyNot(form, sound) is string problem ? throw new OptionsException([problem]) : new LogMelGrid(form, sound);

    /// <summary>Why sounds cannot have such a form; null where they can.</summary>
    internal static string? WhyNot(SoundForm form, SoundShape sound) =>
        form.Kind != SoundForm.LogMel ? $"Sounds of the form '{form.Kind}' are not known to this version."
        : form.Hop is < 64 or > 2_048
        || form.Hop % 2 != 0
        || form.Bands is < 16 or > 256
        || form.Bands % Columns != 0
        || form.Levels?.Count != form.Bands
        || form.Levels.Any(level => !double.IsFinite(level))
            ? "The form of the sounds is out of its range."
        : sound.Channels is < 1 or > 2
        || sound.Rate is < 4_000 or > 96_000
        || sound.Length < Columns * form.Hop
        || sound.Length % (Columns * form.Hop) != 0
        || sound.Seconds > LongestSeconds
            ? $"Sounds of {sound} do not make whole columns of {form.Hop} samples."
        : null;

    /// <summary>
    /// Samples from column to column: 50 to 100 columns a second, and half as many where a sound would be more than 256 columns
    /// long, which is what networks of images take.
    /// </summary>
    /// <param name="rate">Samples a second, in Hz.</param>
    /// <param name="seconds">How long a sound is.</param>
    internal static int HopFor(int rate, double seconds)
    {
        int hop = 64;
        while (hop * 100 < rate || Steps(rate, seconds, hop) * Columns > MostColumns)
            hop *= 2;
        return hop;
    }

    /// <summary>
    /// Rows: 64 up to 24 kHz, as speech is recorded; 128 above, as music is, whose low tones lie closer together than 64 rows
    /// tell (docs/experiments.md).
    /// </summary>
    /// <param name="rate">Samples a second, in Hz.</param>
    internal static int BandsFor(int rate) => rate <= 24_000 ? 64 : 128;

    /// <summary>The least number of samples that last so long and make whole columns, a multiple of 8 of them.</summary>
    /// <param name="rate">Samples a second, in Hz.</param>
    /// <param name="seconds">At least that long.</param>
    internal static int LengthFor(int rate, double seconds)
    {
        int hop = HopFor(rate, seconds);
        return Steps(rate, seconds, hop) * Columns * hop;
    }

    /// <summary>The grid for sounds, its levels those of sounds that are like them.</summary>
    /// <param name="shape">Their shape, its length as <see cref="LengthFor"/> has it.</param>
    /// <param name="sounds">[B, channels, length], some hundred of them.</param>
    /// <param name="like">Its columns and rows; null is as <see cref="HopFor"/> and <see cref="BandsFor"/> have them.</param>
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
            float[] loudest = grid.Levels(some).amax([0, 1]).flip(0).data<float>().ToArray(); // the lowest band first
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

    /// <summary>Steps of <see cref="Columns"/> columns that a sound needs.</summary>
    private static int Steps(int rate, double seconds, int hop) =>
        Math.Max(1, (int)Math.Ceiling((seconds * rate / (Columns * hop)) - 1e-6));
}
