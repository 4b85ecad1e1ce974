using System.Globalization;
using System.Text.Json;
using Figment.Models;

namespace Figment.Runs.Pages;

/// <summary>
/// What a page says about its run, so that anyone who receives the page can open it as a run: how the model was made and from
/// what data, but nothing about the machine. It contains only the parts of <c>options.json</c> that are listed here.
/// </summary>
internal static class PageRun
{
    private const string Key = "run";
    private const long MostSteps = 1_000_000_000_000;
    private const int MostText = 200;

    /// <summary>Returns the JSON for a page.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="model">The model in the page.</param>
    internal static JsonElement Of(RunOptions options, TrainableModel model)
    {
        ArgumentNullException.ThrowIfNull(options);
        RunOptions told = Told(options) with { Model = options.Kind.PageOptions(options.Model, model) };
        using JsonDocument json = JsonDocument.Parse(RunOptionsJson.Write(told));
        return json.RootElement.Clone();
    }

    /// <summary>Reads the options from a page, which anyone may have made.</summary>
    /// <param name="facts">The facts in the page.</param>
    /// <param name="page">The name of the page in errors.</param>
    /// <exception cref="FileFormatException">The page describes no run, or an impossible one.</exception>
    internal static RunOptions Read(JsonElement facts, string page)
    {
        if (!facts.TryGetProperty(Key, out JsonElement run))
        {
            string by = TextIn(facts, "figment") is { Length: > 0 } version ? $" ({version})" : "";
            throw new FileFormatException(
                $"{page} comes from an older version of Figment{by}. Pages from that version can be viewed, but not opened as "
                    + $"runs. Ask whoever sent it to export it again with a newer version."
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
            OptionSentence reason =
                e is JsonException ? OptionSentence.Of($"{JsonReason.Of(e, hasLines: false)}") : OptionSentence.Reason(e);
            throw new FileFormatException(
                $"The training options in {page} cannot be read: {reason}. It is damaged, or was written by a newer version of "
                    + $"Figment.",
                e
            );
        }
    }

    /// <summary>The number of steps for which the model was trained; 0 if the page does not say.</summary>
    internal static long StepIn(JsonElement facts) =>
        long.TryParse(TextIn(facts, "step"), NumberStyles.None, CultureInfo.InvariantCulture, out long step) && step <= MostSteps
            ? step
            : 0;

    /// <summary>A text of the page, without unprintable characters; empty if there is none.</summary>
    internal static string TextIn(JsonElement facts, string key) =>
        facts.TryGetProperty(key, out JsonElement text) && text.ValueKind == JsonValueKind.String ? Shown(text.GetString()!) : "";

    /// <summary>Whether a fact is stated to be true.</summary>
    internal static bool IsSaid(JsonElement facts, string key) =>
        facts.TryGetProperty(key, out JsonElement said) && said.ValueKind == JsonValueKind.True;

    /// <summary>
    /// The part of the options that a page contains. Both the writer and the reader of pages use it, so that nothing else is
    /// written or read.
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
                // The name of a data set, or of a file next to the run; never a path.
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
