using System.Text.RegularExpressions;

namespace Figment.Data.Layout;

/// <summary>What folders are called that hold a part of the data.</summary>
internal static partial class SplitNames
{
    // In the order in which one of them is held out.
    private static readonly string[] Training = ["train", "training"], Usual = ["test", "testing", "val", "valid", "validation"],
        HeldOut = [.. Usual, "dev", "eval", "evaluation"];

    /// <summary>Whether a folder holds what one trains with.</summary>
    internal static bool IsTraining(string name) => Training.Contains(Word(name));

    /// <summary>Whether a folder holds what is held out.</summary>
    internal static bool IsHeldOut(string name) => Rank(name) >= 0;

    /// <summary>Whether a folder is held out even where no other is to be trained with.</summary>
    internal static bool IsHeldOutAlone(string name) => Usual.Contains(Word(name));

    /// <summary>Whether a folder is a part.</summary>
    internal static bool Is(string name) => IsTraining(name) || IsHeldOut(name);

    /// <summary>The lower goes before; −1 where it is no such folder.</summary>
    internal static int Rank(string name) => Array.IndexOf(HeldOut, Word(name));

    /// <summary><c>Test_Set</c>, <c>test images</c> and <c>seg_test</c> are <c>test</c>.</summary>
    private static string Word(string name) => Extra().Replace(name.Trim().ToLowerInvariant(), "");

    [GeneratedRegex("^seg[_-]|[_ -]?(set|data|images|imgs|pictures|photos|split)$", RegexOptions.CultureInvariant)]
    private static partial Regex Extra();
}
