using System.Globalization;
using Figment.Charts;
using Figment.Data;
using Figment.Evaluation;

namespace Figment.Runs.Pages;

/// <summary>A picture that shows samples of a run's model, and describes it in a few words.</summary>
internal static class ModelCard
{
    /// <summary>The name of the file.</summary>
    internal const string FileName = "card.png";

    private const int Samples = 16;
    private const double Minute = 60,
        Hour = 3600;

    /// <summary>The format, for any kind of data.</summary>
    /// <param name="made">A sentence about the samples of such models, which says that no one made them.</param>
    internal static RunFormat Format(string made) => new("card", "a picture to post", [RunFormat.Fp32], to => [Write(to, made)]);

    /// <summary>The distance of samples from real ones, if it was measured.</summary>
    internal static string? TimesReal(ISampleEvaluation evaluation) =>
        evaluation.TimesReal is not double times
            ? null
            : $"{times.ToString(times < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture)} times as far from real "
                + $"data as other real data";

    private static RunFile Write(ExportRequest request, string made)
    {
        SampleViews views = request.Model.MakeSamples(Samples, 0).ToViews();
        byte[]? sheet = views.Pictures is [{ } first, ..] ? first.Png : null;
        ShareCard card = new(request.Metadata["data"], [made, .. Lines(request)], sheet, views.Texts);
        byte[] png = card.ToPng(CardFonts.Folders);
        string path = Path.Combine(request.Folder, FileName);
        Directory.CreateDirectory(request.Folder);
        AtomicFile.Write(path, stream => stream.Write(png));
        string copies =
            request.Run is { } run && run.Options.Kind.MakesCopies(run)
                ? "; check it before you post it: many samples of this run are near copies of its training data"
                : "";
        return new RunFile(path, $"1200 x 630 pixels, with samples and a description of the model{copies}");
    }

    private static IEnumerable<string> Lines(ExportRequest request)
    {
        string preset = request.Metadata["preset"];
        if (!request.Metadata.TryGetValue("step", out string? step))
        {
            yield return preset;
            yield break;
        }

        long steps = long.Parse(step, CultureInfo.InvariantCulture);
        string taken = request.Run is { } run && SecondsAt(run, steps) is double seconds ? $" in {Time(seconds)}" : "";
        yield return string.Create(CultureInfo.InvariantCulture, $"{preset}, {steps:N0} steps{taken}");
        if (
            request.Run is { } judged
            && judged.Model.ReadBest() is { } best
            && best.Step == steps
            && judged.Options.Kind.InShort(best.Evaluation) is string found
        )
        {
            yield return found;
        }
    }

    private static double? SecondsAt(RunFolder run, long step) =>
        File.Exists(run.MetricsFile) ? run.ReadMetrics(_ => { }).LastOrDefault(line => line.Step <= step)?.Seconds : null;

    private static string Time(double seconds) =>
        seconds switch
        {
            < 2 * Minute => string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} seconds"),
            < 2 * Hour => string.Create(CultureInfo.InvariantCulture, $"{seconds / Minute:F0} minutes"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / Hour:F0} hours"),
        };
}
