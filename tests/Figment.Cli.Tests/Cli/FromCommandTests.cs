using System.Text.Json;
using Figment.Models.Texts;
using Figment.Runs;
using TorchSharp;

namespace Figment.Tests.Cli;

/// <summary><c>figment train --from</c>, as a user meets it.</summary>
public sealed class FromCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_begins_where_another_ended_and_says_what_it_took()
    {
        string data = SmallData.WriteIdx(folder.Root);
        string[] quick = ["--data", data, "--batch", "8", "--features", "none"];
        Assert.Equal(0, Run(["train", "vae", "--set", "latentSize=3", "--steps", "3", "--out", "first", .. quick]).ExitCode);

        (int code, string output, string error) = Run(["train", "--from", "first", "--steps", "2", "--out", "second", .. quick]);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Training vae on small-idx3-ubyte", output, StringComparison.Ordinal); // the preset is the run's
        Assert.Matches(@"Starts with ([\d,]+) of its \1 parameters from first, step 3 \(SHA-256 [0-9a-f]{12}…\)\.\n", output);
        using JsonDocument options = JsonDocument.Parse(File.ReadAllText(folder["second/options.json"]));
        Assert.Equal(3, options.RootElement.GetProperty("model").GetProperty("latentSize").GetInt32());
        Assert.Equal("first", options.RootElement.GetProperty("from").GetProperty("run").GetString());

        (code, output, error) = Run([
            "train",
            "--from",
            "first",
            "--set",
            "latentSize=5",
            "--steps",
            "1",
            "--out",
            "third",
            .. quick,
        ]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Started with random weights, because the sizes do not fit: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_model_keeps_its_tokenizer_and_its_size()
    {
        WriteLines("one.txt", 400, i => $"The {(i % 3 == 0 ? "cat" : "dog")} sat on mat {i % 7}.\n");
        WriteLines("other.txt", 300, i => $"Zwei mal {i % 9} ist {2 * (i % 9)}.\n");
        string[] small = ["layers=1", "width=32", "context=16", "merges=20"];
        string[] sets = [.. small.SelectMany(set => new[] { "--set", set })];
        Assert.Equal(0, Run(["train", "gpt", "--data", "one.txt", "--steps", "2", "--out", "first", .. sets]).ExitCode);

        string[] begin = ["train", "gpt", "--from", "first", "--data", "other.txt", "--steps", "2", "--out", "second"];
        (int code, string output, string error) = Run(begin);

        Assert.Equal((0, ""), (code, error));
        Assert.DoesNotContain("Started with random weights", output, StringComparison.Ordinal);
        using TextModel first = Load("first"),
            second = Load("second");
        Assert.Equal(first.Tokenizer.Merges, second.Tokenizer.Merges);
        Assert.NotEmpty(second.Tokenizer.Merges);
        Assert.Equal(16, second.Context);
    }

    [Fact]
    public void Classes_are_taken_by_name_and_frozen_layers_are_named()
    {
        Picture("one", "cat", "dog");
        Picture("two", "dog", "fish");
        string[] quick = ["--batch", "4", "--features", "none", "--steps", "1"];
        string[] first = ["train", "vae", "--conditional", "--set", "latentSize=3", "--data", "one", "--out", "first", .. quick];
        Assert.Equal(0, Run(first).ExitCode);

        string[] second = ["train", "--from", "first", "--freeze", "1", "--data", "two", "--out", "second", .. quick];
        (int code, string output, string error) = Run(second);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains(
            "Classes known to both models, for which the learned weights were kept: " + "dog.",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("New classes, which start from scratch: fish.", output, StringComparison.Ordinal);
        Assert.Contains("Frozen, so it does not change: encoder.head.0.", output, StringComparison.Ordinal);
        string[] alone = ["train", "vae", "--freeze", "1", "--data", "two", "--out", "third"];
        string[] tooMany = ["train", "--from", "first", "--freeze", "9", "--data", "two", "--out", "third"];
        Refused(2, "--freeze 1 keeps layers of another run, so it needs --from", alone);
        Refused(2, "9 layers cannot be frozen. Only 2 of this model's layers can be", tooMany);
    }

    private void Picture(string data, params string[] classes)
    {
        foreach (string name in classes)
        {
            Directory.CreateDirectory(folder[$"{data}/{name}"]);
            for (int i = 0; i < 4; i++)
            {
                byte[] pixels = [.. Enumerable.Range(0, 64).Select(k => (byte)(k * (i + name.Length)))];
                File.WriteAllBytes(folder[$"{data}/{name}/{i}.png"], Png.Write(8, 8, pixels));
            }
        }
    }

    [Fact]
    public void What_cannot_be_is_said_before_anything_is_made()
    {
        string data = SmallData.WriteIdx(folder.Root);
        Run("train", "vae", "--data", data, "--steps", "1", "--features", "none", "--out", "first");

        Refused(2, "--from needs --data", "train", "--from", "first", "--out", "second");
        string[] gan = ["train", "gan", "--from", "first", "--data", data, "--out", "second"];
        Refused(1, "first is a run of the preset vae, but the preset gan has different networks", gan);
        Refused(1, "nowhere is not the folder of a run", "train", "--from", "nowhere", "--data", data, "--out", "second");
        Assert.False(Directory.Exists(folder["second"]));
    }

    private void Refused(int code, string why, params string[] arguments)
    {
        (int found, _, string error) = Run(arguments);
        Assert.Equal(code, found);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    private void WriteLines(string name, int count, Func<int, string> line) =>
        File.WriteAllText(folder[name], string.Concat(Enumerable.Range(0, count).Select(line)));

    private TextModel Load(string run) => RunFolder.Open(folder[run]).LoadModel<TextModel>(torch.CPU, Checkpoint.Last);

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        CommandInside.Run(folder.Root, arguments);
}
