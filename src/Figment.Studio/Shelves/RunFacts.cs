using System.Text.Json;
using Figment.Runs;

namespace Figment.Studio.Shelves;

/// <summary>The options of a run, as names and values.</summary>
internal static class RunFacts
{
    internal static IReadOnlyList<(string Name, string Value)> Of(RunFolder run)
    {
        List<(string Name, string Value)> facts = [];
        using JsonDocument options = RunOptionsFile.ReadAll(run.Root);
        Add("", options.RootElement);
        return facts;

        void Add(string name, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in value.EnumerateObject())
                    Add(name.Length == 0 ? property.Name : $"{name}.{property.Name}", property.Value);
            }
            else if (value.ValueKind != JsonValueKind.Array)
            {
                facts.Add((name, value.ToString()));
            }
        }
    }

    /// <summary>The facts in which runs differ, with the value of each run; empty if a run does not have the fact.</summary>
    internal static IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Differences(IReadOnlyList<RunFolder> runs)
    {
        Dictionary<string, string>[] all = [.. runs.Select(run => Of(run).ToDictionary(fact => fact.Name, fact => fact.Value))];
        return
        [
            .. all.SelectMany(facts => facts.Keys)
                .Distinct()
                .Select(name => (name, (IReadOnlyList<string>)[.. all.Select(facts => facts.GetValueOrDefault(name, ""))]))
                .Where(row => row.Item2.Distinct().Skip(1).Any()),
        ];
    }
}
