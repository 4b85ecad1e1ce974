using System.Runtime.CompilerServices;

namespace Figment.Studio.Words;

/// <summary>The texts of the first page, from the table of words.</summary>
internal static class HomeWords
{
    // --- The part that makes samples on the page itself.
    internal static Text Title => Say();
    internal static Text Lead => Say();
    internal static Text Digit => Say();
    internal static Text DigitLead => Say();
    internal static TextTemplate DigitAlt => Template();
    internal static Text DigitKeys => Say();
    internal static Text Slider => Say();
    internal static Text Surprise => Say();
    internal static Text Beat => Say();
    internal static Text BeatLead => Say();
    internal static Text Play => Say();
    internal static Text Stop => Say();
    internal static Text NewDrums => Say();
    internal static Text NewRhythm => Say();
    internal static TextTemplate Hear => Template();
    internal static TextTemplate Step => Template();
    internal static Text Steps => Say();
    internal static Text Kick => Say();
    internal static Text Snare => Say();
    internal static Text Hat => Say();
    internal static Text Clap => Say();
    internal static Text Poem => Say();
    internal static Text PoemLead => Say();
    internal static Text PoemEarlier => Say();
    internal static Text PoemBeginnings => Say();
    internal static Text NewPoem => Say();
    internal static TextTemplate Fails => Template();

    // --- The three steps to a model of your own.
    internal static Text OwnTitle => Say();
    internal static Text OwnLead => Say();
    internal static Text Choose => Say();
    internal static Text ChooseLead => Say();
    internal static Text Draw => Say();
    internal static Text Paste => Say();
    internal static Text Files => Say();
    internal static Text Camera => Say();
    internal static Text Record => Say();
    internal static Text Ready => Say();
    internal static Text WatchTitle => Say();
    internal static Text WatchLead => Say();
    internal static Text WatchAlt => Say();
    internal static Text ShareTitle => Say();
    internal static Text ShareLead => Say();

    // --- Where to go next.
    internal static Text LearnTitle => Say();
    internal static Text LearnLead => Say();
    internal static Text LearnLink => Say();
    internal static Text Recent => Say();
    internal static Text AllRuns => Say();

    private static Text Say([CallerMemberName] string name = "") => WordTable.Text($"home.{name}");

    private static TextTemplate Template([CallerMemberName] string name = "") => WordTable.Template($"home.{name}");
}
