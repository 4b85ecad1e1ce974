using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Figment.Backend;
using Figment.Models;
using Figment.Training;

namespace Figment.Runs;

/// <summary>A run to continue, and what changes.</summary>
public sealed record ResumeRequest : IValidatableObject
{
    /// <summary>The run's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Changes the run's options for the training loop; null keeps them. Length and intervals may change; other changes are
    /// rejected.
    /// </summary>
    public Func<TrainingOptions, TrainingOptions>? Training { get; init; }

    /// <summary>Model options that a user set; values that differ from the run's are rejected.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Model { get; init; } = [];

    /// <summary>The precision that a user set; it is rejected if it differs from the run's. Null keeps it.</summary>
    public string? Precision { get; init; }

    /// <summary>Where the training data is now; null uses the original place.</summary>
    public string? Data { get; init; }

    /// <summary>
    /// Another device; null uses the original one or, with several processes, a device of the same kind for each.
    /// </summary>
    public string? Device { get; init; }

    /// <summary>
    /// Another number of threads, from 1 to 1,024; null keeps it. Sums are then computed in another order, so the results are no
    /// longer bit for bit the same.
    /// </summary>
    [Range(1, 1024, ErrorMessage = "The number of threads must be between 1 and 1024.")]
    public int? Threads { get; init; }

    /// <summary>What happens when a number becomes NaN or infinite; null keeps the run's choice.</summary>
    public NotFiniteAction? OnNotFinite { get; init; }

    /// <summary>
    /// The logs to keep from now on, chosen from <see cref="RunLogKinds.Names"/>; null continues the run's logs.
    /// </summary>
    public IReadOnlyList<string>? Logs { get; init; }

    /// <summary>The options that may change, by their names in <c>options.json</c>.</summary>
    public static IReadOnlyList<string> Changeable { get; } =
    ["length", "reportEvery", "sampleEvery", "checkpointEvery", "keepEvery", "accumulate"];

    /// <summary>The options for the rest of a run, and what changed, in words.</summary>
    /// <exception cref="OptionsException">
    /// The request changes an option that must stay the same; the error lists all such options.
    /// </exception>
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
                .. refused.Select(difference => OptionSentence.Of($"{difference} would create a different model.")),
                $"A run continues with its original options. Only {string.Join(", ", Changeable)} and the settings of this "
                    + $"machine (data, device, threads) can change. For other options, start a new run.",
            ]);
        }

        return (training, [.. changes.Select(change => change.Difference)]);
    }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Device is not null && !ComputeDevice.IsKnown(Device))
            yield return new BrokenRule(null, ComputeDevice.ExplainUnknown(Device));
        foreach (BrokenRule problem in RunLogKinds.Problems(Logs ?? []))
            yield return problem;
    }

    /// <summary>The logs to continue with.</summary>
    /// <exception cref="FigmentException">
    /// The run has a log of an unknown kind, and the request does not say which logs to keep.
    /// </exception>
    internal IReadOnlyList<string> LogsOf(RunFolder run)
    {
        IReadOnlyList<string> logs = Logs ?? run.Options.Logs;
        string? unknown = logs.FirstOrDefault(name => !RunLogKinds.Names.Contains(name));
        return unknown is null
            ? logs
            : throw new FigmentException(
                OptionSentence.Of(
                    $"{run.Root} writes a log called '{PrintableText.Of(unknown)}', which this version of Figment does not know. "
                        + $"Say which logs to write from now on ({new OptionName(nameof(Logs), RunLogKinds.Names[0])})."
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
