using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Figment.Diagnosis;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;
using Figment.Models.Images;
using Figment.Reports;

namespace Figment.Runs.Images;

/// <summary>
/// What the page of a model says of it; nothing of the machine, of folders or of single pictures that it learned from.
/// </summary>
internal sealed record PageFacts
{
    // Its encoder writes <, >, & and quotes as escapes, so that no name can end the element that holds it.
    private static readonly JsonSerializerOptions InPage = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Whether it makes sounds rather than pictures.</summary>
    public required bool IsSound { get; init; }

    /// <summary>The preset.</summary>
    public required string Preset { get; init; }

    /// <summary>The data's name.</summary>
    public required string Data { get; init; }

    /// <summary>Steps of training; null where the weights do not say.</summary>
    public string? Step { get; init; }

    /// <summary>Figment's version.</summary>
    public required string Figment { get; init; }

    /// <summary>The licence that was named for the model.</summary>
    public required string License { get; init; }

    /// <summary>Samples a second, of sounds.</summary>
    public int? Rate { get; init; }

    /// <summary>The input that takes the number of a class or a cluster; null without.</summary>
    public string? Choice { get; init; }

    /// <summary>How often each of these occurs.</summary>
    public IReadOnlyList<double> Counts { get; init; } = [];

    /// <summary>What classes are called, by number; empty of clusters.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>How many times as far from real samples as other real ones are; null where that is not known.</summary>
    public double? TimesReal { get; init; }

    /// <summary>The share of near copies in [0, 1] that an evaluation found; null where there was none.</summary>
    public double? Copied { get; init; }

    /// <summary>Whether there are more near copies of what was learned from than chance explains, as far as is known.</summary>
    public bool AreCopies { get; init; }

    /// <summary>As JSON that can stand in an element of a page.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, InPage);

    /// <summary>Gathers them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="metadata">What all exports say.</param>
    /// <param name="run">The run; null where there is none.</param>
    internal static PageFacts Of(ImageModel model, IReadOnlyDictionary<string, string> metadata, RunFolder? run)
    {
        (string Input, IReadOnlyList<double> Counts)? draws = model.OnnxParts is [{ } sampler, ..] ? sampler.Draws : null;
        EvaluationReport? report = run is null ? null : ReportOf(run.Root);
        return new PageFacts
        {
            IsSound = model.Meaning is not null,
            Preset = metadata["preset"],
            Data = metadata["data"],
            Step = metadata.GetValueOrDefault("step"),
            Figment = metadata["figment"],
            License = metadata["license"],
            Rate = metadata.TryGetValue("rate", out string? rate) ? int.Parse(rate, CultureInfo.InvariantCulture) : null,
            Choice = draws?.Input,
            Counts = draws?.Counts ?? [],
            Names = draws?.Input == "labels" && metadata.TryGetValue("classes", out string? names) ? OptionsJson.Read<string[]>(names) : [],
            TimesReal = run?.Model.ReadBest() is { } best && best.Step.ToString(CultureInfo.InvariantCulture) == metadata.GetValueOrDefault("step")
                ? best.Evaluation.TimesReal
                : null,
            Copied = report?.Metrics.FirstOrDefault(result => result.Name == "copied")?.Value,
            AreCopies = report is not null && new Summary(report).Copies is Level copies ? copies != Level.Good : run is not null && WasWarned(run),
        };
    }

    /// <summary>Whether such a verdict was given in training.</summary>
    private static bool WasWarned(RunFolder run) => File.Exists(run.MetricsFile)
        && run.ReadMetrics(_ => { }).Any(line => line.Verdicts.Any(verdict => verdict.Kind == VerdictKind.Memorisation));

    /// <summary>What an evaluation of the run found; null where there was none, or its file is damaged.</summary>
    private static EvaluationReport? ReportOf(string folder)
    {
        try
        {
            string path = Path.Combine(folder, "report.json");
            return ReportFiles.Has(folder, nameof(SoundReport.Pictures)) ? ReportFiles.Read<SoundReport>(path).Pictures
                : ReportFiles.Has(folder, nameof(EvaluationReport.Generated)) ? ReportFiles.Read<EvaluationReport>(path)
                : null;
        }
        catch (FigmentException)
        {
            return null;
        }
    }
}
