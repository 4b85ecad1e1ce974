using System.Runtime.CompilerServices;

namespace Figment.Studio.Words;

/// <summary>The fixed texts of the pages, except those of the lessons; they come from the table of words.</summary>
internal static partial class Ui
{
    // --- The frame.
    internal static Text Learn => Say();
    internal static Text Train => Say();
    internal static Text Explore => Say();
    internal static Text Runs => Say();
    internal static Text Glossary => Say();
    internal static Text Skip => Say();
    internal static Text MainNavigation => Say();
    internal static Text Language => Say();
    internal static Text Theme => Say();
    internal static Text ThemeSystem => Say();
    internal static Text ThemeLight => Say();
    internal static Text ThemeDark => Say();
    internal static Text NotFound => Say();
    internal static Text GoHome => Say();
    internal static Text Yes => Say();
    internal static Text No => Say();

    // --- Access with the token.
    internal static Text TokenTitle => Say();
    internal static Text TokenMissing => Say();
    internal static Text TokenWrong => Say();
    internal static Text TokenWhere => Say();
    internal static Text TokenField => Say();
    internal static Text TokenEnter => Say();
    internal static Text TokenWhy => Say();
    internal static Text Refused => Say();
    internal static Text OtherName => Say();
    internal static Text FromElsewhere => Say();
    internal static TextTemplate DoorOpens => Template();
    internal static Text DoorLink => Say();

    // --- Unexpected errors.
    internal static Text FaultTitle => Say();
    internal static TextTemplate FaultWords => Template();
    internal static Text FaultAgain => Say();
    internal static Text FaultOfPage => Say();
    internal static Text FaultReload => Say();
    internal static Text ConnectionLost => Say();
    internal static TextTemplate LinesDamaged => Template();

    // --- Training, on every page that shows it.
    internal static Text Start => Say();
    internal static Text Pause => Say();
    internal static Text Continue => Say();
    internal static Text Stop => Say();
    internal static Text TrainAnother => Say();
    internal static Text Resume => Say();
    internal static Text ResumeIt => Say();
    internal static Text ResumeHelp => Say();
    internal static TextTemplate StepsSoFar => Template();
    internal static TextTemplate MinutesSoFar => Template();
    internal static Text StepsInAll => Say();
    internal static Text MinutesInAll => Say();
    internal static Text OnNotFinite => Say();
    internal static Text OnNotFiniteStop => Say();
    internal static Text OnNotFiniteRollback => Say();
    internal static Text OnNotFiniteHelp => Say();
    internal static TextTemplate WentBack => Template();
    internal static Text Preparing => Say();
    internal static Text IsTraining => Say();
    internal static Text IsPaused => Say();
    internal static Text IsStopping => Say();
    internal static Text IsDone => Say();
    internal static Text HasFailed => Say();
    internal static TextTemplate Downloading => Template();

    internal static TextTemplate MakingJudge => Template();
    internal static TextTemplate OfData => Template();
    internal static Text Step => Say();
    internal static Text StepsDone => Say();
    internal static Text Throughput => Say();
    internal static Text ImagesSeen => Say();
    internal static Text TimeLeft => Say();
    internal static Text TimeSpent => Say();
    internal static Text Samples => Say();
    internal static TextTemplate SamplesAlt => Template();
    internal static Text SamplesYet => Say();
    internal static TextTemplate History => Template();
    internal static Text Latest => Say();
    internal static Text Curves => Say();
    internal static Text LossPanel => Say();

    internal static Text LossPanelOfOne => Say();
    internal static Text AccuracyPanel => Say();
    internal static Text CurveDistance => Say();
    internal static Text CurveDLoss => Say();
    internal static Text CurveGLoss => Say();
    internal static Text CurveDReal => Say();
    internal static Text CurveDFake => Say();
    internal static Text CurveCoverage => Say();
    internal static Text CurveEntropy => Say();
    internal static Text DistancePanel => Say();
    internal static Text SamplesPanel => Say();
    internal static Text Histogram => Say();
    internal static TextTemplate HistogramLead => Template();
    internal static Text HistogramYet => Say();
    internal static Text Class => Say();
    internal static Text Share => Say();
    internal static Text RealShare => Say();
    internal static Text Diagnosis => Say();
    internal static Text NothingWrong => Say();

    internal static Text NotLookedYet => Say();

    internal static Text NobodyLooks => Say();

    internal static TextTemplate FarYet => Template();
    internal static TextTemplate AtStep => Template();
    internal static Text Means => Say();
    internal static Text Try => Say();
    internal static Text ExploreIt => Say();
    internal static Text SeeRun => Say();
    internal static Text Busy => Say();
    internal static Text OneAtATime => Say();
    internal static Text Watch => Say();

    // --- The form.
    internal static Text Data => Say();
    internal static Text DataHelp => Say();
    internal static Text DataMnist => Say();
    internal static Text DataFashion => Say();
    internal static Text DataCifar => Say();
    internal static Text DataOwn => Say();
    internal static Text DataPath => Say();
    internal static Text PictureSize => Say();
    internal static Text PictureSizeHelp => Say();
    internal static Text PictureFit => Say();
    internal static Text PictureFitHelp => Say();
    internal static Text FitCrop => Say();
    internal static Text FitPad => Say();
    internal static Text FitStretch => Say();
    internal static Text PictureBackground => Say();
    internal static Text PictureBackgroundHelp => Say();
    internal static Text BackgroundWhite => Say();
    internal static Text BackgroundGrey => Say();
    internal static Text BackgroundBlack => Say();
    internal static Text SkipBroken => Say();

    internal static Text PictureLabels => Say();

    internal static Text PictureLabelsHelp => Say();
    internal static Text LookFirst => Say();
    internal static Text Looking => Say();
    internal static TextTemplate LookingAt => Template();
    internal static Text LookTitle => Say();
    internal static Text LookAlt => Say();
    internal static TextTemplate WouldLearn => Template();
    internal static TextTemplate WouldLearnByClass => Template();
    internal static TextTemplate WouldRefuse => Template();
    internal static Text InGrey => Say();
    internal static Text InColour => Say();
    internal static TextTemplate FilesRead => Template();
    internal static TextTemplate SizesFound => Template();
    internal static TextTemplate BrokenFound => Template();
    internal static TextTemplate DuplicatesFound => Template();
    internal static TextTemplate NearDuplicatesFound => Template();
    internal static TextTemplate ClassesFound => Template();

    internal static TextTemplate LabelFound => Template();
    internal static TextTemplate AndMore => Template();
    internal static Text UnbalancedFound => Say();
    internal static TextTemplate FewFound => Template();
    internal static Text Preset => Say();
    internal static Text Length => Say();
    internal static Text LengthHelp => Say();
    internal static Text Minutes => Say();
    internal static Text Steps => Say();
    internal static Text LengthUnit => Say();
    internal static Text Batch => Say();
    internal static Text BatchHelp => Say();
    internal static Text Seed => Say();
    internal static Text SeedHelp => Say();
    internal static Text BeginFrom => Say();
    internal static Text BeginFromNothing => Say();
    internal static Text BeginFromHelp => Say();
    internal static Text Freeze => Say();
    internal static Text FreezeHelp => Say();
    internal static Text Flip => Say();
    internal static Text FlipHelp => Say();
    internal static Text Shift => Say();
    internal static Text ShiftHelp => Say();
    internal static Text ModelOptions => Say();
    internal static Text ModelOptionsLead => Say();
    internal static TextTemplate Default => Template();
    internal static TextTemplate RangeOf => Template();
    internal static Text Automatic => Say();
    internal static Text NotWhole => Say();
    internal static Text NotSize => Say();
    internal static Text NotNumber => Say();
    internal static TextTemplate OutOfRange => Template();
    internal static Text PathMissing => Say();
    internal static Text Mend => Say();

    private static Text Say([CallerMemberName] string name = "") => WordTable.Text($"ui.{name}");

    private static TextTemplate Template([CallerMemberName] string name = "") => WordTable.Template($"ui.{name}");
}
