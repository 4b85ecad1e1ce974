namespace Figment.Tests.Cli;

/// <summary>The commands that judge, as a user meets them.</summary>
public sealed class EvaluationCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Images_are_judged_compared_and_judged_again_with_a_classifier_of_ones_own()
    {
        Write("real", 200, 1);
        Write("made", 80, 2);
        Write("other", 80, 3);

        (int code, string output, string error) = Run(
            "evaluate",
            "made-images-idx3-ubyte",
            "--against",
            "real-images-idx3-ubyte",
            "--device",
            "cpu",
            "--out",
            "a"
        );

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("by their pixels only", output, StringComparison.Ordinal);
        Assert.Contains("Fréchet distance", output, StringComparison.Ordinal);
        Assert.Contains("80 : 200", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["a/report.html"]));

        Assert.Equal(0, Run("evaluate", "other-images-idx3-ubyte", "--against", "real-images-idx3-ubyte", "--out", "b").ExitCode);
        output = Run("compare", "a", "b").Output;
        Assert.Contains("A  made-images-idx3-ubyte", output, StringComparison.Ordinal);
        Assert.Contains("* ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("CAUTION", output, StringComparison.Ordinal);

        (code, output, error) = Run(
            "evaluator",
            "train",
            "--data",
            "real-images-idx3-ubyte",
            "--epochs",
            "1",
            "--out",
            "own.safetensors"
        );
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("held-out images. It is in", output, StringComparison.Ordinal);
        output = Run(
            "evaluate",
            "made-images-idx3-ubyte",
            "--against",
            "real-images-idx3-ubyte",
            "--features",
            "own.safetensors",
            "--out",
            "c"
        ).Output;
        Assert.Contains("real-images-idx3-ubyte-classifier (48 numbers per image", output, StringComparison.Ordinal);
        Assert.Contains("Class entropy", output, StringComparison.Ordinal);
        Assert.Contains(
            "CAUTION: They were judged with different feature extractors",
            Run("compare", "a", "c").Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_judge_that_is_seldom_right_says_so()
    {
        Write("guessed", 200, 1, i => i * 7919 % 13 % 2); // labels that have nothing to do with the images

        string output = Run(
            "evaluator",
            "train",
            "--data",
            "guessed-images-idx3-ubyte",
            "--epochs",
            "1",
            "--out",
            "own.safetensors"
        ).Output;

        Assert.Contains("not accurate enough to judge with", output, StringComparison.Ordinal);
        Assert.Contains("--epochs 4", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_said_before_what_it_is_compared_with_is_read()
    {
        (int code, string output, string error) = Run("evaluate", "made/", "--against", "drums");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("There is nothing to judge at made/", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--against", "evaluate", "somewhere")]
    [InlineData("--stop-on sadness is not known", "train", "--stop-on", "sadness")]
    [InlineData("--language fr is not known", "train", "--language", "fr")]
    [InlineData("2 to 20 runs", "compare", "one")]
    [InlineData("2 to 20 runs", "compare")]
    [InlineData("between 20 and", "evaluate", "x", "--against", "mnist", "--count", "1")]
    [InlineData(
        "x is not the folder of a run, so it has no checkpoints: omit --checkpoint",
        "evaluate",
        "x",
        "--against",
        "mnist",
        "--checkpoint",
        "last"
    )]
    public void Wrong_usage_is_said_in_words(string says, params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_judged_is_a_failure_in_words()
    {
        Write("few", 10, 1);
        Directory.CreateDirectory(folder["empty"]);

        Assert.Contains(
            "too few to judge",
            Failure("evaluate", "few-images-idx3-ubyte", "--against", "mnist"),
            StringComparison.Ordinal
        );
        Assert.Contains("no pictures", Failure("evaluate", "empty", "--against", "mnist"), StringComparison.Ordinal);
        Assert.Contains("neither a run nor", Failure("compare", "empty", "empty"), StringComparison.Ordinal);
        Assert.Contains("There is no run in runs/", Failure("evaluate"), StringComparison.Ordinal);

        string Failure(params string[] arguments)
        {
            (int code, string output, string error) = Run(arguments);
            Assert.Equal((1, ""), (code, output));
            return error;
        }
    }

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        CommandInside.Run(folder.Root, arguments);

    /// <summary>Bright and dark images of 12 × 12 pixels, labelled so unless labels are given.</summary>
    private void Write(string name, byte count, int seed, Func<int, int>? labels = null)
    {
        byte[] pixels =
        [
            .. Enumerable.Range(0, count * 144).Select(i => (byte)((i / 144 % 2 * 120) + ((i + seed) * 7919 % 131))),
        ];
        File.WriteAllBytes(
            folder[$"{name}-images-idx3-ubyte"],
            [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 12, 0, 0, 0, 12, .. pixels]
        );
        File.WriteAllBytes(
            folder[$"{name}-labels-idx1-ubyte"],
            [0, 0, 8, 1, 0, 0, 0, count, .. Enumerable.Range(0, count).Select(i => (byte)(labels?.Invoke(i) ?? i % 2))]
        );
    }
}
