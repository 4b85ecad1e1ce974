using System.Text.RegularExpressions;

namespace Figment.Tests.Recordings;

/// <summary>
/// What Figment answered at one time, as text in <c>tests/recordings</c>: each later version is compared with it. With
/// FIGMENT_RECORD=1 the tests write it again instead, and its diff is what a user will see of the change.
/// </summary>
internal static partial class Recording
{
    /// <summary>The folder of what is recorded.</summary>
    internal static string Folder { get; } = Path.Combine(Repository.Root, "tests", "recordings");

    /// <summary>Whether it is written instead of compared.</summary>
    internal static bool IsWritten { get; } = Environment.GetEnvironmentVariable("FIGMENT_RECORD") == "1";

    /// <summary>Holds a text against the recorded one.</summary>
    /// <param name="name">The file without its ending.</param>
    /// <param name="lines">What it is now.</param>
    /// <param name="folders">Temporary folders, which the recording calls <c>FOLDER</c>.</param>
    internal static void Compare(string name, IEnumerable<string> lines, params string[] folders)
    {
        string path = Path.Combine(Folder, $"{name}.txt"),
            now = $"{Normalised(string.Join('\n', lines), folders).TrimEnd()}\n";
        if (IsWritten)
        {
            File.WriteAllText(path, now);
            return;
        }

        Assert.True(File.Exists(path), $"{name} is not recorded yet. Run the test with FIGMENT_RECORD=1.");
        string before = File.ReadAllText(path).ReplaceLineEndings("\n");
        if (before == now)
            return;
        Assert.Fail($"{name} is no longer what was recorded:\n{Difference(before.Split('\n'), now.Split('\n'))}");
    }

    /// <summary>
    /// The text without what differs each time (folders, ports, the version); types by the last part of their names.
    /// </summary>
    private static string Normalised(string text, string[] folders)
    {
        foreach (string folder in folders)
            text = text.Replace(folder, "FOLDER", StringComparison.Ordinal);
        text = Port().Replace(text.ReplaceLineEndings("\n"), "127.0.0.1:PORT");
        return TypeName().Replace(Version().Replace(text, "VERSION"), "TYPE $1");
    }

    private static string Difference(string[] before, string[] now)
    {
        const int Most = 12;
        int same = before.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        int alike = before.Reverse().Zip(now.Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        alike = Math.Min(alike, Math.Min(before.Length, now.Length) - same);
        IEnumerable<string> lines =
        [
            .. before[Math.Max(0, same - 2)..same].Select(line => $"  {line}"),
            .. before[same..(before.Length - alike)].Take(Most).Select(line => $"- {line}"),
            .. now[same..(now.Length - alike)].Take(Most).Select(line => $"+ {line}"),
        ];
        return $"line {same + 1}\n{string.Join('\n', lines)}";
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Port();

    [GeneratedRegex(@"\bFigment(?:\.\w+)+[.+](\w+)(?=')")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\b0\.1\.0(\+[0-9a-f]+)?")]
    private static partial Regex Version();
}
