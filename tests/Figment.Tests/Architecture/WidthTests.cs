namespace Figment.Tests.Architecture;

/// <summary>Someone who reads two files side by side on one screen sees the whole of each line.</summary>
public sealed class WidthTests
{
    private const int MostCharacters = 130;

    /// <summary>The folders with what people write, besides the root itself.</summary>
    private static readonly string[] Folders = ["src", "tests", "samples", "bench", "data", "docs", ".ci"];

    private static readonly HashSet<string> Endings =
    [
        ".cs",
        ".razor",
        ".css",
        ".js",
        ".mjs",
        ".py",
        ".sh",
        ".html",
        ".csproj",
        ".props",
        ".targets",
        ".c",
    ];

    /// <summary>A script without an ending.</summary>
    private const string Run = ".ci/run";

    /// <summary>What tools write.</summary>
    private static readonly HashSet<string> Made = ["artifacts", "bin", "obj"];

    /// <summary>What others wrote, as they packed it.</summary>
    private static readonly string[] OfOthers =
    [
        "src/Figment.Studio/Assets/pico.min.css",
        "src/Figment.Workbench/Runs/Pages/Parts/Runtime/onnxruntime-web.mjs",
        "tests/Figment.Studio.Tests/Vendored/axe.min.js",
    ];

    [Fact]
    public void No_line_is_wider_than_a_screen_beside_another()
    {
        string[] files = [.. Files()];

        Assert.All(Endings, ending => Assert.Contains(files, file => file.EndsWith(ending, StringComparison.Ordinal)));
        Assert.All(OfOthers, file => Assert.NotEmpty(TooWide(file)));
        string[] wide = [.. files.SelectMany(TooWide)];
        Assert.True(wide.Length == 0, string.Join(Environment.NewLine, wide));
    }

    private static IEnumerable<string> TooWide(string file) =>
        File.ReadLines(Path.Combine(Repository.Root, file))
            .Index()
            .Where(line => line.Item.Length > MostCharacters)
            .Select(line => $"{file}:{line.Index + 1}: {line.Item.Length} characters");

    private static IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(Repository.Root)
            .Concat(Folders.SelectMany(folder => Below(Path.Combine(Repository.Root, folder))))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => Endings.Contains(Path.GetExtension(file)) || file == Run)
            .Except(OfOthers);

    private static IEnumerable<string> Below(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Concat(
                Directory.EnumerateDirectories(folder).Where(below => !Made.Contains(Path.GetFileName(below))).SelectMany(Below)
            );
}
