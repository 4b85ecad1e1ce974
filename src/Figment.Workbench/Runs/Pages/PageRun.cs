using System.Globalization;
using System.Text.Json;
using Figment.Models;

namespace Figment.Runs.Pages;

/// <summary>
/// What a page tells of the run that it shows, so that whoever gets it can open it as one: what the model was made with and for,
/// and nothing of where. It is the part of <c>options.json</c> that is named here, and what is not named stays out.
/// </summary>
internal static class PageRun
{
    private const string Key = "run";
    private const long MostSteps = 1_000_000_000_000;
    private const int MostText = 200;

    /// <summary>As it stands in a page.</summary>
    /// <param name="options">What the run was made with.</param>
    /// <param name="model">The model that is in the page.</param>
    internal static JsonElement Of(RunOptions options, TrainableModel model)
    {
        ArgumentNullException.ThrowIfNull(options);
        RunOptions told = Told(options) with { Model = options.Kind.PageOptions(options.Model, model) };
        using JsonDocument json = JsonDocument.Parse(RunOptionsJson.Write(told));
        return json.RootElement.Clone();
    }

    /// <summary>Reads it, from a page that anybody may have made.</summary>
    /// <param name="facts">What the page says.</param>
    /// <param name="page">What to call the page in errors.</param>
    /// <exception cref="FileFormatException">It says nothing of a run, or what cannot be.</exception>
    internal static RunOptions Read(JsonElement facts, string page)
    {
        if (!facts.TryGetProperty(Key, out JsonElement run))
        {
            string by = TextIn(facts, "figment") is { Length: > 0 } version ? $" ({version})" : "";
            throw new FileFormatException(
                $"{page} is of an older Figment{by}, whose pages can be looked at and not be opened as a run. "
                    + $"Ask whoever sent it to export it again with a newer one."
            );
        }

        try
        {
            RunOptions told = Told(RunOptionsJson.Read(run.GetRawText()));
            OptionsValidator.ThrowIfInvalid(told.Training);
            return told;
        }
        catch (Exception e) when (e is JsonException or FigmentException)
        {
            string reason = e is JsonException ? JsonReason.Of(e, hasLines: false) : e.Message.TrimEnd('.');
            throw new FileFormatException(
                $"What {page} says of its training does not read: {reason}. It is damaged, or a newer Figment wrote it.",
                e
            );
        }
    }

    /// <summary>How many steps the model had learned for; 0 where the page does not say.</summary>
    internal static long StepIn(JsonElement facts) =>
        long.TryParse(TextIn(facts, "step"), NumberStyles.None, CultureInfo.InvariantCulture, out long step) && step <= MostSteps
            ? step
            : 0;

    /// <summary>A text that the page says, without what cannot be shown; empty where there is none.</summary>
    internal static string TextIn(JsonElement facts, string key) =>
        facts.TryGetProperty(key, out JsonElement text) && text.ValueKind == JsonValueKind.String ? Shown(text.GetString()!) : "";

    /// <summary>Whether the page says so.</summary>
    internal static bool IsSaid(JsonElement facts, string key) =>
        facts.TryGetProperty(key, out JsonElement said) && said.ValueKind == JsonValueKind.True;

    /// <summary>
    /// What is told of a run and believed of a page: by both ends the same, so that neither lets out or in what it should not.
    /// </summary>
    private static RunOptions Told(RunOptions options)
    {
        RunData data = options.Data;
        string name = Shown(data.Name);
        return new RunOptions
        {
            Preset = options.Preset,
            Model = options.Model,
            Training = options.Training,
            Randomness = options.Randomness,
            Data = data with
            {
                // The name of a data set, or what might be called so beside the run; never a path.
                Source = data.FullPath is null && FileNames.Safe(data.Source) == data.Source ? data.Source : FileNames.Safe(name),
                Name = name,
                Classes = [.. data.Classes.Select(entry => new RunClass(Shown(entry.Name), entry.Count))],
                FullPath = null,
                Notes = [],
            },
            Environment = new RunEnvironment(Shown(options.Environment.Figment), "", "", "cpu", 1),
        };
    }

    private static string Shown(string text)
    {
        string shown = PrintableText.Of(text);
        return shown.Length <= MostText ? shown : $"{shown[..MostText]}…";
    }
}
