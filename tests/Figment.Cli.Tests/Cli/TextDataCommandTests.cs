namespace Figment.Tests.Cli;

/// <summary>What the commands say of texts, and what they refuse.</summary>
public sealed class TextDataCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TextDataCommandTests()
    {
        string story = string.Concat(Enumerable.Range(0, 60).Select(i => $"Once upon a time there were {i} kings.\nThe end.\n"));
        File.WriteAllText(folder["book.txt"], story);
        File.WriteAllText(folder["book-test.txt"], "A king of his own.\n");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Data_tells_what_texts_hold()
    {
        (int code, string output, _) = CommandInside.Run(folder.Root, "data", "book.txt");

        Assert.Equal(0, code);
        Assert.Contains("book: 1 text, 2,810 characters, 2,810 bytes to learn from", output, StringComparison.Ordinal);
        Assert.Contains("held out, from its own test part: 1 text, 19 characters", output, StringComparison.Ordinal);
        Assert.Contains("letters: Latin 100.0%", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_tells_what_repeats_and_what_training_would_do()
    {
        (int code, string output, _) = CommandInside.Run(folder.Root, "data", "check", "book.txt");

        Assert.Equal(0, code);
        Assert.Contains("book.txt: 2 files of text, 2 of them readable", output, StringComparison.Ordinal);
        Assert.Contains("60 × The end.", output, StringComparison.Ordinal);
        Assert.Contains("training would learn 0 merges, giving 259 different tokens", output, StringComparison.Ordinal);
        Assert.Contains("in a long run it memorises them", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_names_what_cannot_be_read_and_fails()
    {
        File.WriteAllBytes(folder["book.txt"], [.. "Caf"u8, 0xe9, .. " au lait"u8]);

        (int code, string output, _) = CommandInside.Run(folder.Root, "data", "check", "book.txt");

        Assert.Equal(1, code);
        Assert.Contains(
            "training would reject this data: book.txt cannot be read as text: byte 4 (in line 1)",
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Packed_texts_are_trained_from_and_shown_by_their_tokens()
    {
        Assert.Equal(0, CommandInside.Run(folder.Root, "data", "pack", "book.txt").ExitCode);
        Assert.Contains(
            "book.safetensors is intact",
            CommandInside.Run(folder.Root, "data", "check", "book.safetensors").Output,
            StringComparison.Ordinal
        );

        // No preset is named, since only one learns texts.
        (int code, string output, string error) = CommandInside.Run(
            folder.Root,
            "train",
            "--data",
            "book.safetensors",
            "--steps",
            "2",
            "--sample-every",
            "9",
            "--features",
            "none",
            "--out",
            "run",
            "--set",
            "layers=1",
            "--set",
            "width=16",
            "--set",
            "heads=2",
            "--set",
            "keyValueHeads=1",
            "--set",
            "context=16"
        );
        Assert.True(code == 0, error);
        Assert.Contains(
            "Training gpt on book (1 text of 2,810 characters in all), 2 steps, batch 6",
            output + error,
            StringComparison.Ordinal
        );

        (code, output, _) = CommandInside.Run(folder.Root, "summary", "run", "--text", "a 猫");
        Assert.Equal(0, code);
        Assert.Contains("5 tokens: a| |<E7>|<8C>|<AB>", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--out draws pictures", "data", "book.txt", "--out", "a.png")]
    [InlineData("--size, --fit, --background", "data", "book.txt", "--size", "32")]
    [InlineData("Omit --test", "data", "pack", "book.txt", "--test")]
    [InlineData("'gan' does not learn texts. These presets do: gpt.", "train", "gan", "--data", "book.txt", "--steps", "1")]
    [InlineData("'gpt' does not learn images. These presets do: gan", "train", "gpt", "--data", "mnist", "--steps", "1")]
    [InlineData("--flip and --shift change images, and book.txt holds texts", "train", "--data", "book.txt", "--flip")]
    [InlineData("--text shows tokens", "summary", "gan", "--text", "a")]
    public void What_does_not_go_with_texts_is_refused(string reason, params string[] arguments)
    {
        (int code, string output, string error) = CommandInside.Run(folder.Root, arguments);

        Assert.NotEqual(0, code);
        Assert.Contains(reason, output + error, StringComparison.Ordinal);
    }
}
