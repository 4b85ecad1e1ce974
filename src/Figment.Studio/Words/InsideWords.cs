using System.Runtime.CompilerServices;

namespace Figment.Studio.Words;

/// <summary>The texts of the page that shows the inside of a model.</summary>
internal static class InsideWords
{
    internal static Text Title => Say();
    internal static Text Lead => Say();
    internal static Text Link => Say();
    internal static TextTemplate Back => Template();

    // --- From noise to a picture.
    internal static Text Film => Say();
    internal static Text FilmOfSounds => Say();
    internal static Text FilmLead => Say();
    internal static Text FilmNow => Say();
    internal static Text FilmNowAlt => Say();
    internal static Text FilmGuess => Say();
    internal static Text FilmGuessAlt => Say();
    internal static Text FilmPlay => Say();
    internal static Text FilmScrub => Say();
    internal static TextTemplate FilmMoment => Template();
    internal static TextTemplate FilmSheetAlt => Template();
    internal static Text FilmSteps => Say();
    internal static Text FilmMethod => Say();
    internal static Text FilmGuidance => Say();
    internal static Text FilmOther => Say();
    internal static Text FilmNotice => Say();
    internal static Text FilmNoticeGuided => Say();

    // --- Sums of pictures.
    internal static Text Sum => Say();
    internal static Text SumLead => Say();
    internal static Text Shelf => Say();
    internal static Text OtherShelf => Say();
    internal static Text SumHow => Say();
    internal static TextTemplate SumChosen => Template();
    internal static TextTemplate Place => Template();
    internal static TextTemplate SumAlt => Template();
    internal static Text Mean => Say();
    internal static TextTemplate MeanAlt => Template();
    internal static TextTemplate TakeOut => Template();
    internal static Text PutIn => Say();
    internal static Text SumNotice => Say();
    internal static Text SumNoticeByClass => Say();

    // --- The discriminator.
    internal static Text Opinion => Say();
    internal static Text OpinionLead => Say();
    internal static Text Judging => Say();
    internal static Text NoDiscriminator => Say();
    internal static Text DrawHere => Say();
    internal static Text DrawnAs => Say();
    internal static Text LessReal => Say();
    internal static Text MoreReal => Say();
    internal static Text Real => Say();
    internal static Text Made => Say();
    internal static Text Yours => Say();
    internal static Text DrawFirst => Say();
    internal static Text TooLargeToDraw => Say();
    internal static TextTemplate Verdict => Template();
    internal static TextTemplate VerdictOfMade => Template();
    internal static Text Wish => Say();
    internal static Text WishAlt => Say();
    internal static Text Sorted => Say();
    internal static TextTemplate SortedAlt => Template();
    internal static Text OpinionNotice => Say();

    // --- The layers.
    internal static Text Layers => Say();
    internal static Text LayersLead => Say();
    internal static TextTemplate LookNumber => Template();
    internal static Text OtherPicture => Say();
    internal static Text Looking => Say();
    internal static TextTemplate LayerAlt => Template();
    internal static Text TheNumbers => Say();
    internal static Text ThePicture => Say();
    internal static Text LayersNotice => Say();
    internal static Text LayersNoticeOfSteps => Say();

    private static Text Say([CallerMemberName] string name = "") => WordTable.Text($"inside.{name}");

    private static TextTemplate Template([CallerMemberName] string name = "") => WordTable.Template($"inside.{name}");
}
