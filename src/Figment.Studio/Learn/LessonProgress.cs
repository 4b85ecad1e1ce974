using System.Text.Json;
using Figment.Studio.Hosting;
using Microsoft.JSInterop;

namespace Figment.Studio.Learn;

/// <summary>
/// The steps of the lessons that a reader has finished, and the step that was opened last. The browser stores this
/// (<c>learn.js</c>), because the process of a studio is short-lived and has no accounts. A browser may return anything; only
/// steps that exist count.
/// </summary>
/// <param name="Done">The ids of the finished steps.</param>
/// <param name="Last">The step that was opened last; null before the first.</param>
internal sealed record LessonProgress(IReadOnlyList<string> Done, string? Last)
{
    /// <summary>The progress of a reader who has not begun.</summary>
    internal static LessonProgress None { get; } = new([], null);

    /// <summary>The number of finished steps of a lesson.</summary>
    internal int DoneOf(Lesson lesson) => lesson.Steps.Count(step => Done.Contains(step.Id));

    /// <summary>The step at which to continue a lesson: where the reader was, or else the first unfinished step.</summary>
    internal LessonStep Next(Lesson lesson) =>
        lesson.Steps.FirstOrDefault(step => step.Id == Last && !Done.Contains(step.Id))
        ?? lesson.Steps.FirstOrDefault(step => !Done.Contains(step.Id))
        ?? lesson.Steps[0];

    /// <summary>The progress after another step was opened or finished.</summary>
    internal LessonProgress With(string? opened = null, string? done = null) =>
        new(done is null || Done.Contains(done) ? Done : [.. Done, done], opened ?? Last);

    /// <summary>Reads the content of a browser's storage, which may be damaged or from another version.</summary>
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

    /// <summary>The text that a browser stores.</summary>
    internal string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>The script of the lessons.</summary>
    internal static ValueTask<IJSObjectReference> ScriptOf(IJSRuntime script) =>
        script.InvokeAsync<IJSObjectReference>("import", $"./{EmbeddedAssets.Url("learn.js")}");

    private static bool IsStep(string? id) => Lesson.All.Any(lesson => lesson.Steps.Any(step => step.Id == id));
}
