using System.Text.RegularExpressions;

namespace Figment.Data.Folders;

/// <summary>The usual names of folders for the parts of a data set.</summary>
internal static partial class SplitNames
{
    // The earlier a name comes in this list, the more its folder is preferred as the held-out part.
    private static readonly string[] Training = ["train", "training"],
        Usual = ["test", "testing", "val", "valid", "validation"],
        HeldOut = [.. Usual, "dev", "eval", "evaluation"];

    /// <summary>Whether a folder holds the training part.</summary>
    internal static bool IsTraining(string name) => Training.Contains(Word(name));

    /// <summary>Whether a folder holds a held-out part.</summary>
    internal static bool IsHeldOut(string name) => Rank(name) >= 0;

    /// <summary>Whether a folder is a held-out part even if there is no training folder.</summary>
    internal static bool IsHeldOutAlone(string name) => Usual.Contains(Word(name));

    /// <summary>Whether a folder is a part.</summary>
    internal static bool Is(string name) => IsTraining(name) || IsHeldOut(name);

    /// <summary>The priority of a held-out folder, where lower comes first; −1 for any other folder.</summary>
    internal static int Rank(string name) => Array.IndexOf(HeldOut, Word(name));

    /// <summary>
    /// Whether a folder is one of <c>trainA</c>, <c>trainB</c>, <c>testA</c>, <c>testB</c>: two kinds of pictures, to be
    /// translated into each other.
    /// </summary>
    internal static bool IsOfTwoKinds(string name) => TwoKinds().IsMatch(name);

    /// <summary>Turns <c>Test_Set</c>, <c>test images</c>, <c>seg_test</c> and <c>test2017</c> into <c>test</c>.</summary>
    private static string Word(string name) => Extra().Replace(name.Trim().ToLowerInvariant(), "");

    [GeneratedRegex(
        "^seg[_-]|[_ -]?(set|data|images|imgs|pictures|photos|split|(19|20)[0-9]{2})$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Extra();

    [GeneratedRegex("^(train|test|val)[_-]?[AB]$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TwoKinds();
}
