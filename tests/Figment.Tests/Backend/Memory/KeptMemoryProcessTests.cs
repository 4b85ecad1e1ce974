using Figment.Backend;

namespace Figment.Tests.Backend;

/// <summary>The only difference between a process that keeps libtorch's memory and one that does not is the time.</summary>
public sealed class KeptMemoryProcessTests
{
    [Fact]
    public void A_training_without_it_makes_the_same_weights()
    {
        using TemporaryFolder folder = new();
        string[] training =
        [
            "train",
            "dcgan",
            "--steps",
            "3",
            "--batch",
            "8",
            "--seed",
            "1",
            "--features",
            "none",
            "--threads",
            "1",
        ];

        (int first, _, string error) = CommandRunner.Run(folder.Root, With("0"), [.. training, "--out", "without"]);
        (int second, _, string otherError) = CommandRunner.Run(folder.Root, With(null), [.. training, "--out", "with"]);

        Assert.True(first == 0, error);
        Assert.True(second == 0, otherError);
        Assert.Equal(Weights("without"), Weights("with"));

        byte[] Weights(string run) => File.ReadAllBytes(Path.Combine(folder.Root, run, "model.safetensors"));
    }

    [Fact]
    public void Doctor_says_whether_it_is_kept()
    {
        using TemporaryFolder folder = new();

        (_, string without, _) = CommandRunner.Run(folder.Root, With("0"), "doctor");

        Assert.Contains("returns to the system", without, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> With(string? value) => new() { [KeptMemory.Variable] = value };
}
