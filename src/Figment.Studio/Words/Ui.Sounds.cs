namespace Figment.Studio.Words;

/// <summary>The texts of pages on sounds.</summary>
internal static partial class Ui
{
    // --- The form.
    internal static Text LearnsWhat => Say();
    internal static Text SoundsTitle => Say();
    internal static Text DataDrums => Say();
    internal static TextTemplate DataRecorded => Template();
    internal static Text DataOwnSounds => Say();
    internal static Text RecordOwn => Say();
    internal static Text SoundDataHelp => Say();
    internal static Text SoundRate => Say();
    internal static Text SoundRateHelp => Say();
    internal static Text SoundLength => Say();
    internal static Text SoundLengthHelp => Say();
    internal static Text SoundAlign => Say();
    internal static Text SoundAlignHelp => Say();
    internal static Text AlignOnset => Say();
    internal static Text AlignStart => Say();
    internal static Text AlignCentre => Say();
    internal static Text SoundLabelsHelp => Say();
    internal static Text KeepSilence => Say();
    internal static Text KeepLoudness => Say();
    internal static Text KeepStereo => Say();
    internal static Text SkipBrokenSounds => Say();
    internal static Text ListenFirst => Say();
    internal static Text Listening => Say();
    internal static TextTemplate ListeningTo => Template();
    internal static TextTemplate WouldLearnSounds => Template();
    internal static TextTemplate WouldLearnSoundsByClass => Template();
    internal static Text InMono => Say();
    internal static Text InStereo => Say();
    internal static Text LookHeard => Say();
    internal static TextTemplate RecordingsRead => Template();
    internal static TextTemplate RatesFound => Template();
    internal static TextTemplate LengthsFound => Template();
    internal static TextTemplate SilentFound => Template();
    internal static TextTemplate ClippedFound => Template();
    internal static TextTemplate SameSounds => Template();
    internal static TextTemplate NearSounds => Template();
    internal static Text UnbalancedSounds => Say();
    internal static TextTemplate FewSounds => Template();
    internal static Text SoundsPerStep => Say();
    internal static Text SoundsPerStepHelp => Say();

    // --- A training, and a run.
    internal static Text HeardNow => Say();
    internal static TextTemplate HeardAlt => Template();
    internal static Text HeardYet => Say();
    internal static TextTemplate HeardHistory => Template();
    internal static Text SoundsSeen => Say();
    internal static Text KindsOfSounds => Say();
    internal static Text CurveAudible => Say();
    internal static Text CurveUnclipped => Say();
    internal static Text HeardPanel => Say();
    internal static Text ListenToIt => Say();

    // --- Explore.
    internal static Text ListenLead => Say();
    internal static Text OtherSounds => Say();
    internal static Text MakingSounds => Say();
    internal static Text DownloadWav => Say();
    internal static Text DownloadZip => Say();
    internal static Text Morph => Say();
    internal static Text MorphLead => Say();
    internal static Text FromSound => Say();
    internal static Text ToSound => Say();
    internal static Text FromClass => Say();
    internal static Text ToClass => Say();
    internal static Text AsDrawn => Say();
    internal static TextTemplate MorphPlace => Template();
    internal static TextTemplate MorphOne => Template();
    internal static Text MorphAll => Say();
    internal static Text SoundsInApplication => Say();
    internal static TextTemplate OnnxHeard => Template();

    // --- The microphone.
    internal static Text RecordTitle => Say();
    internal static Text RecordLead => Say();
    internal static TextTemplate RecordStays => Template();
    internal static Text RecordSet => Say();
    internal static Text OtherSets => Say();
    internal static Text FirstSet => Say();
    internal static Text RecordWord => Say();
    internal static Text RecordWordHelp => Say();
    internal static Text RecordInARow => Say();
    internal static Text RecordSeconds => Say();
    internal static Text Record => Say();
    internal static Text StopRecording => Say();
    internal static Text Level => Say();
    internal static Text NamesMissing => Say();
    internal static TextTemplate GetReady => Template();
    internal static TextTemplate Now => Template();
    internal static TextTemplate TakesKept => Template();
    internal static Text TakeDropped => Say();
    internal static TextTemplate TakesSoft => Template();
    internal static TextTemplate TakesLoud => Template();
    internal static Text TakeTooShort => Say();
    internal static TextTemplate TakeBroken => Template();
    internal static Text TakeTooLarge => Say();
    internal static Text TakeLost => Say();
    internal static TextTemplate CannotRecord => Template();
    internal static TextTemplate RecordingsFull => Template();
    internal static TextTemplate TooManyTakes => Template();
    internal static TextTemplate RecordingsOfAnother => Template();
    internal static TextTemplate RecordingsNotShown => Template();
    internal static TextTemplate PartName => Template();
    internal static Text MicrophoneInsecure => Say();
    internal static Text MicrophoneDenied => Say();
    internal static Text MicrophoneMissing => Say();
    internal static Text MicrophoneLost => Say();
    internal static TextTemplate MicrophoneFails => Template();
    internal static TextTemplate RecordedSoFar => Template();
    internal static Text RecordMore => Say();
    internal static Text TrainWithThese => Say();
    internal static TextTemplate WordTakes => Template();
    internal static TextTemplate DeleteTake => Template();
    internal static TextTemplate DeleteTakes => Template();
}
