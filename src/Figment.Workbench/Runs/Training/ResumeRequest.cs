using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Figment.Backend;
using Figment.Models;
using Figment.Training;

namespace Figment.Runs;

/// <summary>Which run to go on with, and what may change with it.</summary>
public sealed record ResumeRequest : IValidatableObject
{
    /// <summary>The run's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Makes the loop's options for the rest of the options that the run has; null keeps them. Length and intervals may change;
    /// what else changes is refused.
    /// </summary>
    public Func<TrainingOptions, TrainingOptions>? Training { get; init; }

    /// <summary>Options of the model that a user named; values other than the run's are refused.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Model { get; init; } = [];

    /// <summary>The precision that a user named; another than the run's is refused. Null keeps it.</summary>
    public string? Precision { get; init; }

    /// <summary>Where the same data is now; null is where it was.</summary>
    public string? Data { get; init; }

    /// <summary>Another device; null is the one before, or in several processes one of its kind for each.</summary>
    public string? Device { get; init; }

    /// <summary>
    /// Another number of threads, 1 to 1,024; null is as before. Sums come out in another order with it, so the rest is no longer
    /// the same bit for bit.
    /// </summary>
    [Range(1, 1024, ErrorMessage = "The number of threads must be between 1 and 1024.")]
    public int? Threads { get; init; }

    /// <summary>What happens when a number is no longer finite; null is as before.</summary>
    public NotFiniteAction? OnNotFinite { get; init; }

    /// <summary>
    /// The logs to keep from here on, of those in <see cref="RunLogKinds.Names"/>; null goes on with those that the run has.
    /// </summary>
    public IReadOnlyList<string>? Logs { get; init; }

    /// <summary>What may change, by its name in <c>options.json</c>.</summary>
    public static IReadOnlyList<string> Changeable { get; } =
    ["length", "reportEvery", "sampleEvery", "checkpointEvery", "keepEvery", "accumulate"];

    /// <summary>The options for the rest of a run, and in words what changed.</summary>
    /// <exception cref="OptionsException">Something would change that may not; the differences are listed.</exception>
    internal (TrainingOptions Training, IReadOnlyList<string> Changes) ApplyTo(RunOptions run)
    {
        TrainingOptions training = Training?.Invoke(run.Training) ?? run.Training;
        OptionsValidator.ThrowIfInvalid(this, training);
        JsonElement now = OptionsJson.ToElement(training);
        (string Name, string Difference)[] changes =
        [
            .. OptionsJson
                .ToElement(run.Training)
                .EnumerateObject()
                .Where(before => !JsonElement.DeepEquals(before.Value, now.GetProperty(before.Name)))
                .Select(before =>
                    (before.Name, Difference(before.Name, before.Value.ToString(), now.GetProperty(before.Name).ToString()))
                ),
        ];
        string[] refused =
        [
            .. changes.Where(change => !Changeable.Contains(change.Name)).Select(change => change.Difference),
            .. ModelDifferences(run),
        ];
        if (refused.Length > 0)
        {
            throw new OptionsException([
                .. refused.Select(difference => $"{difference} would make another model of this run."),
                $"A run goes on with the options that it began with, but for {string.Join(", ", Changeable)}, and what is "
                    + $"named for this machine: data, device, threads. For others, begin a new run.",
            ]);
        }

        return (training, [.. changes.Select(change => change.Difference)]);
    }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Device is not null && !ComputeDevice.IsKnown(Device))
            yield return new ValidationResult(ComputeDevice.ExplainUnknown(Device));
        foreach (BrokenRule problem in RunLogKinds.Problems(Logs ?? []))
            yield return problem;
    }

    /// <summary>The logs to go on with.</summary>
    /// <exception cref="FigmentException">The run has one that is not known here, and nobody says which to keep.</exception>
    internal IReadOnlyList<string> LogsOf(RunFolder run)
    {
        IReadOnlyList<string> logs = Logs ?? run.Options.Logs;
        string? unknown = logs.FirstOrDefault(name => !RunLogKinds.Names.Contains(name));
        return unknown is null
            ? logs
            : throw new FigmentException(
                OptionSentence.Of(
                    $"{run.Root} keeps a log called '{PrintableText.Of(unknown)}', which this version of Figment does not "
                        + $"know. Say which to keep from here on ({new OptionName(nameof(Logs), RunLogKinds.Names[0])})."
                )
            );
    }

    private List<string> ModelDifferences(RunOptions run)
    {
        List<string> differences = [];
        ModelPreset preset = ModelCatalog.Find(run.Preset);
        JsonElement saved = preset.OfRun(run.Model).ToJson();
        foreach (KeyValuePair<string, string> change in Model)
        {
            JsonElement wanted = preset.WithChanges([change]).ToJson();
            JsonProperty before = saved
                .EnumerateObject()
                .First(property => property.Name.Equals(change.Key, StringComparison.OrdinalIgnoreCase));
            if (!JsonElement.DeepEquals(before.Value, wanted.GetProperty(before.Name)))
                differences.Add(Difference(before.Name, before.Value.ToString(), wanted.GetProperty(before.Name).ToString()));
        }

        if (Precision is not (null or "auto") && Precision != run.Environment.Precision)
            differences.Add(Difference("precision", run.Environment.Precision, Precision));
        return differences;
    }

    private static string Difference(string name, string before, string now) =>
        $"{name}: {(before.Length > 0 ? before : "unset")} → {(now.Length > 0 ? now : "unset")}";
}
