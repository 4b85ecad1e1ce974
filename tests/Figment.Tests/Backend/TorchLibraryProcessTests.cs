using System.Xml.Linq;
using Figment.Backend;

namespace Figment.Tests.Backend;

/// <summary>libtorch found, not found and found elsewhere, each in a process of its own.</summary>
public sealed class TorchLibraryProcessTests
{
    private const string Variable = "FIGMENT_LIBTORCH";

    [Fact]
    public void Doctor_says_that_the_variable_names_a_folder_without_libtorch()
    {
        using TemporaryFolder folder = new();

        (int exitCode, string output, string error) = CommandRunner.Run(folder.Root, Override(folder.Root), "doctor");

        Assert.Equal(1, exitCode);
        Assert.Empty(error);
        string failure = Assert.Single(Lines(output), line => line.Contains("FAILED:", StringComparison.Ordinal));
        Assert.Contains(Variable, failure, StringComparison.Ordinal);
        Assert.Contains(folder.Root, failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_says_so_too_in_one_line()
    {
        using TemporaryFolder folder = new();

        (int exitCode, string output, string error) = CommandRunner.Run(
            folder.Root,
            Override(folder.Root),
            "train",
            "--steps",
            "1"
        );

        Assert.Equal(1, exitCode);
        Assert.Contains(Variable, OneLine(error), StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void Libtorch_is_loaded_from_the_folder_that_the_variable_names()
    {
        using TemporaryFolder folder = new();
        LinkLibtorch(folder.Root);

        (int exitCode, string output, string error) = CommandRunner.Run(folder.Root, Override(folder.Root), "doctor");

        Assert.True(exitCode == 0, output + error);
        Assert.Contains($"loaded from {folder.Root} ({Variable})", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_different_libtorchs_in_one_process_are_refused_before_they_end_it()
    {
        using TemporaryFolder application = new(),
            libtorch = new();
        string command = CopyApplication(application.Root, withLibtorch: true);
        LinkLibtorch(libtorch.Root);
        string own = Path.Combine(NativeFolder(application.Root), "libtorch_cpu.so");
        File.Delete(own);
        File.WriteAllText(own, "another libtorch");

        (int exitCode, string output, _) = CommandRunner.RunCopy(command, application.Root, Override(libtorch.Root), "doctor");

        Assert.Equal(1, exitCode);
        Assert.Contains(
            "-p:Torch=none",
            Assert.Single(Lines(output), line => line.Contains("FAILED:", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_application_built_without_libtorch_takes_the_one_that_the_variable_names()
    {
        using TemporaryFolder application = new(),
            libtorch = new();
        string command = CopyApplication(application.Root, withLibtorch: false);
        LinkLibtorch(libtorch.Root);

        (int exitCode, string output, string error) = CommandRunner.RunCopy(
            command,
            application.Root,
            Override(libtorch.Root),
            "doctor"
        );

        Assert.True(exitCode == 0, output + error);
        Assert.Contains($"loaded from {libtorch.Root} ({Variable})", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "--steps", "1")]
    [InlineData("doctor")]
    public void Without_libtorch_anywhere_the_command_says_what_to_do_and_copies_nothing(params string[] arguments)
    {
        using TemporaryFolder application = new();
        string command = CopyApplication(application.Root, withLibtorch: false);
        string[] before = [.. Directory.EnumerateFileSystemEntries(application.Root, "*", SearchOption.AllDirectories).Order()];

        (int exitCode, string output, string error) = CommandRunner.RunCopy(command, application.Root, Override(null), arguments);

        Assert.Equal(1, exitCode);
        string failure =
            arguments[0] == "train"
                ? OneLine(error)
                : Assert.Single(Lines(output), line => line.Contains("FAILED:", StringComparison.Ordinal));
        Assert.Contains("libtorch (libtorch_cpu.so) was not found", failure, StringComparison.Ordinal);
        Assert.Contains(
            $"'dotnet add package libtorch-cpu-linux-x64 --version {LibTorchVersion()}'",
            failure,
            StringComparison.Ordinal
        );
        Assert.Contains(Variable, failure, StringComparison.Ordinal);
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(application.Root, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public void A_damaged_libtorch_is_named_with_the_loaders_reason()
    {
        using TemporaryFolder folder = new();
        LinkLibtorch(folder.Root);
        File.Delete(folder["libtorch_cpu.so"]);
        File.WriteAllBytes(folder["libtorch_cpu.so"], new byte[4096]);

        (int exitCode, _, string error) = CommandRunner.Run(folder.Root, Override(folder.Root), "train", "--steps", "1");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("libtorch_cpu.so was found but does not load:", OneLine(error), StringComparison.Ordinal);
        Assert.Contains(folder.Root, error, StringComparison.Ordinal);
    }

    /// <summary>The version that this repository is built with.</summary>
    private static string LibTorchVersion() =>
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("LibTorchVersion").Single().Value;

    private static Dictionary<string, string?> Override(string? folder) => new() { [Variable] = folder };

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One line and no stack trace.</summary>
    private static string OneLine(string error)
    {
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        return Assert.Single(Lines(error));
    }

    private static void LinkLibtorch(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(RealNativeFolder()).Where(IsLibtorch))
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
    }

    /// <summary>
    /// The command's managed files as copies, because .NET takes a link's target for the application's folder; the
    /// native ones as links, because they are large.
    /// </summary>
    private static string CopyApplication(string folder, bool withLibtorch)
    {
        foreach (
            string file in Directory
                .EnumerateFiles(AppContext.BaseDirectory)
                .Where(file => Path.GetExtension(file) is ".dll" or ".json")
        )
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));

        Directory.CreateDirectory(NativeFolder(folder));
        foreach (string file in Directory.EnumerateFiles(RealNativeFolder()).Where(file => withLibtorch || !IsLibtorch(file)))
            File.CreateSymbolicLink(Path.Combine(NativeFolder(folder), Path.GetFileName(file)), file);
        return Path.Combine(folder, Path.GetFileName(CommandRunner.CommandFile));
    }

    private static string NativeFolder(string application) => Path.Combine(application, "runtimes", "linux-x64", "native");

    private static string RealNativeFolder()
    {
        string folder = Path.GetDirectoryName(ElfSymbolVersionsTests.LibraryFile())!;
        Assert.SkipUnless(
            File.Exists(Path.Combine(folder, TorchLibrary.FileName("torch_cpu"))),
            "These tests were built without libtorch."
        );
        return folder;
    }

    private static bool IsLibtorch(string path) =>
        Path.GetFileName(path) is var name
        && !name.Contains("LibTorchSharp", StringComparison.Ordinal)
        && !name.Contains("Magick", StringComparison.Ordinal);
}
