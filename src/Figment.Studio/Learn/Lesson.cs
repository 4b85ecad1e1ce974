using Figment.Studio.Words;

namespace Figment.Studio.Learn;

/// <summary>One step of a lesson: what is explained, then what can be tried.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Paragraphs">The explanation; glossary entries are linked at the first use of their word.</param>
/// <param name="Live">Introduces the live part under it.</param>
/// <param name="TryThis">One thing to try there.</param>
internal sealed record LessonStep(string Id, Text Title, IReadOnlyList<Text> Paragraphs, Text Live, Text TryThis);

/// <summary>A lesson, step by step; what it says stands in the table of words.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Steps">Its steps, each with an id that no other lesson has.</param>
internal sealed record Lesson(Text Title, IReadOnlyList<LessonStep> Steps)
{
    /// <summary>The lessons: the well-known tutorial in which a GAN of dense layers learns to write digits, and a language model.</summary>
    internal static IReadOnlyList<Lesson> All { get; } =
    [
        Of("lesson", Ui.LessonTitle),
        Of("textLesson", Ui.TextLessonTitle),
    ];

    private static Lesson Of(string section, Text title)
    {
        return new Lesson(title, [.. WordTable.NamesBelow(section).Select(Step)]);

        LessonStep Step(string id) => new(
            id, Say(id, "title"), [.. WordTable.NamesBelow($"{section}.{id}.paragraphs").Select(number => Say(id, $"paragraphs.{number}"))], Say(id, "live"), Say(id, "tryThis"));

        Text Say(string id, string part) => WordTable.Text($"{section}.{id}.{part}");
    }
}
