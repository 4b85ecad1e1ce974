using Figment.Data.Texts;

namespace Figment.Models.Texts;

/// <summary>
/// Chooses the sizes of a language model that suit its text and its training time. All figures here were measured;
/// docs/experiments.md describes the training runs.
/// </summary>
internal static class GptFit
{
    private const int HeadSize = 32,
        MostMerges = 8192,
        MergeStep = 64;
    private const double LongSeconds = 600; // For training that takes this long or longer, the larger model is better.

    /// <summary>Chooses the options that were left open.</summary>
    internal static GptOptions Fit(GptOptions options, TextDescription texts, TrainingPlan plan, IReadOnlyCollection<string> left)
    {
        (int layers, int width, int context, double tokensPerSecond) =
            plan.Seconds >= LongSeconds ? (6, 192, 256, 12_000) : (4, 128, 128, 33_000);
        options = options with
        {
            Layers = left.Contains(nameof(GptOptions.Layers)) ? layers : options.Layers,
            Width = left.Contains(nameof(GptOptions.Width)) ? width : options.Width,
            Context = left.Contains(nameof(GptOptions.Context)) ? context : options.Context,
            Merges = left.Contains(nameof(GptOptions.Merges)) ? MergesFor(texts) : options.Merges,
        };
        int heads = left.Contains(nameof(GptOptions.Heads)) ? HeadsFor(options.Width) : options.Heads;
        double tokens = plan.Steps is long steps
            ? (double)steps * plan.BatchSize * options.Context
            : plan.Seconds!.Value * tokensPerSecond;
        return options with
        {
            Heads = heads,
            KeyValueHeads = left.Contains(nameof(GptOptions.KeyValueHeads)) ? heads : options.KeyValueHeads,
            Dropout = left.Contains(nameof(GptOptions.Dropout))
                ? DropoutFor(tokens * BytesPerToken(options.Merges) / Math.Max(1, texts.Bytes))
                : options.Dropout,
        };
    }

    /// <summary>Chooses as many heads of 32 numbers as fit; fewer and wider heads where these do not divide the width.</summary>
    private static int HeadsFor(int width) =>
        Enumerable.Range(1, Math.Max(1, width / HeadSize)).Where(heads => width % (2 * heads) == 0).DefaultIfEmpty(1).Max();

    /// <summary>
    /// Chooses one merge per 2 kB of text, because a merge that occurs too rarely cannot be learned. Scripts whose characters
    /// take several bytes get more, because their first merges build single characters.
    /// </summary>
    private static int MergesFor(TextDescription texts)
    {
        const double BytesPerMerge = 2048;
        double bytesPerCharacter = (double)texts.Bytes / Math.Max(1, texts.Characters);
        return (int)Math.Min(MostMerges, texts.Bytes / (BytesPerMerge / Math.Pow(bytesPerCharacter, 1.5)))
            / MergeStep
            * MergeStep;
    }

    /// <summary>
    /// Estimates how many bytes of text a token stands for: 2.1 with 448 merges of English, 3 with 3,072 of Chinese.
    /// </summary>
    private static double BytesPerToken(int merges) => 1 + (0.35 * Math.Log2(1 + (merges / 64.0)));

    /// <summary>Chooses more dropout the more often the text is seen, to prevent memorisation.</summary>
    /// <param name="passes">How many times the whole text is seen.</param>
    private static double DropoutFor(double passes) =>
        passes switch
        {
            < 7.5 => 0,
            < 12 => 0.1,
            _ => 0.2,
        };
}
