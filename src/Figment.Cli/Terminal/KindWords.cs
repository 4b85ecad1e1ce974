using Figment.Runs;
using Figment.Runs.Texts;

namespace Figment.Cli.Terminal;

/// <summary>What is said at the end of a training to those who made something of one kind: a line for each kind.</summary>
/// <param name="Kind">The kind of data; empty for all that have no line.</param>
/// <param name="Grew">What the animation shows, with the number of samples; null where there is none.</param>
/// <param name="Curves">What the losses alone do not say.</param>
/// <param name="More">What to do for more of it, with the run's folder and the command's name.</param>
internal sealed record KindWords(string Kind, string? Grew, string Curves, string More)
{
    private const string Dialogues = "dialogues";

    private static readonly KindWords[] All =
    [
        new(
            "images",
            "the same {0} images as they grew",
            "the losses alone do not say whether the images are good",
            "Make more images:   {1} generate {0} --count 64 --seed 7 --out digits.png"
        ),
        new(
            "sounds",
            "the same {0} sounds as they grew, as pictures",
            "the losses alone do not say whether the sounds are good",
            "Make more sounds:   {1} generate {0} --count 64 --seed 7 --out sounds/"
        ),
        new("texts", null, "held-out text is what counts", "Let it write:       {1} generate {0}"),
        new(Dialogues, null, "held-out text is what counts", "Talk with it:       {1} chat {0}"),
        new("", null, "the losses alone do not say whether the samples are good", "Make more:          {1} generate {0}"),
    ];

    /// <summary>The words for a run.</summary>
    internal static KindWords Of(RunOptions run)
    {
        string kind = run.Data is TextRunData { Dialogues: > 0 } ? Dialogues : run.Kind.Name;
        return All.FirstOrDefault(words => words.Kind == kind) ?? All[^1];
    }
}
