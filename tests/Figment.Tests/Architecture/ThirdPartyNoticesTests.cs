using System.Text.Json;
using System.Text.RegularExpressions;

namespace Figment.Tests.Architecture;

/// <summary><c>THIRD-PARTY-NOTICES.md</c> and what is locked are one list.</summary>
public sealed partial class ThirdPartyNoticesTests
{
    [Fact]
    public void Every_locked_package_is_named_with_its_version_and_its_licence()
    {
        string[] named =
        [
            .. Rows()
                .Matches(File.ReadAllText(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.md")))
                .Where(row => row.Groups["licence"].Value.Trim().Length > 2)
                .Select(row => $"{row.Groups["name"].Value} {row.Groups["version"].Value}")
                .Order(StringComparer.Ordinal),
        ];

        Assert.Equal(Locked().Order(StringComparer.Ordinal), named);
    }

    [Fact]
    public void No_version_floats()
    {
        string versions = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"));

        Assert.NotEmpty(Version().Matches(versions));
        Assert.All(Version().Matches(versions), version => Assert.Matches(@"^(\d+(\.\d+)+|\$\(\w+\))$", version.Groups[1].Value));
    }

    private static HashSet<string> Locked()
    {
        HashSet<string> packages = [];
        foreach (
            string file in Projects().SelectMany(folder => Directory.EnumerateFiles(folder, "packages.linux-x64-cpu.lock.json"))
        )
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
            foreach (
                JsonProperty entry in json
                    .RootElement.GetProperty("dependencies")
                    .EnumerateObject()
                    .SelectMany(framework => framework.Value.EnumerateObject())
            )
                if (entry.Value.GetProperty("type").GetString() != "Project")
                    packages.Add($"{entry.Name} {entry.Value.GetProperty("resolved").GetString()}");
        }

        return packages;
    }

    private static IEnumerable<string> Projects() =>
        new[] { "src", "tests", "bench" }.SelectMany(part => Directory.EnumerateDirectories(Path.Combine(Repository.Root, part)));

    [GeneratedRegex(@"^\| (?<name>[\w.-]+) \| (?<version>\d[\w.-]*) \| (?<licence>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex(" Version=\"([^\"]+)\"")]
    private static partial Regex Version();
}
