using System.Runtime.CompilerServices;

namespace Figment.Studio.Words;

/// <summary>The texts of the pages for watching training and for viewing a run.</summary>
internal static class WatchWords
{
    internal static Text HowItStands => Say();
    internal static Text WhatNext => Say();
    internal static Text ShowIt => Say();
    internal static Text FiveMinutes => Say();
    internal static Text UseTheBest => Say();
    internal static TextTemplate TryPreset => Template();
    internal static Text TrainAgain => Say();
    internal static Text AddMore => Say();
    internal static Text PlayFilm => Say();
    internal static Text PauseFilm => Say();
    internal static Text Film => Say();
    internal static Text TextLost => Say();
    internal static Text InFigures => Say();
    internal static Text OpenChart => Say();
    internal static Text Convincing => Say();
    internal static TextTemplate ConvincingLead => Template();
    internal static TextTemplate ConvincingSoundsLead => Template();
    internal static Text Most => Say();
    internal static Text Least => Say();
    internal static Text Rival => Say();
    internal static TextTemplate RivalLead => Template();
    internal static TextTemplate Yours => Template();
    internal static TextTemplate Theirs => Template();

    private static Text Say([CallerMemberName] string name = "") => WordTable.Text($"watch.{name}");

    private static TextTemplate Template([CallerMemberName] string name = "") => WordTable.Template($"watch.{name}");
}
