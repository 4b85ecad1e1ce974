using Figment.Runs;
using Figment.Runs.Texts;

namespace Figment.Cli.Terminal;

/// <summary>What is printed at the end of training, for one kind of data.</summary>
/// <param name="Kind">The kind of data; empty for all kinds that have no entry of their own.</param>
/// <param name="Grew">What the animation shows, with the number of samples; null if there is no animation.</param>
/// <param name="Curves">What the losses alone do not show.</param>
/// <param name="More">How to make more samples, with the run's folder and the command's name.</param>
internal sealed record KindWords(string Kind, string? Grew, string Curves, string More)
{
    private const string Dialogues = "dialogues";

    private static readonly KindWords[] All =
    [
        new(
            "images",
            "the same {0} images as training progressed",
            "losses alone do not show whether the images are good",
            "Make more images:   {1} generate {0} --count 64 --seed 7 --out digits.png"
        ),
        new(
            "sounds",
            "the same {0} sounds as training progressed, as pictures",
            "losses alone do not show whether the sounds are good",
            "Make more sounds:   {1} generate {0} --count 64 --seed 7 --out sounds/"
        ),
        new("texts", null, "held-out text is what counts", "Let it write:       {1} generate {0}"),
        new(Dialogues, null, "held-out text is what counts", "Talk with it:       {1} chat {0}"),
        new("", null, "losses alone do not show whether the samples are good", "Make more:          {1} generate {0}"),
    ];

    /// <summary>The words for a run.</summary>
    internal static KindWords Of(RunOptions run)
    {
        string kind = run.Data is TextRunData { Dialogues: > 0 } ? Dialogues : run.Kind.Name;
        return All.FirstOrDefault(words => words.Kind == kind) ?? All[^1];
    }
}
