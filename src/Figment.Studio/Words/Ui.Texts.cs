namespace Figment.Studio.Words;

/// <summary>The texts of pages on language models.</summary>
internal static partial class Ui
{
    // --- Explore.
    internal static TextTemplate NotExplored => Template();
    internal static Text ExploreTextLead => Say();
    internal static Text Prompt => Say();
    internal static Text PromptHelp => Say();
    internal static Text AsTokens => Say();
    internal static Text AsText => Say();
    internal static Text TokensOf => Say();
    internal static Text TokenStart => Say();
    internal static Text TokenEnd => Say();
    internal static TextTemplate TokenCounts => Template();
    internal static TextTemplate Forgotten => Template();
    internal static Text AttentionLayer => Say();
    internal static Text AllLayers => Say();
    internal static TextTemplate LayerNumber => Template();
    internal static TextTemplate LookedAt => Template();
    internal static Text NextToken => Say();
    internal static Text Temperature => Say();
    internal static Text TemperatureHelp => Say();
    internal static Text TextEnded => Say();
    internal static TextTemplate OtherTokens => Template();
    internal static Text WriteOn => Say();
    internal static Text StopWriting => Say();
    internal static Text TakeBack => Say();
    internal static Text BeginAgain => Say();
    internal static Text WriteSeedHelp => Say();
    internal static Text TokenizerTitle => Say();
    internal static TextTemplate TokenizerLead => Template();
    internal static Text LongestPieces => Say();

    // --- The form.
    internal static Text TextsTitle => Say();
    internal static Text DataPoems => Say();
    internal static Text DataVerse => Say();
    internal static Text DataShakespeare => Say();
    internal static Text DataOwnText => Say();
    internal static Text TextDataHelp => Say();
    internal static Text BlocksPerStep => Say();
    internal static Text BlocksHelp => Say();
    internal static Text LookingText => Say();
    internal static Text LookTokens => Say();
    internal static TextTemplate WouldLearnTexts => Template();
    internal static TextTemplate ScriptsFound => Template();
    internal static TextTemplate HeldBackFound => Template();
    internal static TextTemplate TokensFound => Template();
    internal static TextTemplate StepsFound => Template();
    internal static TextTemplate RepeatedFound => Template();
    internal static TextTemplate LeakedFound => Template();
    internal static Text LittleFound => Say();

    // --- A training, and a run.
    internal static Text WrittenNow => Say();
    internal static Text WrittenYet => Say();
    internal static TextTemplate WrittenHistory => Template();
    internal static Text BlocksSeen => Say();
    internal static Text WriteWithIt => Say();
    internal static Text CurveHeldOut => Say();
    internal static Text CurveLearned => Say();
    internal static Text CurveKnownWords => Say();
    internal static Text CurveCopied => Say();
    internal static Text CurveBits => Say();
    internal static Text WrittenPanel => Say();
    internal static Text BitsPanel => Say();

    // --- The lesson.
    internal static Text TextLessonTitle => Say();
    internal static Text Lessons => Say();
    internal static Text LessonTexts => Say();
    internal static Text OwnSentence => Say();
    internal static Text AnotherText => Say();
    internal static Text PiecesLearned => Say();
    internal static Text LearningPieces => Say();
    internal static Text FirstPieces => Say();
    internal static Text GuessAsk => Say();
    internal static TextTemplate GuessRight => Template();
    internal static TextTemplate GuessWrong => Template();
    internal static Text LooksBack => Say();
    internal static TextTemplate NothingCounted => Template();
    internal static TextTemplate TableSays => Template();
    internal static Text AnythingBefore => Say();
    internal static Text NextGuess => Say();
    internal static TextTemplate GuessScore => Template();
    internal static Text TrainYourself => Say();
    internal static Text GptMinute => Say();
    internal static TextTemplate RecordedBits => Template();
    internal static Text WhichText => Say();
    internal static Text SearchingCopies => Say();
    internal static TextTemplate OfAllTexts => Template();
    internal static TextTemplate OfFewTexts => Template();
    internal static Text ItWrote => Say();
    internal static TextTemplate CopiedShare => Template();
    internal static Text Original => Say();
    internal static Text NoOriginal => Say();
}
