using System.Text.Json;

namespace Figment.Tests.Cli;

/// <summary><c>figment open</c>, and what one does with a run that came as a page.</summary>
public sealed class OpenCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Somebody trains and sends; somebody else opens, beside the same data.</summary>
    [Fact]
    public void A_page_that_was_sent_is_a_run_like_any_other_but_for_what_it_has_not()
    {
        string data = SmallData.WriteIdx(folder.Root);
        string[] quick = ["--data", data, "--batch", "8", "--features", "none"];
        Do(["train", "vae", "--set", "latentSize=2", "--steps", "3", "--out", "first", .. quick]);
        Do(["export", "first", "--format", "html", "--license", "MIT", "--out", "page"]);
        Directory.Delete(folder["first"], recursive: true);

        string said = Do(["open", "page/model.html"]);

        string opened = Path.GetRelativePath(folder.Root, Directory.GetDirectories(folder["runs"]).Single());
        Assert.Contains(
            $"page/model.html is opened as {opened}: vae on small-idx3-ubyte (last checkpoint, step 3).",
            said,
            StringComparison.Ordinal
        );
        Assert.Contains("licence: MIT", said, StringComparison.Ordinal);
        Assert.Contains("It has no encoder", said, StringComparison.Ordinal);
        Assert.Contains("Opened from a page", Do(["summary", opened]), StringComparison.Ordinal);
        Do(["generate", "--count", "4", "--out", "made.png"]);
        Do(["interpolate", "--out", "walk.png"]);
        Do(["map", "--size", "3", "--out", "map.png"]);
        Assert.Contains("Fréchet distance", Do(["evaluate", "--features", "pixels", "--count", "40"]), StringComparison.Ordinal);
        Do(["export", "--out", "onnx"]);
        Assert.Equal([folder["onnx/decoder.onnx"]], Directory.GetFiles(folder["onnx"]));
        Assert.Contains(
            "Starts with",
            Do(["train", "--from", opened, "--steps", "2", "--out", "second", .. quick]),
            StringComparison.Ordinal
        );

        string refused = Do(["resume", opened, "--steps", "+2"], isRefused: true);
        Assert.Contains("was opened from a page", refused, StringComparison.Ordinal);
        Assert.Contains($"--from {opened}", refused, StringComparison.Ordinal);
        Assert.Contains(
            "does not contain the encoder",
            Do(["reconstruct", opened, "--out", "again.png"], isRefused: true),
            StringComparison.Ordinal
        );
        Assert.Contains("does not contain the encoder", Do(["likelihood", opened], isRefused: true), StringComparison.Ordinal);
    }

    [Fact]
    public void It_names_the_folder_and_leaves_nothing_where_the_file_is_no_page()
    {
        UntrainedRun.Write(folder["sent"], conditional: true, "gan");
        Do(["export", "sent", "--format", "html", "--precision", "fp16", "--out", "page"]);
        folder.Write(("no.html", "<html>nothing</html>"));

        string said = Do(["open", "page/model.html", "--out", "mine"]);
        string refused = Do(["open", "no.html", "--out", "none"], isRefused: true);

        Assert.Contains("rounded to 16 bits", said, StringComparison.Ordinal);
        Assert.Contains("no.html is not the page of a model", refused, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["none"]));
        using JsonDocument options = JsonDocument.Parse(File.ReadAllText(folder["mine/options.json"]));
        Assert.Equal("fp16", options.RootElement.GetProperty("openedFrom").GetProperty("precision").GetString());
        Assert.Contains("mine", Do(["open", "page/model.html", "--out", "mine"], isRefused: true), StringComparison.Ordinal);
    }

    private string Do(string[] arguments, bool isRefused = false)
    {
        (int code, string output, string error) = CommandInside.Run(folder.Root, arguments);
        Assert.True(code == (isRefused ? 1 : 0), $"{string.Join(' ', arguments)}: {code}\n{output}\n{error}");
        return isRefused ? error : output;
    }
}
