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
        Assert.Equal(0, Run("train", "vae", "--data", data, "--set", "latentSize=3", "--steps", "3", "--batch", "8", "--features", "none", "--out", "first").ExitCode);

        (int code, string output, string error) = Run("train", "--from", "first", "--data", data, "--steps", "2", "--batch", "8", "--features", "none", "--out", "second");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Training vae on small-idx3-ubyte", output, StringComparison.Ordinal); // the preset is the run's
        Assert.Matches(@"Begins with ([\d,]+) of its \1 numbers from first, step 3 \(SHA-256 [0-9a-f]{12}…\)\.\n", output);
        using JsonDocument options = JsonDocument.Parse(File.ReadAllText(folder["second/options.json"]));
        Assert.Equal(3, options.RootElement.GetProperty("model").GetProperty("latentSize").GetInt32());
        Assert.Equal("first", options.RootElement.GetProperty("from").GetProperty("run").GetString());

        (code, output, error) = Run("train", "--from", "first", "--data", data, "--set", "latentSize=5", "--steps", "1", "--features", "none", "--out", "third");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Begun anew, since they do not fit: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_model_keeps_its_tokenizer_and_its_size()
    {
        File.WriteAllText(folder["one.txt"], string.Concat(Enumerable.Range(0, 400).Select(i => $"The {(i % 3 == 0 ? "cat" : "dog")} sat on mat {i % 7}.\n")));
        File.WriteAllText(folder["other.txt"], string.Concat(Enumerable.Range(0, 300).Select(i => $"Zwei mal {i % 9} ist {2 * (i % 9)}.\n")));
        string[] small = ["layers=1", "width=32", "context=16", "merges=20"];
        Assert.Equal(0, Run(["train", "gpt", "--data", "one.txt", .. small.SelectMany(set => new[] { "--set", set }), "--steps", "2", "--out", "first"]).ExitCode);

        (int code, string output, string error) = Run("train", "gpt", "--from", "first", "--data", "other.txt", "--steps", "2", "--out", "second");

        Assert.Equal((0, ""), (code, error));
        Assert.DoesNotContain("Begun anew", output, StringComparison.Ordinal);
        using TextModel first = RunFolder.Open(folder["first"]).LoadModel<TextModel>(torch.CPU, Checkpoint.Last), second = RunFolder.Open(folder["second"]).LoadModel<TextModel>(torch.CPU, Checkpoint.Last);
        Assert.Equal(first.Tokenizer.Merges, second.Tokenizer.Merges);
        Assert.NotEmpty(second.Tokenizer.Merges);
        Assert.Equal(16, second.Context);
    }

    [Fact]
    public void What_cannot_be_is_said_before_anything_is_made()
    {
        string data = SmallData.WriteIdx(folder.Root);
        Run("train", "vae", "--data", data, "--steps", "1", "--features", "none", "--out", "first");

        Refused(2, "--from needs --data", "train", "--from", "first", "--out", "second");
        Refused(1, "first is a run of vae, and a model of gan has other networks", "train", "gan", "--from", "first", "--data", data, "--out", "second");
        Refused(1, "nowhere is not the folder of a run", "train", "--from", "nowhere", "--data", data, "--out", "second");
        Assert.False(Directory.Exists(folder["second"]));
    }

    private void Refused(int code, string why, params string[] arguments)
    {
        (int found, _, string error) = Run(arguments);
        Assert.Equal(code, found);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) => CommandInside.Run(folder.Root, arguments);
}
