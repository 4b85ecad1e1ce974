namespace Figment.Studio.Words;

/// <summary>Of pages on language models.</summary>
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
}
