using System.Runtime.CompilerServices;

namespace Figment.Studio.Words;

/// <summary>What the pages say on which one makes data of one's own; it stands in the table of words.</summary>
internal static class MakeWords
{
    // --- The board.
    internal static Text Tools => Say();
    internal static Text Pen => Say();
    internal static Text Rubber => Say();
    internal static Text Undo => Say();
    internal static Text Clear => Say();
    internal static Text PadHelp => Say();

    private static Text Say([CallerMemberName] string name = "") => WordTable.Text($"make.{name}");

    private static TextTemplate Template([CallerMemberName] string name = "") => WordTable.Template($"make.{name}");
}
