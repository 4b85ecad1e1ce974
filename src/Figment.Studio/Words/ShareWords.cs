using System.Runtime.CompilerServices;

namespace Figment.Studio.Words;

/// <summary>The texts for sharing a run.</summary>
internal static class ShareWords
{
    internal static Text Title => Say();
    internal static Text Page => Say();
    internal static Text PageMeans => Say();
    internal static Text MakingPage => Say();
    internal static Text Card => Say();
    internal static Text CardMeans => Say();
    internal static Text MakingCard => Say();
    internal static Text Animation => Say();
    internal static Text AnimationMeans => Say();
    internal static Text Copies => Say();
    internal static Text InTraining => Say();
    internal static Text NoWeights => Say();
    internal static Text Done => Say();
    internal static Text Failed => Say();
    internal static Text OpenPage => Say();
    internal static TextTemplate OpenPageMeans => Template();
    internal static Text OpeningPage => Say();
    internal static TextTemplate PageTooLarge => Template();

    private static TextTemplate Template([CallerMemberName] string name = "") => WordTable.Template($"share.{name}");

    private static Text Say([CallerMemberName] string name = "") => WordTable.Text($"share.{name}");
}
