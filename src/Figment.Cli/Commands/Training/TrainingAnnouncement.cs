using System.Text.Json;
using Figment.Cli.Terminal;
using Figment.Runs;
using Figment.Training;

namespace Figment.Cli.Commands;

/// <summary>What training prints before its first step: what it left out or guessed, and what it will do.</summary>
internal static class TrainingAnnouncement
{
    /// <summary>Prints it.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="request">The request.</param>
    /// <param name="forecast">The measured cost of a step; null if none was measured.</param>
    /// <param name="language">The language for texts of the library that exist in two languages.</param>
    /// <param name="view">Where to print it.</param>
    internal static void Say(
        RunFolder folder,
        TrainingRequest request,
        StepForecast? forecast,
        Language language,
        TrainingView view
    )
    {
        TrainingOptions training = folder.Options.Training;
        Figment.Text[] notes = [.. folder.Options.Data.Notes, .. folder.Options.Extractor?.Notes ?? []];
        foreach (Figment.Text note in notes)
            view.Say(note.In(language));
        RunEnvironment environment = folder.Options.Environment;
        string items = Words.Count(folder.Options.Data.Count, folder.Options.Kind.Name),
            of = folder.Options.Data.ItemText is string item ? $" of {item}" : "",
            pieces = training.Accumulate > 1 ? $" in {training.Accumulate} pieces" : "",
            each = environment.Processes is int processes ? $" in each of {processes} processes" : "";
        view.Say(
            $"Training {request.Preset.Name} on {folder.Options.Data.Name} ({items}{of}), {training.Length}, batch "
                + $"{training.BatchSize}{pieces}, seed {training.Seed}, {environment.Device} {environment.Precision} with "
                + $"{environment.Threads} threads{each}."
        );
        if (folder.Options.From is RunOrigin from)
            foreach (Figment.Text said in OriginText.Of(from))
                view.Say(said.In(language));
        string[] fitted =
        [
            .. request
                .Preset.OptionList.Where(option =>
                    option.Default is null
                    && folder.Options.Model.TryGetProperty(option.Name, out JsonElement value)
                    && value.ValueKind != JsonValueKind.Null
                )
                .Select(option => $"{option.Name}={folder.Options.Model.GetProperty(option.Name)}"),
        ];
        if (fitted.Length > 0)
            view.Say($"Adapted to data and time: {string.Join(", ", fitted)}.");
        foreach (Figment.Text note in forecast?.Notes ?? [])
            view.Say(note.In(language));
    }
}
