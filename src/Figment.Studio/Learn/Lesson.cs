namespace Figment.Studio.Learn;

/// <summary>One step of the lesson: what is explained, then what can be tried.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Paragraphs">The explanation; glossary entries are linked at the first use of their word.</param>
/// <param name="Live">Introduces the live part under it.</param>
/// <param name="TryThis">One thing to try there.</param>
internal sealed record LessonStep(string Id, Text Title, IReadOnlyList<Text> Paragraphs, Text Live, Text TryThis);

/// <summary>The well-known tutorial in which a GAN of dense layers learns to write digits, step by step; what it says stands in the table of words.</summary>
internal static class Lesson
{
    internal static IReadOnlyList<LessonStep> Steps { get; } = [.. WordTable.NamesBelow("lesson").Select(Step)];

    private static LessonStep Step(string id) => new(
        id, Say(id, "title"), [.. WordTable.NamesBelow($"lesson.{id}.paragraphs").Select(number => Say(id, $"paragraphs.{number}"))], Say(id, "live"), Say(id, "tryThis"));

    private static Text Say(string id, string part) => WordTable.Text($"lesson.{id}.{part}");
}
