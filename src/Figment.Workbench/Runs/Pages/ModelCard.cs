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
    /// <param name="kind">The kind, as named in the table of words under <c>card.made</c>.</param>
    internal static RunFormat Format(string kind) =>
        new("card", "a picture to post", [RunFormat.Fp32], to => [Write(to, WordTable.Text($"card.made.{kind}"))])
        {
            IsInOneLanguage = true,
        };

    /// <summary>How far samples are from real ones, if that was measured.</summary>
    internal static Text? TimesReal(ISampleEvaluation evaluation) =>
        evaluation.TimesReal is not double times
            ? null
            : WordTable
                .Template("card.timesReal")
                .Fill(("times", times.ToString(times < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture)));

    private static RunFile Write(ExportRequest request, Text made)
    {
        Text[] lines = [made, .. Lines(request)];
        Language language = Drawable(lines, request.Language);
        SampleViews views = request.Model.MakeSamples(Samples, 0).ToViews();
        byte[]? sheet = views.Pictures is [{ } first, ..] ? first.Png : null;
        ShareCard card = new(request.Metadata["data"], [.. lines.Select(line => line.In(language))], sheet, views.Texts);
        byte[] png = card.ToPng(CardFonts.Folders);
        string path = Path.Combine(request.Folder, FileName);
        Directory.CreateDirectory(request.Folder);
        AtomicFile.Write(path, stream => stream.Write(png));
        string copies =
            request.Run is { } run && run.Options.Kind.MakesCopies(run)
                ? "; check it before you post it: many samples of this run are near copies of its training data"
                : "";
        string english =
            language == request.Language
                ? ""
                : $", in English, since no font of this computer has the characters of {Languages.Of(request.Language).Name}";
        return new RunFile(path, $"1200 x 630 pixels, with samples and a description of the model{english}{copies}");
    }

    /// <summary>The requested language, or English if no font has its characters.</summary>
    private static Language Drawable(IReadOnlyList<Text> lines, Language asked)
    {
        string words = string.Concat(lines.Select(line => line.In(asked)));
        return asked == Language.English || new CardFonts(words, CardFonts.Folders).Lacks(words) == 0 ? asked : Language.English;
    }

    private static IEnumerable<Text> Lines(ExportRequest request)
    {
        string preset = request.Metadata["preset"];
        if (!request.Metadata.TryGetValue("step", out string? step))
        {
            yield return preset;
            yield break;
        }

        long steps = long.Parse(step, CultureInfo.InvariantCulture);
        (string, Text)[] facts = [("preset", preset), ("steps", WordTable.Number(steps))];
        yield return request.Run is { } run && SecondsAt(run, steps) is double seconds
            ? WordTable.Template("card.trained").Fill([.. facts, ("time", Time(seconds))])
            : WordTable.Template("card.stepped").Fill(facts);
        if (
            request.Run is { } judged
            && judged.Model.ReadBest() is { } best
            && best.Step == steps
            && judged.Options.Kind.InShort(best.Evaluation) is Text found
        )
        {
            yield return found;
        }
    }

    private static double? SecondsAt(RunFolder run, long step) =>
        File.Exists(run.MetricsFile) ? run.ReadMetrics(_ => { }).LastOrDefault(line => line.Step <= step)?.Seconds : null;

    private static Text Time(double seconds)
    {
        (string unit, double count) = seconds switch
        {
            < 2 * Minute => ("seconds", seconds),
            < 2 * Hour => ("minutes", seconds / Minute),
            _ => ("hours", seconds / Hour),
        };
        return WordTable.Counted($"card.time.{unit}", (long)Math.Round(count));
    }
}
