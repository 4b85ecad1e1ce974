using System.Globalization;
using Figment.Audio;
using Figment.Data.Folders;

namespace Figment.Data.Sounds;

/// <summary>Writes sentences for the user about how recordings became sounds.</summary>
internal static class SoundNotes
{
    /// <summary>All sentences.</summary>
    /// <param name="heard">The recordings.</param>
    /// <param name="plan">The form of the sounds.</param>
    /// <param name="peaks">The peak of the used part of each recording.</param>
    internal static IEnumerable<Text> On(HeardFiles heard, SoundPlan plan, double[] peaks)
    {
        SoundShape shape = plan.Shape;
        TextTemplate how = (plan.IsRateFound, plan.IsLengthFound) switch
        {
            (true, true) => WordTable.Template("note.sounds.shape.found"),
            (true, false) => WordTable.Template("note.sounds.shape.rateFound"),
            (false, true) => WordTable.Template("note.sounds.shape.lengthFound"),
            _ => WordTable.Template("note.sounds.shape.asked"),
        };
        yield return how.Fill(("length", Seconds(shape.Seconds)), ("rate", Kilohertz(shape.Rate)));
        yield return WordTable.Text($"note.sounds.part.{plan.Options.Align}");
        if (!plan.Options.KeepSilence)
            yield return WordTable.Text("note.sounds.trimmed");
        if (!plan.Options.KeepLoudness)
            yield return WordTable.Text("note.sounds.levelled");

        foreach (Text note in OnFiles(heard, plan))
            yield return note;
        foreach (Text note in OnLeftOut(heard, peaks, plan.Options.KeepSilent))
            yield return note;
    }

    /// <summary>Sentences about recordings that are silent or cannot be read.</summary>
    internal static IEnumerable<Text> OnLeftOut(HeardFiles heard, double[]? peaks = null, bool keepsSilent = false)
    {
        foreach (
            Text note in Counted(
                "note.sounds.silent",
                heard,
                (file, i) =>
                    !keepsSilent
                    && file is not null
                    && heard.Failures[i] is null
                    && (file.Span.IsSilent || peaks?[i] <= SoundSpan.Silence)
            )
        )
            yield return note;
        (string, OptionSentence)[] broken =
        [
            .. Enumerable
                .Range(0, heard.Files.Count)
                .Where(i => heard.Failures[i] is not null)
                .Select(i => (heard.Files[i], heard.Failures[i]!)),
        ];
        if (broken.Length > 0)
            yield return WordTable.Counted("note.sounds.broken", broken.Length, ("some", FolderListing.Some(broken)));
    }

    private static IEnumerable<Text> OnFiles(HeardFiles heard, SoundPlan plan)
    {
        SoundShape shape = plan.Shape;
        (HeardFile File, double Seconds)[] longer =
        [
            .. heard
                .Heard.OfType<HeardFile>()
                .Select(file => (file, file.Span.Needed(plan.Options)))
                .Where(each => each.Item2 > shape.Seconds),
        ];
        if (longer.Length > 0)
            yield return WordTable.Counted(
                "note.sounds.longer",
                longer.Length,
                ("most", Seconds(longer.Max(each => each.Seconds)))
            );

        HeardFile[] resampled = [.. heard.Heard.OfType<HeardFile>().Where(file => file.Span.Rate != shape.Rate)];
        if (resampled.Length > 0)
        {
            string[] rates =
            [
                .. resampled
                    .GroupBy(file => file.Span.Rate)
                    .OrderByDescending(group => group.Count())
                    .Select(group => $"{Kilohertz(group.Key)} kHz"),
            ];
            yield return WordTable.Counted("note.sounds.resampled", resampled.Length, ("rates", FolderListing.Some(rates)));
        }

        int mixed = heard.Heard.OfType<HeardFile>().Count(file => file.Channels > shape.Channels && !file.IsUnmixed);
        if (mixed > 0)
            yield return WordTable.Counted(shape.Channels == 1 ? "note.sounds.mixed" : "note.sounds.pair", mixed);
        foreach (Text note in Counted("note.sounds.unmixed", heard, (file, _) => file?.IsUnmixed == true))
            yield return note;
        foreach (Text note in Counted("note.sounds.offset", heard, (file, _) => file?.Offset > 0))
            yield return note;
        foreach (Text note in Counted("note.sounds.limited", heard, (file, _) => file?.Facts.IsLimited == true))
            yield return note;
        foreach (Text note in Counted("note.sounds.cutShort", heard, (file, _) => file?.Facts.IsCutShort == true))
            yield return note;
        foreach (Text note in Counted("note.sounds.more", heard, (file, _) => file?.Facts.HoldsMore == true))
            yield return note;
        if (plan.Options.KeepLoudness)
            foreach (Text note in Counted("note.sounds.tooLoud", heard, (file, _) => file?.Span.Peak > 1))
                yield return note;
    }

    private static IEnumerable<Text> Counted(string key, HeardFiles heard, Func<HeardFile?, int, bool> which)
    {
        string[] files =
        [
            .. Enumerable.Range(0, heard.Files.Count).Where(i => which(heard.Heard[i], i)).Select(i => heard.Files[i]),
        ];
        if (files.Length > 0)
            yield return WordTable.Counted(key, files.Length, ("some", FolderListing.Some(files)));
    }

    private static string Seconds(double seconds) => seconds.ToString(seconds < 10 ? "0.##" : "0", CultureInfo.InvariantCulture);

    private static string Kilohertz(int rate) => (rate / 1000.0).ToString("0.###", CultureInfo.InvariantCulture);
}
