using System.Runtime.CompilerServices;

namespace Figment.Studio.Words;

/// <summary>The texts of the pages for making one's own data, from the table of words.</summary>
internal static class MakeWords
{
    // --- The board.
    internal static Text Tools => Say();
    internal static Text Pen => Say();
    internal static Text Rubber => Say();
    internal static Text Undo => Say();
    internal static Text Clear => Say();
    internal static Text PadHelp => Say();

    // --- All ways.
    internal static Text Make => Say();
    internal static Text MakeTitle => Say();
    internal static Text MakeLead => Say();
    internal static Text AllWays => Say();
    internal static Text DrawTitle => Say();
    internal static Text DrawCard => Say();
    internal static Text RecordTitle => Say();
    internal static Text RecordCard => Say();
    internal static Text FilesTitle => Say();
    internal static Text FilesCard => Say();
    internal static Text TextTitle => Say();
    internal static Text TextCard => Say();
    internal static Text CameraTitle => Say();
    internal static Text CameraCard => Say();
    internal static Text WhatYouMade => Say();
    internal static Text NothingMade => Say();
    internal static TextTemplate PicturesOf => Template();
    internal static Text OfDrawn => Say();
    internal static Text OfCamera => Say();
    internal static Text OfTexts => Say();
    internal static Text OfFiles => Say();
    internal static Text Recorded => Say();
    internal static Text GoOn => Say();
    internal static TextTemplate DeleteSet => Template();
    internal static TextTemplate WhereKept => Template();
    internal static TextTemplate NotShown => Template();
    internal static Text MakeOwn => Say();
    internal static TextTemplate DataMade => Template();

    // --- Shared by all ways of making data.
    internal static Text SetName => Say();
    internal static TextTemplate KeptAs => Template();
    internal static Text LetItLearn => Say();
    internal static Text TrainNow => Say();
    internal static Text ChooseAll => Say();
    internal static Text Minutes => Say();
    internal static Text MinutesHelp => Say();
    internal static Text AnotherRuns => Say();
    internal static TextTemplate NothingToLearn => Template();
    internal static Text LookingAtIt => Say();
    internal static TextTemplate PlaceTaken => Template();
    internal static TextTemplate CannotKeep => Template();
    internal static TextTemplate DiskFull => Template();
    internal static TextTemplate TooManySets => Template();
    internal static TextTemplate TooManyClasses => Template();
    internal static TextTemplate TooManyPictures => Template();
    internal static TextTemplate DeletePicture => Template();

    // --- The reasons for the choices of a training run.
    internal static TextTemplate WhyDrawings => Template();
    internal static TextTemplate WhyCamera => Template();
    internal static TextTemplate WhyPictures => Template();
    internal static TextTemplate WhySounds => Template();
    internal static TextTemplate WhyShortText => Template();
    internal static TextTemplate WhyText => Template();

    // --- Drawing.
    internal static Text DrawLead => Say();
    internal static Text Board => Say();
    internal static TextTemplate BoardLabel => Template();
    internal static Text SymbolName => Say();
    internal static Text Symbols => Say();
    internal static Text AnotherSymbol => Say();
    internal static TextTemplate FirstSymbol => Template();
    internal static Text FirstSet => Say();
    internal static Text Keep => Say();
    internal static Text BeginHere => Say();
    internal static TextTemplate SoMany => Template();
    internal static TextTemplate ThatIsEnough => Template();
    internal static Text DrawFirst => Say();
    internal static Text UndoBrings => Say();
    internal static Text WhatYouDrew => Say();
    internal static Text NothingDrawn => Say();
    internal static TextTemplate VariantsNote => Template();

    // --- A text.
    internal static Text TextLead => Say();
    internal static Text YourText => Say();
    internal static Text ChooseText => Say();
    internal static TextTemplate TextLength => Template();
    internal static Text TextNone => Say();
    internal static Text TextTooLittle => Say();
    internal static Text TextLittle => Say();
    internal static Text TextSome => Say();
    internal static Text TextMuch => Say();
    internal static Text KeepText => Say();
    internal static Text FirstText => Say();
    internal static TextTemplate TextTooLong => Template();
    internal static TextTemplate TextFileTooLong => Template();
    internal static TextTemplate NoText => Template();

    // --- Files.
    internal static Text FilesLead => Say();
    internal static Text DropHere => Say();
    internal static Text ChooseFiles => Say();
    internal static Text ChooseFolder => Say();
    internal static TextTemplate FilesLimits => Template();
    internal static Text Sending => Say();
    internal static TextTemplate SentSoFar => Template();
    internal static TextTemplate FilesKept => Template();
    internal static TextTemplate TooManyFiles => Template();
    internal static TextTemplate FileTooLarge => Template();
    internal static TextTemplate UploadTooLarge => Template();
    internal static Text TooManyUploads => Say();
    internal static TextTemplate SendingFailed => Template();
    internal static Text Cancelled => Say();

    // --- The camera.
    internal static Text CameraLead => Say();
    internal static Text Camera => Say();
    internal static Text CameraView => Say();
    internal static Text CameraStays => Say();
    internal static Text OpenCamera => Say();
    internal static Text CloseCamera => Say();
    internal static Text HoldToTake => Say();
    internal static Text ClassName => Say();
    internal static Text FirstCameraSet => Say();
    internal static Text FirstClass => Say();
    internal static Text WhatYouTook => Say();
    internal static Text NothingTaken => Say();
    internal static TextTemplate TakeMore => Template();
    internal static Text CameraInsecure => Say();
    internal static Text CameraDenied => Say();
    internal static Text CameraMissing => Say();
    internal static Text CameraLost => Say();
    internal static TextTemplate CameraFails => Template();

    private static Text Say([CallerMemberName] string name = "") => WordTable.Text($"make.{name}");

    private static TextTemplate Template([CallerMemberName] string name = "") => WordTable.Template($"make.{name}");
}
