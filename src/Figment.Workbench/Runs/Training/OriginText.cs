using Figment.Models;

namespace Figment.Runs;

/// <summary>Describes where a run comes from: what it took over from another run, or the page that it was opened from.</summary>
internal static class OriginText
{
    private const int Named = 4,
        DigitsOfHash = 12;

    /// <summary>
    /// Sentences about what was taken over unchanged, what was adapted, what starts from scratch, and what is frozen.
    /// </summary>
    /// <param name="from">The other run, and what was taken over.</param>
    internal static IReadOnlyList<Text> Of(RunOrigin from)
    {
        ModelStart weights = from.Weights;
        List<Text> all =
        [
            WordTable
                .Template("origin.taken")
                .Fill(
                    ("taken", WordTable.Number(weights.Taken)),
                    ("numbers", WordTable.Number(weights.Numbers)),
                    ("run", PrintableText.Of(from.Run)),
                    ("step", WordTable.Number(from.Step)),
                    ("hash", weights.Sha256[..Math.Min(DigitsOfHash, weights.Sha256.Length)])
                ),
        ];
        bool haveClassesChanged = weights.Adapted.Any(tensor => tensor.By.Contains("classes"));
        if (haveClassesChanged && weights.KeptClasses.Count > 0)
            all.Add(WordTable.Template("origin.kept").Fill(("names", Some(weights.KeptClasses))));
        if (haveClassesChanged && weights.NewClasses.Count > 0)
            all.Add(WordTable.Template("origin.new").Fill(("names", Some(weights.NewClasses))));
        foreach (string difference in (string[])["pixels", "maps", "width"])
        {
            string[] adapted = [.. weights.Adapted.Where(tensor => tensor.By.Contains(difference)).Select(tensor => tensor.Name)];
            if (adapted.Length > 0)
                all.Add(WordTable.Template($"origin.{difference}").Fill(("names", Some(adapted))));
        }

        if (weights.Anew.Count > 0)
            all.Add(WordTable.Template("origin.anew").Fill(("names", Some(weights.Anew))));
        if (from.Frozen.Count > 0)
            all.Add(WordTable.Counted("origin.frozen", from.Frozen.Count, ("names", Some(from.Frozen))));
        return all;
    }

    /// <summary>Sentences saying that a run was opened from a page, what is known about its weights, and what it lacks.</summary>
    /// <param name="page">The page.</param>
    internal static IReadOnlyList<Text> Of(OpenedPage page) =>
        [
            WordTable
                .Template("origin.page")
                .Fill(
                    ("figment", PrintableText.Of(page.Figment)),
                    ("license", PrintableText.Of(page.License)),
                    ("hash", page.Sha256[..Math.Min(DigitsOfHash, page.Sha256.Length)])
                ),
            WordTable.Text($"origin.{(page.Precision == RunFormat.Fp16 ? "rounded" : "whole")}"),
            .. page.Lacks.Select(network => WordTable.Find($"origin.without.{network}")).OfType<Text>(),
        ];

    /// <summary>The same for any run; empty if it started from scratch.</summary>
    /// <param name="options">What the run was made with.</param>
    internal static IReadOnlyList<Text> Of(RunOptions options) =>
        options.OpenedFrom is { } page ? Of(page)
        : options.From is { } from ? Of(from)
        : [];

    private static Text Some(IReadOnlyList<string> names)
    {
        Text first = Text.List(names.Take(Named).Select(PrintableText.Of));
        return names.Count <= Named
            ? first
            : WordTable.Template("origin.some").Fill(("names", first), ("more", WordTable.Number(names.Count - Named)));
    }
}
