namespace Figment.Tests;

/// <summary>The runner that other tests rely on.</summary>
public sealed class CommandRunnerTests
{
    [Fact]
    public void A_program_that_fills_both_pipes_is_read_to_the_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");

        (int exitCode, string output, string error) = CommandRunner.RunProgram(
            "/bin/sh",
            "/",
            null,
            "-c",
            "head -c 1000000 /dev/zero >&2; head -c 2000000 /dev/zero; cat; exit 7"
        );

        Assert.Equal((7, 2_000_000, 1_000_000), (exitCode, output.Length, error.Length));
    }

    [Fact]
    public void Variables_are_set_removed_and_inherited()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");

        (_, string output, _) = CommandRunner.RunProgram(
            "/bin/sh",
            "/usr",
            new Dictionary<string, string?> { ["FIGMENT_TEST"] = "a b", ["HOME"] = null },
            "-c",
            "echo \"$FIGMENT_TEST|$HOME|$PWD|${PATH:+path}\""
        );

        Assert.Equal("a b||/usr|path\n", output);
    }
}
