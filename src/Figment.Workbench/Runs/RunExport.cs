using System.Globalization;
using Figment.Formats;

namespace Figment.Runs;

/// <summary>What the files of an exported model tell about where it comes from.</summary>
internal static class RunExport
{
    /// <summary>What the files say where nobody has chosen a licence.</summary>
    public const string LicenseNotStated = "not stated";

    /// <summary>
    /// Preset, data with its SHA-256, seed, step, what the kind of data adds, the names of the classes (<c>classes</c>, a JSON
    /// list by class number), Figment's version and the licence, as text by name.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="checkpoint">Which of its weights are exported.</param>
    /// <param name="license">The licence that the files name.</param>
    public static Dictionary<string, string> ExportMetadata(
        this RunFolder run,
        Checkpoint checkpoint,
        string license = LicenseNotStated
    )
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
        metadata["license"] = license;
        return metadata;
    }
}
