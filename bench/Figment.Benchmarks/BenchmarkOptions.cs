using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Models;

namespace Figment.Benchmarks;

/// <summary>The options that several benchmarks share, and the line of JSON that each can end with.</summary>
internal static class BenchmarkOptions
{
    private static readonly JsonSerializerOptions SnakeCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal static Argument<string> Preset(string description) =>
        new Argument<string>("PRESET") { Description = description }.AcceptOnlyFromAmong([
            .. ModelCatalog.Presets.Select(preset => preset.Name),
        ]);

    internal static Option<bool> Json() => new("--json") { Description = "End with one line of JSON" };

    internal static Option<int> Number(string name, string description, int value, int least = 1)
    {
        Option<int> option = new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => value,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < least)
                result.AddError($"{name} must be at least {least}.");
        });
        return option;
    }

    /// <summary>Names in snake_case; what is null is omitted.</summary>
    internal static void WriteJson<T>(this TextWriter output, T report) =>
        output.WriteLine(JsonSerializer.Serialize(report, SnakeCase));
}
