using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Figment.Diagnosis;

namespace Figment.Runs.Pages;

/// <summary>
/// What the page of any model says of it; nothing of the machine, of folders or of single things that it learned from.
/// </summary>
internal abstract record PageFacts
{
    // Its encoder writes <, >, & and quotes as escapes, so that no name can end the element that holds it.
    private static readonly JsonSerializerOptions InPage = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Gathers what all exports say.</summary>
    /// <param name="metadata">It.</param>
    private protected PageFacts(IReadOnlyDictionary<string, string> metadata)
    {
        (Preset, Data, Step) = (metadata["preset"], metadata["data"], metadata.GetValueOrDefault("step"));
        (Figment, License) = (metadata["figment"], metadata["license"]);
    }

    /// <summary>What it makes: a picture, a sound or a text.</summary>
    public abstract string Kind { get; }

    /// <summary>The preset.</summary>
    public string Preset { get; }

    /// <summary>The data's name.</summary>
    public string Data { get; }

    /// <summary>Steps of training; null where the weights do not say.</summary>
    public string? Step { get; }

    /// <summary>Figment's version.</summary>
    public string Figment { get; }

    /// <summary>The licence that was named for the model.</summary>
    public string License { get; }

    /// <summary>The share of near copies in [0, 1] that an evaluation found; null where there was none.</summary>
    public double? Copied { get; init; }

    /// <summary>Whether there are more near copies of what was learned from than chance explains, as far as is known.</summary>
    public bool AreCopies { get; init; }

    /// <summary>As JSON that can stand in an element of a page.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, GetType(), InPage);

    /// <summary>Whether near copies were found while it trained.</summary>
    private protected static bool WasWarned(RunFolder? run) => run is not null && File.Exists(run.MetricsFile)
        && run.ReadMetrics(_ => { }).Any(line => line.Verdicts.Any(verdict => verdict.Kind == VerdictKind.Memorisation));

    /// <summary>What an evaluation of the run found; null where there was none, or its file is damaged.</summary>
    /// <typeparam name="T">A report.</typeparam>
    /// <param name="run">The run; null where there is none.</param>
    /// <param name="read">Reads it; null where it is of another kind.</param>
    private protected static T? ReportOf<T>(RunFolder? run, Func<string, T?> read)
        where T : class
    {
        try
        {
            return run is null ? null : read(run.Root);
        }
        catch (FigmentException)
        {
            return null;
        }
    }
}
