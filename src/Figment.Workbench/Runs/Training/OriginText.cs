using Figment.Models;

namespace Figment.Runs;

/// <summary>Describes what a run took over from another run.</summary>
internal static class OriginText
{
    private const int Named = 4,
        DigitsOfHash = 12;

    /// <summary>Sentences about what was taken over unchanged, what was adapted, what starts anew, and what is frozen.</summary>
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

    private static Text Some(IReadOnlyList<string> names)
    {
        Text first = Text.List(names.Take(Named).Select(PrintableText.Of));
        return names.Count <= Named
            ? first
            : WordTable.Template("origin.some").Fill(("names", first), ("more", WordTable.Number(names.Count - Named)));
    }
}
