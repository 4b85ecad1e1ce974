using System.Globalization;
using Figment.Formats;

namespace Figment.Runs;

/// <summary>What the files of an exported model say about its origin.</summary>
internal static class RunExport
{
    /// <summary>The licence in the files if the user names none.</summary>
    public const string LicenseNotStated = "not stated";

    /// <summary>
    /// The metadata of an export, by name: preset, data with its SHA-256, seed, step, facts specific to the kind of data, the
    /// names of the classes (<c>classes</c>, a JSON list by class number), Figment's version, and the licence.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="checkpoint">The weights to export.</param>
    /// <param name="license">
    /// The licence to state in the files; null keeps the licence of the page that the run was opened from.
    /// </param>
    public static Dictionary<string, string> ExportMetadata(this RunFolder run, Checkpoint checkpoint, string? license = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunOptions options = run.Options;
        IReadOnlyDictionary<string, string> weights = SafeTensorsFile.ReadMetadata(run.FileOf(checkpoint));
        Dictionary<string, string> metadata = new()
        {
            ["preset"] = options.Preset,
            ["data"] = options.Data.Name,
            ["data.sha256"] = options.Data.Sha256,
            ["seed"] = options.Training.Seed.ToString(CultureInfo.InvariantCulture),
        };
        foreach ((string name, string fact) in options.Kind.ExportFacts(options.Data))
            metadata[name] = fact;
        metadata["figment"] = options.Environment.Figment;
        if (weights.TryGetValue("step", out string? step))
            metadata["step"] = step;
        if (options.Data.Classes.Count > 0)
            metadata["classes"] = OptionsJson.WriteLine(options.Data.Classes.Select(entry => entry.Name).ToArray());
        metadata["license"] = license ?? options.OpenedFrom?.License ?? LicenseNotStated;
        return metadata;
    }
}
