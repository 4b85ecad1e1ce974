namespace Figment.Tests.Cli;

/// <summary><c>figment likelihood</c> as a user meets it.</summary>
public sealed class LikelihoodCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_is_judged_by_images_it_has_not_seen_and_the_protocol_is_said()
    {
        Write("train", 40);
        Write("t10k", 30);
        Assert.Equal(
            0,
            Run(
                "train",
                "conv-vae",
                "--data",
                "train-images-idx3-ubyte",
                "--steps",
                "2",
                "--batch",
                "8",
                "--features",
                "none",
                "--out",
                "run"
            ).ExitCode
        );

        (int code, string output, string error) = Run("likelihood", "run", "--images", "20", "--samples", "10", "--seed", "3");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("20 images of t10k-images-idx3-ubyte, none of them seen in training", output, StringComparison.Ordinal);
        Assert.Contains(
            "statically binarised: each pixel drawn once as ink, with its grey value as the probability, seed 3",
            output,
            StringComparison.Ordinal
        );
        Assert.Matches(@"log-likelihood +-\d+\.\d\d ± \d+\.\d\d nats per image   \(10 importance samples per image\)", output);
        Assert.Matches(@"ELBO +-\d+\.\d\d ± \d+\.\d\d nats per image", output);
        Assert.Equal(output, Run("likelihood", "run", "--images", "20", "--samples", "10", "--seed", "3").Output);
    }

    [Fact]
    public void Without_a_test_part_it_says_that_the_images_were_learned_from()
    {
        Write("own", 40);
        Run(
            "train",
            "vae",
            "--data",
            "own-images-idx3-ubyte",
            "--steps",
            "1",
            "--batch",
            "8",
            "--features",
            "none",
            "--out",
            "run"
        );

        Assert.Contains(
            "taken from the training data",
            Run("likelihood", "run", "--images", "5", "--samples", "2").Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_has_no_likelihood_is_a_failure_in_words()
    {
        Write("own", 40);
        Run(
            "train",
            "classic",
            "--data",
            "own-images-idx3-ubyte",
            "--steps",
            "1",
            "--batch",
            "8",
            "--features",
            "none",
            "--out",
            "run"
        );

        Assert.Contains("only variational autoencoders", Failure(1, "likelihood", "run"), StringComparison.Ordinal);
        Assert.Contains("There is no run in runs/", Failure(1, "likelihood"), StringComparison.Ordinal);
        Assert.Contains("between 1 and", Failure(2, "likelihood", "run", "--samples", "0"), StringComparison.Ordinal);

        string Failure(int expected, params string[] arguments)
        {
            (int code, string output, string error) = Run(arguments);
            Assert.Equal((expected, ""), (code, output));
            return error;
        }
    }

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        CommandInside.Run(folder.Root, arguments);

    /// <summary>Grey images of 8 × 8 pixels.</summary>
    private void Write(string name, byte count) =>
        File.WriteAllBytes(
            folder[$"{name}-images-idx3-ubyte"],
            [
                0,
                0,
                8,
                3,
                0,
                0,
                0,
                count,
                0,
                0,
                0,
                8,
                0,
                0,
                0,
                8,
                .. Enumerable.Range(0, count * 64).Select(i => (byte)(i * 7919 % 251)),
            ]
        );
}
