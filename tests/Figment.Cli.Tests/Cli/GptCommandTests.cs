using System.Text.Json;
using System.Text.RegularExpressions;
using Figment.Models.Texts;
using Figment.Runs;
using TorchSharp;

namespace Figment.Tests.Cli;

/// <summary>A language model from text to text, as a user meets it.</summary>
public sealed partial class GptCommandTests : IDisposable
{
    private static readonly string[] Small =
    [
        "train",
        "gpt",
        "--data",
        "book.txt",
        "--set",
        "layers=1",
        "--set",
        "width=32",
        "--set",
        "heads=2",
        "--set",
        "keyValueHeads=1",
        "--set",
        "context=16",
        "--set",
        "decay=0",
        "--set",
        "warmUp=5",
        "--learning-rate",
        "0.01",
        "--threads",
        "1",
    ];

    private readonly TemporaryFolder folder = new();

    public GptCommandTests() =>
        File.WriteAllText(
            folder["book.txt"],
            string.Concat(
                Enumerable.Range(0, 400).Select(i => $"The {(i % 3 == 0 ? "cat" : "dog")} sat on mat {i % 7}, and 春眠不觉晓。\n")
            )
        );

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_learns_goes_on_is_judged_and_writes()
    {
        (int code, string output, string error) = Run([.. Small, "--steps", "60", "--out", "run"]);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Training gpt on book (", output, StringComparison.Ordinal);
        Assert.Contains("held out: ", output, StringComparison.Ordinal);
        Assert.Contains("generate run\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("images", output, StringComparison.Ordinal);

        // Going on is the same as never having stopped, where the learning rate does not depend on the length.
        Assert.Equal(0, Run([.. Small, "--steps", "30", "--out", "half"]).ExitCode);
        Assert.Equal(0, Run("resume", "half", "--steps", "60").ExitCode);
        Assert.Equal(File.ReadAllBytes(folder["run/model.safetensors"]), File.ReadAllBytes(folder["half/model.safetensors"]));

        (code, output, error) = Run("evaluate", "run", "--count", "4", "--tokens", "20");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("bits per byte", output, StringComparison.Ordinal);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(folder["run/report.json"]));
        Assert.InRange(report.RootElement.GetProperty("heldOut").GetProperty("bitsPerByte").GetDouble(), 0.1, 6);
        string page = File.ReadAllText(folder["run/report.html"]);
        Assert.All(
            ["held out", "留出文本", "<pre class=\"written\">", "it is memorising", "死记硬背"],
            text => Assert.Contains(text, page, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("images", page[page.IndexOf("<body", StringComparison.Ordinal)..], StringComparison.Ordinal);

        Assert.Equal(0, Run("compare", "run", "half").ExitCode);
        Assert.Matches("held out, bits per byte +[0-9.]+ +[0-9.]+   lower", Run("compare", "run", "half").Output);

        (code, output, error) = Run("generate", "run", "--prompt", "The cat", "--tokens", "6", "--seed", "3");
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("The cat", output, StringComparison.Ordinal);
        Assert.Equal(output, Run("generate", "run", "--prompt", "The cat", "--tokens", "6", "--seed", "3").Output);
        Assert.Contains(
            "has forgotten",
            Run("generate", "run", "--prompt", "", "--tokens", "60", "--temperature", "0").Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, Run("generate", "run", "--prompt", "", "--count", "3", "--tokens", "5", "--out", "texts.txt").ExitCode);
        Assert.Equal(2, File.ReadAllText(folder["texts.txt"]).Split('\n').Count(line => line.StartsWith('─')));

        foreach (string format in new[] { "gguf", "hf" })
            Assert.Equal(0, Run("export", "run", "--format", format, "--out", format).ExitCode);
        Assert.All(["gguf/model.gguf", "hf/config.json", "hf/tokenizer.json"], file => Assert.True(File.Exists(folder[file])));
    }

    [Fact]
    public void The_lines_that_the_page_shows_for_an_application_write()
    {
        Assert.Equal(0, Run([.. Small, "--steps", "1", "--out", "run"]).ExitCode);
        string written = "";

        using TextModel model = RunFolder.Open(folder["run"]).LoadModel<TextModel>(torch.CPU);
        foreach (string piece in model.Generate("The cat", new TextOptions { Tokens = 200 }))
            written += piece;

        Assert.NotEmpty(written);
        string here = File.ReadAllText(
            Path.Combine(Repository.Root, "tests", "Figment.Cli.Tests", "Cli", $"{nameof(GptCommandTests)}.cs")
        );
        foreach (string page in new[] { "text.md", "text.zh-CN.md" })
        {
            // As above, but for where the run lies, how the text begins and where it goes.
            string shown = Block().Match(File.ReadAllText(Path.Combine(Repository.Root, "docs", page))).Groups[1].Value;
            Assert.Equal(3, shown.Count(character => character == '\n'));
            foreach (
                string part in shown.Split(
                    ["\"runs/my-gpt\"", "\"Once upon a time\"", "\"春眠不觉晓\"", "Console.Write(piece);", "\n"],
                    StringSplitOptions.RemoveEmptyEntries
                )
            )
                Assert.Contains(part, here, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_does_not_go_with_texts_is_refused_in_a_sentence()
    {
        Assert.Equal(0, Run([.. Small, "--steps", "1", "--out", "run"]).ExitCode);

        Assert.Equal(
            (2, "", "--class does not apply to a run trained on texts. Omit it.\n"),
            Run("generate", "run", "--prompt", "", "--class", "7")
        );
        Assert.Equal(
            (2, "", "--against does not apply to a run trained on texts. Omit it.\n"),
            Run("evaluate", "run", "--against", "mnist")
        );
        Assert.Contains(
            "temperature must be between 0 and 10",
            Run("generate", "run", "--prompt", "", "--temperature", "11").Error,
            StringComparison.OrdinalIgnoreCase
        );
        (int code, _, string error) = Run("train", "gan", "--data", "book.txt", "--steps", "1");
        Assert.Equal(2, code);
        Assert.Contains("These presets do: gpt.", error, StringComparison.Ordinal);
        Assert.Contains("was trained on texts", Run("interpolate", "run").Error, StringComparison.Ordinal);
    }

    [GeneratedRegex("```csharp\n(using TextModel model = RunFolder.Open\\(\"runs.*?\n)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        CommandInside.Run(folder.Root, arguments);
}
