using System.Globalization;
using System.Text.Json;
using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Onnx;

/// <summary>How pixels in [0, 1] are scaled: each channel is multiplied, then shifted.</summary>
/// <param name="Scale">The factor of each channel.</param>
/// <param name="Shift">The shift of each channel.</param>
/// <param name="Words">The same in words.</param>
internal sealed record PixelScaling(IReadOnlyList<double> Scale, IReadOnlyList<double> Shift, string Words)
{
    private const string Range = "figment.range",
        Mean = "figment.mean",
        Deviation = "figment.std";
    private static readonly double[] ImageNetMean = [0.485, 0.456, 0.406],
        ImageNetDeviation = [0.229, 0.224, 0.225];

    /// <summary>Scales images.</summary>
    /// <param name="images">[B, channels, H, W].</param>
    public Tensor Apply(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        return images.mul(Column(Scale)).Increase(Column(Shift)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Reads the scaling from the file's metadata: pixels are scaled to <c>figment.range</c> (<c>0..1</c>, <c>-1..1</c> or
    /// <c>0..255</c>), then <c>figment.mean</c> is subtracted and the result divided by <c>figment.std</c> (JSON lists, one
    /// number per channel or one for all). Without this metadata, the option determines the scaling.
    /// </summary>
    /// <exception cref="FileFormatException">The metadata cannot be understood.</exception>
    /// <exception cref="FigmentException">The option contradicts the file, or does not fit its channels.</exception>
    public static PixelScaling Read(
        IReadOnlyDictionary<string, string> metadata,
        PixelNormalisation? normalisation,
        int channels,
        string name
    )
    {
        if (!metadata.ContainsKey(Range) && !metadata.ContainsKey(Mean) && !metadata.ContainsKey(Deviation))
            return Of(normalisation ?? PixelNormalisation.ZeroToOne, channels, name);
        if (normalisation is not null)
            throw new FigmentException(
                $"{name} already specifies how to scale pixels "
                    + $"({string.Join(", ", metadata.Keys.Where(key => key is Range or Mean or Deviation).Order())}); omit the "
                    + $"normalisation."
            );

        string range = metadata.GetValueOrDefault(Range, "0..1");
        (double factor, double shift) = range switch
        {
            "0..1" => (1.0, 0.0),
            "-1..1" => (2, -1),
            "0..255" => (255, 0),
            _ => throw new FileFormatException(
                $"The value of '{Range}' in {name} is not 0..1, -1..1 or 0..255. Correct it in the export script."
            ),
        };
        return Make(
            factor,
            shift,
            Numbers(metadata, Mean, 0, channels, name),
            Numbers(metadata, Deviation, 1, channels, name),
            $"pixels in [{range.Replace("..", ", ", StringComparison.Ordinal)}]"
        );
    }

    private static PixelScaling Of(PixelNormalisation normalisation, int channels, string name) =>
        normalisation switch
        {
            PixelNormalisation.MinusOneToOne => Make(2, -1, Same(0, channels), Same(1, channels), "pixels in [-1, 1]"),
            PixelNormalisation.ZeroTo255 => Make(255, 0, Same(0, channels), Same(1, channels), "pixels in [0, 255]"),
            PixelNormalisation.ImageNet when channels == 3 => Make(1, 0, ImageNetMean, ImageNetDeviation, "pixels in [0, 1]"),
            PixelNormalisation.ImageNet => throw new FigmentException(
                $"{name} takes grey images, but the mean and standard deviation of ImageNet are for three channels. "
                    + $"Choose another normalisation."
            ),
            _ => Make(1, 0, Same(0, channels), Same(1, channels), "pixels in [0, 1]"),
        };

    private static PixelScaling Make(double factor, double shift, double[] mean, double[] deviation, string range)
    {
        bool isPlain = mean.All(value => value == 0) && deviation.All(value => value == 1);
        return new PixelScaling(
            [.. deviation.Select(d => factor / d)],
            [.. mean.Zip(deviation, (m, d) => (shift - m) / d)],
            isPlain ? range : $"{range}, minus {Listed(mean)}, divided by {Listed(deviation)}"
        );
    }

    private static double[] Numbers(
        IReadOnlyDictionary<string, string> metadata,
        string key,
        double otherwise,
        int channels,
        string name
    )
    {
        if (!metadata.TryGetValue(key, out string? json))
            return Same(otherwise, channels);
        try
        {
            double[] values = OptionsJson.Read<double[]>(json);
            if (values is [double one])
                values = Same(one, channels);
            if (values.Length == channels && values.All(value => double.IsFinite(value) && (key != Deviation || value > 0)))
                return values;
        }
        catch (JsonException)
        {
            // The error below covers this case.
        }

        throw new FileFormatException(
            $"The value of '{key}' in {name} should have one number for each of its {channels} channels, as a "
                + $"JSON list{(key == Deviation ? OptionSentence.Of(" of numbers above 0") : "")}. Correct it in the "
                + $"export script."
        );
    }

    private static double[] Same(double value, int channels) => [.. Enumerable.Repeat(value, channels)];

    private static string Listed(double[] values) =>
        $"({string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)))})";

    private static Tensor Column(IReadOnlyList<double> values) =>
        tensor([.. values.Select(value => (float)value)], [1, values.Count, 1, 1]);
}
