using System.Globalization;
using System.Text.Json;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;
using Figment.Models.Images;
using Figment.Reports;
using Figment.Runs.Pages;

namespace Figment.Runs.Images;

/// <summary>What the page of a model that makes pictures or sounds from latents says about it.</summary>
internal sealed record SamplePage : PageFacts
{
    private SamplePage(IReadOnlyDictionary<string, string> metadata)
        : base(metadata) { }

    /// <summary>The page's parts.</summary>
    internal static PageParts Parts { get; } =
        new("samples.html", "samples.css", ["latents.js", "samples-words.js", "pictures.js", "sounds.js", "samples.js"]);

    /// <inheritdoc/>
    public override string Kind => IsSound ? "sound" : "picture";

    /// <summary>Whether the model makes sounds rather than pictures.</summary>
    public required bool IsSound { get; init; }

    /// <summary>The sample rate in hertz, for sounds.</summary>
    public int? Rate { get; init; }

    /// <summary>The name of the input that takes the number of a class or cluster; null if there is none.</summary>
    public string? Choice { get; init; }

    /// <summary>How often each class or cluster occurs.</summary>
    public IReadOnlyList<double> Counts { get; init; } = [];

    /// <summary>The names of the classes, by number; empty for clusters.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>
    /// The distance of the samples from the real data, relative to the distance of other real data; null if unknown.
    /// </summary>
    public double? TimesReal { get; init; }

    /// <summary>Collects the facts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="metadata">The metadata that all exports have.</param>
    /// <param name="run">The run; null if there is none.</param>
    internal static SamplePage Of(ImageModel model, IReadOnlyDictionary<string, string> metadata, RunFolder? run)
    {
        (string Input, IReadOnlyList<double> Counts)? draws = model.OnnxParts is [{ } sampler, ..] ? sampler.Draws : null;
        return new SamplePage(metadata)
        {
            Run = run is null ? null : PageRun.Of(run.Options, model),
            IsSound = model.Meaning is not null,
            Rate = metadata.TryGetValue("rate", out string? rate) ? int.Parse(rate, CultureInfo.InvariantCulture) : null,
            Choice = draws?.Input,
            Counts = draws?.Counts ?? [],
            Names =
                draws?.Input == "labels" && metadata.TryGetValue("classes", out string? names)
                    ? OptionsJson.Read<string[]>(names)
                    : [],
            TimesReal =
                run?.Model.ReadBest() is { } best
                && best.Step.ToString(CultureInfo.InvariantCulture) == metadata.GetValueOrDefault("step")
                    ? best.Evaluation.TimesReal
                    : null,
            Copied = CopiesFound.ReportOf(run, Read)?.Metrics.FirstOrDefault(result => result.Name == "copied")?.Value,
            AreCopies = run is not null && AreFound(run),
        };
    }

    /// <summary>
    /// Gives a model the frequencies, listed in a page, of the clusters that the model found by itself. Class frequencies are
    /// recorded with the data.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="facts">What the page says.</param>
    /// <exception cref="FileFormatException">The frequencies do not belong to this model.</exception>
    internal static void Give(ImageModel model, JsonElement facts)
    {
        if (model.IsConditional || !facts.TryGetProperty("counts", out JsonElement counts))
            return;
        double[] all = PageFacts.Numbers<double>(counts, element => element.TryGetDouble(out double number) ? number : null);
        if (all.Length > 0)
            model.TakeDraws(all);
    }

    /// <summary>Whether near copies were found, either by an evaluation or during training.</summary>
    internal static bool AreFound(RunFolder run) =>
        CopiesFound.ReportOf(run, Read) is { } report && new Summary(report).Copies is Level copies
            ? copies != Level.Good
            : CopiesFound.InTraining(run);

    private static EvaluationReport? Read(string folder)
    {
        string path = Path.Combine(folder, "report.json");
        return ReportFiles.Has(folder, nameof(SoundReport.Pictures)) ? ReportFiles.Read<SoundReport>(path).Pictures
            : ReportFiles.Has(folder, nameof(EvaluationReport.Generated)) ? ReportFiles.Read<EvaluationReport>(path)
            : null;
    }
}
