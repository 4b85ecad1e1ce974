using System.Globalization;
using System.Text.Json;
using Figment.Runs;

namespace Figment.Cli.Commands;

/// <summary>The options of the compared runs.</summary>
internal static class ComparedOptions
{
    /// <summary>Lines for the options that differ; none if nothing differs or a subject is not a run.</summary>
    internal static IEnumerable<string> Differences(string[] subjects)
    {
        (string Name, string[] Values)[] differing = [.. Differing(subjects)];
        if (differing.Length == 0)
            yield break;
        yield return "";
        yield return "Options that differ:";
        foreach ((string name, string[] values) in differing)
            yield return $"{name, -20}{string.Concat(values.Select(value => $"{value, 18}"))}";
    }

    private static IEnumerable<(string Name, string[] Values)> Differing(string[] subjects)
    {
        if (!subjects.All(RunFolder.Is))
            yield break;
        Dictionary<string, string>[] options = [.. subjects.Select(subject => Flatten(RunFolder.Open(subject).Options))];
        foreach (string name in options.SelectMany(each => each.Keys).Distinct())
        {
            string[] values = [.. options.Select(each => each.GetValueOrDefault(name, "–"))];
            if (values.Distinct().Count() > 1)
                yield return (name, values);
        }
    }

    private static Dictionary<string, string> Flatten(RunOptions options)
    {
        Dictionary<string, string> flat = new() { ["preset"] = options.Preset, ["data"] = options.Data.Name };
        foreach (JsonProperty option in options.Model.EnumerateObject())
            flat[option.Name] = option.Value.ToString();
        flat["length"] = options.Training.Length.ToString();
        flat["batch"] = options.Training.BatchSize.ToString(CultureInfo.InvariantCulture);
        flat["seed"] = options.Training.Seed.ToString(CultureInfo.InvariantCulture);
        flat["figment"] = options.Environment.Figment;
        flat["device"] = options.Environment.Device;
        flat["threads"] = options.Environment.Threads.ToString(CultureInfo.InvariantCulture);
        return flat;
    }
}
