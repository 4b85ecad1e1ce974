using System.Text.Json;
using Figment.Studio.Hosting;
using Microsoft.JSInterop;

namespace Figment.Studio.Learn;

/// <summary>
/// Which steps of the lessons a reader has done and where they were last. The browser keeps it (<c>learn.js</c>), since a
/// studio's process is short-lived and knows no accounts; what it gives back may be anything, and only steps that there are
/// count.
/// </summary>
/// <param name="Done">The ids of the steps that were done.</param>
/// <param name="Last">The step that was open last; null before the first.</param>
internal sealed record LessonProgress(IReadOnlyList<string> Done, string? Last)
{
    /// <summary>Of somebody who has not begun.</summary>
    internal static LessonProgress None { get; } = new([], null);

    /// <summary>How many steps of a lesson were done.</summary>
    internal int DoneOf(Lesson lesson) => lesson.Steps.Count(step => Done.Contains(step.Id));

    /// <summary>The step at which to go on with a lesson: where the reader was, or else the first that is not done.</summary>
    internal LessonStep Next(Lesson lesson) =>
        lesson.Steps.FirstOrDefault(step => step.Id == Last && !Done.Contains(step.Id))
        ?? lesson.Steps.FirstOrDefault(step => !Done.Contains(step.Id))
        ?? lesson.Steps[0];

    /// <summary>The same after another step was opened, or done.</summary>
    internal LessonProgress With(string? opened = null, string? done = null) =>
        new(done is null || Done.Contains(done) ? Done : [.. Done, done], opened ?? Last);

    /// <summary>What stands in a browser's store, which may be damaged or of another version.</summary>
    internal static LessonProgress Read(string? kept)
    {
        try
        {
            LessonProgress? read = kept is null
                ? null
                : JsonSerializer.Deserialize<LessonProgress>(kept, JsonSerializerOptions.Web);
            return read is null
                ? None
                : new([.. (read.Done ?? []).Where(IsStep).Distinct()], IsStep(read.Last) ? read.Last : null);
        }
        catch (JsonException)
        {
            return None;
        }
    }

    /// <summary>What a browser keeps.</summary>
    internal string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>The script of the lessons.</summary>
    internal static ValueTask<IJSObjectReference> ScriptOf(IJSRuntime script) =>
        script.InvokeAsync<IJSObjectReference>("import", $"./{EmbeddedAssets.Url("learn.js")}");

    private static bool IsStep(string? id) => Lesson.All.Any(lesson => lesson.Steps.Any(step => step.Id == id));
}
