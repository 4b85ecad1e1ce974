using System.Globalization;
using Figment.Charts;
using Figment.Data;
using Figment.Evaluation;

namespace Figment.Runs.Pages;

/// <summary>A picture that shows what a run's model makes, and says in a few words what it is.</summary>
internal static class ModelCard
{
    /// <summary>What the file is called.</summary>
    internal const string FileName = "card.png";

    private const int Samples = 16;
    private const double Minute = 60,
        Hour = 3600;

    /// <summary>The format, of any kind of data.</summary>
    /// <param name="made">What such models make, as a sentence: that nobody made it.</param>
    internal static RunFormat Format(string made) => new("card", "a picture to post", [RunFormat.Fp32], to => [Write(to, made)]);

    /// <summary>How far samples are from real ones, where that was measured.</summary>
    internal static string? TimesReal(ISampleEvaluation evaluation) =>
        evaluation.TimesReal is not double times
            ? null
            : $"{times.ToString(times < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture)} times as far from real ones as "
                + $"other real ones";

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
                ? "; look before you post it: many samples of this run are near copies of what it learned from"
                : "";
        return new RunFile(path, $"1200 x 630 pixels, what the model makes and what it is{copies}");
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
