using System.IO.Compression;
using System.Text.Json.Nodes;
using Figment.Data.Images;
using Figment.Formats;
using Figment.Imaging;
using Figment.Runs;
using TorchSharp;

namespace Figment.Tests.Cli;

/// <summary>
/// Names found inside files, as the commands treat them: they never decide where anything is written, and never reach the
/// terminal unescaped.
/// </summary>
public sealed class HostileNamesTests : IDisposable
{
    private const string Escape = "\u001b[2J\u001b]0;owned\u0007",
        Direction = "\u202e";
    private readonly TemporaryFolder folder = new();
    private readonly string work;

    public HostileNamesTests() => work = Directory.CreateDirectory(folder["a/b/work"]).FullName;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("../../evil/x")]
    [InlineData("/tmp/figment-evil-absolute/x")]
    [InlineData($"{Escape}\r\nDone.\n{Direction}")]
    [InlineData("con")]
    [InlineData("a:b. ")]
    [InlineData("long")]
    public void A_packed_file_decides_nothing(string name)
    {
        if (name == "long")
            name = new string('界', 300);
        WritePack(Path.Combine(work, "p.safetensors"), name, [$"cat{Escape}", "dog\nDone."]);

        Run(0, "data", "p.safetensors");
        Run(0, "data", "check", "p.safetensors");
        Run(0, "train", "gan", "--data", "p.safetensors", "--steps", "2", "--batch", "8", "--features", "none");
        string run = Assert.Single(Directory.GetDirectories(Path.Combine(work, "runs")));
        Assert.True(RunFolder.IsName(Path.GetFileName(run)), run);
        Run(0, "resume", run, "--steps", "+2");
        Run(0, "generate", run, "--class", "1");
        Run(2, "generate", run, "--class", $"bird{Escape}");
        Run(0, "export", run, "--format", "safetensors");
        Run(1, "evaluator", "train", "--data", "p.safetensors", "--epochs", "1"); // too few images
        AssertNothingOutside();
    }

    [Fact]
    public void An_archive_and_a_folder_decide_nothing()
    {
        using (ZipArchive zip = ZipFile.Open(Path.Combine(work, $"z{Direction}{Escape[..1]}.zip"), ZipArchiveMode.Create))
        {
            for (int i = 0; i < 12; i++)
                Write(zip, $"../../evil{Escape}/{(i % 2 == 0 ? "a\nb" : "/abs")}/{i}{Escape}.png", Picture(i));
            Write(zip, $"../evil{Escape}\r\n.txt", [1]);
        }

        string archive = Path.GetFileName(Directory.GetFiles(work, "*.zip").Single());
        foreach (
            string[] command in (string[][])
                [
                    ["data", archive],
                    ["data", "check", archive, "--all"],
                    ["data", "pack", archive],
                    ["train", "gan", "--data", archive, "--steps", "1", "--batch", "8", "--features", "none"],
                ]
        )
            Check(null, command, CommandRunner.Run(work, null, command));
        AssertNothingOutside();
    }

    [Fact]
    public void A_run_folder_decides_nothing()
    {
        WritePack(Path.Combine(work, "p.safetensors"), "pets", ["cat", "dog"]);
        Run(0, "train", "gan", "--data", "p.safetensors", "--steps", "1", "--batch", "8", "--features", "none", "--out", "run");
        string file = Path.Combine(work, "run", "options.json");
        JsonNode options = JsonNode.Parse(File.ReadAllText(file))!;
        options["data"]!["name"] = $"../../evil{Escape}\n";
        options["data"]!["source"] = $"../../gone{Escape}\n";
        options["data"]!["fullPath"] = $"/gone{Escape}\n{Direction}";
        options["data"]!["classes"]![0]!["name"] = $"../../evil{Escape}\n";
        options["environment"]!["figment"] = $"1{Escape}";
        File.WriteAllText(file, options.ToJsonString());

        Run(0, "generate", "run", "--class", "0", "--out", "made");
        Run(0, "export", "run", "--format", "safetensors");
        Run(1, "resume", "run", "--steps", "+1");
        Run(1, "evaluate", "run", "--count", "50");
        options["preset"] = $"../../evil{Escape}";
        File.WriteAllText(file, options.ToJsonString());
        Run(1, "generate", "run");
        AssertNothingOutside();
    }

    private void Run(int expected, params string[] arguments) => Check(expected, arguments, CommandInside.Run(work, arguments));

    private static void Check(int? expected, string[] arguments, (int ExitCode, string Output, string Error) answer)
    {
        (int code, string output, string error) = answer;
        if (expected is int known)
            Assert.True(known == code, $"{string.Join(' ', arguments)}: {code}\n{output}\n{error}");
        Assert.DoesNotContain("This is a bug", error, StringComparison.Ordinal);
        foreach (string text in (string[])[output, error])
        {
            Assert.DoesNotContain(
                text,
                character => (char.IsControl(character) && character is not ('\n' or '\r')) || character is '\u202e'
            );
            Assert.DoesNotContain(
                text.Split('\n'),
                line => line.StartsWith("Done.", StringComparison.Ordinal) && !line.StartsWith("Done: ", StringComparison.Ordinal)
            );
        }
    }

    private void AssertNothingOutside()
    {
        Assert.Equal([folder["a"]], Directory.EnumerateFileSystemEntries(folder.Root));
        Assert.Equal([folder["a/b"]], Directory.EnumerateFileSystemEntries(folder["a"]));
        Assert.Equal([work], Directory.EnumerateFileSystemEntries(folder["a/b"]));
        Assert.False(Directory.Exists("/tmp/figment-evil-absolute"));
    }

    private static void WritePack(string path, string name, IReadOnlyList<string> classes)
    {
        using ImageDataset data = new(
            "x",
            new ImageShape(1, 8, 8),
            [.. Enumerable.Range(0, 24 * 64).Select(i => (byte)(i * 37 % 251))],
            [.. Enumerable.Range(0, 24).Select(i => (byte)(i % 2))],
            classes
        );
        PackCard card = new(
            name,
            data.Shape,
            data.Count,
            classes,
            data.Sha256,
            data.PixelStatistics.Mean,
            data.PixelStatistics.StandardDeviation,
            [BothLanguages.Of($"a note{Escape}\n", $"注{Escape}")],
            null
        );
        using torch.Tensor labels = torch.tensor(data.Labels()!, [24], torch.ScalarType.Byte),
            pixels = data.Pixels(0, 24).clone();
        SafeTensorsFile.Write(path, [("pixels", pixels), ("labels", labels)], card.ToMetadata());
    }

    private static byte[] Picture(int i) =>
        new Picture(8, 8, 1, [.. Enumerable.Range(0, 64).Select(k => (byte)((k * (i + 2)) % 251))]).ToPng();

    private static void Write(ZipArchive zip, string name, byte[] content)
    {
        using Stream stream = zip.CreateEntry(name).Open();
        stream.Write(content);
    }
}
