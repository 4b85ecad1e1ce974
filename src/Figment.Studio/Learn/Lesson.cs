using Figment.Studio.Words;

namespace Figment.Studio.Learn;

/// <summary>One step of a lesson: an explanation, then something to try.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Paragraphs">The explanation; glossary entries are linked at the first use of their word.</param>
/// <param name="Live">Introduces the live part below it.</param>
/// <param name="TryThis">One thing to try there.</param>
internal sealed record LessonStep(string Id, Text Title, IReadOnlyList<Text> Paragraphs, Text Live, Text TryThis);

/// <summary>A lesson in steps; its texts are in the table of words.</summary>
/// <param name="Id">Its name in addresses, which differs from that of every step.</param>
/// <param name="Title">The title.</param>
/// <param name="What">The topic, in one or two sentences.</param>
/// <param name="Minutes">The approximate duration in minutes.</param>
/// <param name="Steps">Its steps; the id of each is unique among all lessons.</param>
internal sealed record Lesson(string Id, Text Title, Text What, int Minutes, IReadOnlyList<LessonStep> Steps)
{
    /// <summary>
    /// The lessons: the well-known tutorial in which a GAN of dense layers learns to write digits, and lessons on a language
    /// model, on sounds, and on one's own pictures.
    /// </summary>
    internal static IReadOnlyList<Lesson> All { get; } =
    [
        Of("digits", "lesson", Ui.LessonTitle, LearnWords.DigitsWhat, 25),
        Of("texts", "textLesson", Ui.TextLessonTitle, LearnWords.TextsWhat, 20),
        Of("sounds", "soundLesson", LearnWords.SoundTitle, LearnWords.SoundsWhat, 15),
        Of("pictures", "pictureLesson", LearnWords.PictureTitle, LearnWords.PicturesWhat, 15),
    ];

    /// <summary>The step with the given id, or the first step of the lesson with that id. Null if there is none.</summary>
    internal static (Lesson Lesson, int Step)? Find(string? id)
    {
        foreach (Lesson lesson in All)
        {
            if (lesson.Id == id)
                return (lesson, 0);
            for (int k = 0; k < lesson.Steps.Count; k++)
                if (lesson.Steps[k].Id == id)
                    return (lesson, k);
        }

        return null;
    }

    private static Lesson Of(string id, string section, Text title, Text what, int minutes)
    {
        return new Lesson(id, title, what, minutes, [.. WordTable.NamesBelow(section).Select(Step)]);

        LessonStep Step(string step) =>
            new(
                step,
                Say(step, "title"),
                [.. WordTable.NamesBelow($"{section}.{step}.paragraphs").Select(number => Say(step, $"paragraphs.{number}"))],
                Say(step, "live"),
                Say(step, "tryThis")
            );

        Text Say(string step, string part) => WordTable.Text($"{section}.{step}.{part}");
    }
}
