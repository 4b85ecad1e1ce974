using System.CommandLine;
using System.Globalization;
using Figment.Audio;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Sounds;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;
using Figment.Networks.Sounds;
using Figment.Runs.Images;
using TorchSharp;

namespace Figment.Benchmarks;

/// <summary>
/// <c>round-trip</c>: how much is lost in the forms in which sounds are stored as images. Real sounds become the images that a
/// model would learn, and sounds again, and are judged as a model's samples are.
/// </summary>
internal static class RoundTripCommand
{
    private const int AtOnce = 16,
        Fit = 256;
    private static readonly string[] Shown = ["frechetDistance", "precision", "recall", "fineDetail"];
    private static readonly Argument<string> Data = new("DATA") { Description = "Sounds to take there and back" };
    private static readonly Argument<string[]> Forms = new("BANDSxHOP") { Description = "Forms, for instance 64x256 128x512" };
    private static readonly Option<string?> Against = new("--against")
    {
        Description = "Real sounds to compare with (default: the test part of DATA)",
    };
    private static readonly Option<string> Features = new("--features")
    {
        Description = "A judge of such sounds",
        Required = true,
    };
    private static readonly Option<int> Iterations = BenchmarkOptions.Number("--iterations", "Of the search for phases", 16);
    private static readonly Option<double> Noise = new("--noise")
    {
        Description = "σ of noise that is added to the images, as much as a model errs",
        DefaultValueFactory = _ => 0,
    };

    internal static Command Create()
    {
        Command command = new("round-trip", "What sounds lose as images") { Data, Forms, Against, Features, Iterations, Noise };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        TorchLibrary.Load();
        string place = parsed.GetValue(Data)!;
        string? against = parsed.GetValue(Against);
        using SoundDataset sounds = SoundSources.Open(place);
        using SoundDataset held = against is null
            ? SoundSources.Open(place, DataPart.Test, sounds.Reading)
            : SoundSources.Open(against, DataPart.Train, SoundSources.ReadingAt(against, sounds.Reading));
        using SoundListener listener = new(sounds.Shape);
        using HeardSounds heard = listener.Listen(sounds),
            other = listener.Listen(held);
        using RealImages real = new(place, heard.Pictures, other.Pictures, place);
        using FeatureExtractor judge = Extractors.Open(parsed.GetValue(Features)!, heard.Pictures);
        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine($"{sounds.Count} sounds of {sounds.Shape}, against {held.Count}; real ones in brackets");

        foreach (string form in parsed.GetValue(Forms)!)
        {
            int[] sides = [.. form.Split('x').Select(side => int.Parse(side, CultureInfo.InvariantCulture))];
            using SoundDataset back = Back(sounds, new SoundForm { Bands = sides[0], Hop = sides[1] }, parsed);
            using HeardSounds made = listener.Listen(back);
            EvaluationReport report = Evaluator.Evaluate(
                made.Pictures,
                real,
                judge,
                new EvaluationOptions { Count = back.Count },
                form
            );
            output.WriteLine(
                $"{form}: {string.Join(", ", report.Metrics.Where(metric => Shown.Contains(metric.Name)).Select(Line))}"
            );
        }

        return 0;

        static string Line(MetricResult metric) =>
            string.Create(CultureInfo.InvariantCulture, $"{metric.Name} {metric.Value:g4} ({metric.Real?.Value:g4})");
    }

    private static SoundDataset Back(SoundDataset sounds, SoundForm form, ParseResult parsed)
    {
        using IDisposable noGradients = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        using torch.Generator generator = torch.manual_seed(0);
        SoundGrid fitted = SoundGrid.Fitted(sounds.Shape, sounds.Sounds(torch.arange(Math.Min(Fit, sounds.Count))), form);
        LogMelGrid grid = new(fitted.Form, sounds.Shape, parsed.GetValue(Iterations));
        List<short> values = [];
        for (int start = 0; start < sounds.Count; start += AtOnce)
        {
            using DisposeScope part = torch.NewDisposeScope();
            torch.Tensor images = grid.ToImages(sounds.Sounds(torch.arange(start, Math.Min(start + AtOnce, sounds.Count))));
            if (parsed.GetValue(Noise) > 0)
                images = (images + (torch.randn(images.shape, generator: generator) * parsed.GetValue(Noise))).clamp(0, 1);
            values.AddRange(grid.ToSounds(images).contiguous().data<float>().ToArray().Select(WavWriter.ToInt16));
        }

        byte[]? labels = sounds.Labels?.to(torch.ScalarType.Byte).data<byte>().ToArray();
        return new SoundDataset("back", fitted, [.. values], labels, labels is null ? null : sounds.ClassNames);
    }
}
