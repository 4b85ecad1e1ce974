using System.Runtime.CompilerServices;

namespace Figment.Studio.Words;

/// <summary>
/// The texts of the overview of the lessons and of the live parts of the newer ones, from the section <c>learn</c> of the table
/// of words.
/// </summary>
internal static class LearnWords
{
    internal static Text SoundTitle => Say();
    internal static Text PictureTitle => Say();
    internal static Text DigitsWhat => Say();
    internal static Text TextsWhat => Say();
    internal static Text SoundsWhat => Say();
    internal static Text PicturesWhat => Say();
    internal static Text Overview => Say();
    internal static Text OverviewLead => Say();
    internal static TextTemplate Minutes => Template();
    internal static TextTemplate StepsCount => Template();
    internal static TextTemplate DoneOf => Template();
    internal static Text AllDone => Say();
    internal static Text GoOn => Say();
    internal static TextTemplate GoOnAt => Template();
    internal static Text BeginLesson => Say();
    internal static Text GoOnLesson => Say();
    internal static Text LessonAgain => Say();
    internal static Text Kept => Say();
    internal static Text Forget => Say();
    internal static Text Forgotten => Say();
    internal static Text StepIsDone => Say();
    internal static Text Finish => Say();
    internal static Text AllLessons => Say();
    internal static Text Yours => Say();
    internal static Text YoursDigits => Say();
    internal static Text YoursTexts => Say();
    internal static Text YoursSounds => Say();
    internal static Text YoursPictures => Say();
    internal static Text DrawOwn => Say();
    internal static Text FilesOwn => Say();
    internal static Text TextOwn => Say();
    internal static Text KeptHere => Say();
    internal static Text WhichRecipe => Say();
    internal static Text HowLong => Say();
    internal static TextTemplate Seconds => Template();
    internal static Text TrainKeep => Say();
    internal static Text AnotherTrains => Say();
    internal static TextTemplate TrainsNow => Template();
    internal static TextTemplate KeptAs => Template();
    internal static Text YourShelf => Say();
    internal static Text Drum => Say();
    internal static Text AnotherDrum => Say();
    internal static Text Rows => Say();
    internal static Text TheDrum => Say();
    internal static TextTemplate TheSeen => Template();
    internal static Text TheBack => Say();
    internal static Text Machine => Say();
    internal static Text PlayBeat => Say();
    internal static Text StopBeat => Say();
    internal static Text ClearBeat => Say();
    internal static Text Tempo => Say();
    internal static TextTemplate BeatOf => Template();
    internal static TextTemplate PlayDrum => Template();
    internal static TextTemplate EightDrums => Template();
    internal static TextTemplate FromAll => Template();
    internal static TextTemplate FromFew => Template();
    internal static TextTemplate Made => Template();
    internal static TextTemplate NearestLearned => Template();
    internal static TextTemplate EnoughFigures => Template();
    internal static Text Comparing => Say();
    internal static Text Boats => Say();
    internal static Text Towers => Say();
    internal static Text SizeOf => Say();
    internal static Text FitHow => Say();
    internal static Text FitCrop => Say();
    internal static Text FitPad => Say();
    internal static Text FitStretch => Say();
    internal static Text InFolder => Say();
    internal static Text ForModel => Say();
    internal static TextTemplate NumbersOf => Template();
    internal static TextTemplate BoatAlt => Template();
    internal static TextTemplate TowerAlt => Template();
    internal static Text SmallAlt => Say();
    internal static Text HowMany => Say();
    internal static TextTemplate FromCount => Template();
    internal static TextTemplate PairsAlt => Template();
    internal static Text Digit => Say();
    internal static Text AnotherDigit => Say();
    internal static Text Mirrored => Say();
    internal static TextTemplate MovedBy => Template();
    internal static Text OriginalDigit => Say();
    internal static TextTemplate ReadAs => Template();
    internal static TextTemplate ReadLine => Template();
    internal static Text FromNothing => Say();
    internal static Text FromModel => Say();
    internal static TextTemplate OnwardAlt => Template();

    /// <summary>The name of a drum in the data set.</summary>
    internal static Text DrumOf(string name) => WordTable.Text($"learn.drums.{name}");

    private static Text Say([CallerMemberName] string name = "") => WordTable.Text($"learn.{name}");

    private static TextTemplate Template([CallerMemberName] string name = "") => WordTable.Template($"learn.{name}");
}
