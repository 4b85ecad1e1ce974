using System.Text.Json;
using Figment.Data.Texts;
using Figment.Evaluation.Texts;
using Figment.Models.Texts;
using Figment.Runs.Pages;

namespace Figment.Runs.Texts;

/// <summary>What the page of a language model says about it, and what its script needs to write with it.</summary>
internal sealed record TextPage : PageFacts
{
    private TextPage(IReadOnlyDictionary<string, string> metadata)
        : base(metadata) { }

    /// <summary>The page's parts.</summary>
    internal static PageParts Parts { get; } = new("writing.html", "writing.css", ["texts.js", "writing-words.js", "writing.js"]);

    /// <inheritdoc/>
    public override string Kind => "text";

    /// <summary>The context length in tokens.</summary>
    public required int Context { get; init; }

    /// <summary>The left and right token of each merge of its tokenizer, in order.</summary>
    public required IReadOnlyList<int> Merges { get; init; }

    /// <summary>Whether it was trained on dialogues, so that it answers messages.</summary>
    public required bool Dialogues { get; init; }

    /// <summary>Collects the facts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="metadata">The metadata that all exports have.</param>
    /// <param name="run">The run; null if there is none.</param>
    internal static TextPage Of(TextModel model, IReadOnlyDictionary<string, string> metadata, RunFolder? run)
    {
        return new TextPage(metadata)
        {
            Run = run is null ? null : PageRun.Of(run.Options, model),
            Context = model.Context,
            Merges = [.. model.Tokenizer.Merges.SelectMany(merge => (int[])[merge.Left, merge.Right])],
            Dialogues = model.KnowsDialogues,
            Copied = CopiesFound.ReportOf(run, Read)?.Made.CopiedShort,
            AreCopies = run is not null && AreFound(run),
        };
    }

    /// <summary>Gives a model the tokenizer from a page.</summary>
    /// <param name="model">The model.</param>
    /// <param name="facts">What the page says.</param>
    /// <exception cref="FileFormatException">There is no tokenizer, or it belongs to another model.</exception>
    internal static void Give(TextModel model, JsonElement facts)
    {
        if (!facts.TryGetProperty("merges", out JsonElement merges))
            throw new FileFormatException("The page does not describe its model's tokenizer.");
        int[] tokens = PageFacts.Numbers<int>(merges, element => element.TryGetInt32(out int token) ? token : null);
        if (tokens.Length % 2 != 0)
            throw new FileFormatException("The page's data for the tokenizer ends in the middle of a merge.");
        model.Take(new Tokenizer([.. tokens.Chunk(2).Select(pair => (pair[0], pair[1]))]));
    }

    /// <summary>Whether copied passages were found, either by an evaluation or during training.</summary>
    internal static bool AreFound(RunFolder run) =>
        CopiesFound.ReportOf(run, Read) is { } report
            ? TextRules.AreCopies(report.Made, report.Real)
            : CopiesFound.InTraining(run);

    private static TextReport? Read(string folder) =>
        ReportFiles.Has(folder, nameof(TextReport.HeldOut))
            ? ReportFiles.Read<TextReport>(Path.Combine(folder, "report.json"))
            : null;
}
