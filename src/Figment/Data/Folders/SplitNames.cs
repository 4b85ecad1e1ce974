using System.Text.RegularExpressions;

namespace Figment.Data.Folders;

/// <summary>What folders are called that hold a part of the data.</summary>
internal static partial class SplitNames
{
    // In the order in which one of them is held out.
    private static readonly string[] Training = ["train", "training"],
        Usual = ["test", "testing", "val", "valid", "validation"],
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

    /// <summary>
    /// Whether a folder is one of <c>trainA</c>, <c>trainB</c>, <c>testA</c>, <c>testB</c>: two kinds of pictures, to be turned
    /// into each other.
    /// </summary>
    internal static bool IsOfTwoKinds(string name) => TwoKinds().IsMatch(name);

    /// <summary><c>Test_Set</c>, <c>test images</c>, <c>seg_test</c> and <c>test2017</c> are <c>test</c>.</summary>
    private static string Word(string name) => Extra().Replace(name.Trim().ToLowerInvariant(), "");

    [GeneratedRegex(
        "^seg[_-]|[_ -]?(set|data|images|imgs|pictures|photos|split|(19|20)[0-9]{2})$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Extra();

    [GeneratedRegex("^(train|test|val)[_-]?[AB]$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TwoKinds();
}
