namespace Figment.Tests.Bench;

/// <summary>
/// <c>bench/gpu/run.sh</c> without a GPU: every part of it, on the processor, with a libtorch that <c>FIGMENT_LIBTORCH</c> names.
/// A GPU machine is only available for minutes, too few to spend on finding out what the script forgot.
/// </summary>
public sealed class GpuRehearsalTests
{
    [Fact]
    public void Every_part_of_the_table_for_a_GPU_is_filled_on_the_processor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The script is for Linux.");
        Assert.SkipUnless(HasPython(), "There is no python3 here.");
        using TemporaryFolder folder = new();
        string libtorch = folder["lib"];
        Directory.CreateDirectory(libtorch);
        string native = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");
        foreach (string library in Directory.EnumerateFiles(native, "*.so*"))
            File.CreateSymbolicLink(Path.Combine(libtorch, Path.GetFileName(library)), library);
        string figment = folder["figment"];
        Directory.CreateDirectory(figment);
        File.CreateSymbolicLink(Path.Combine(figment, "libLibTorchSharp.so"), Path.Combine(native, "libLibTorchSharp.so"));
        string command = Path.Combine(figment, "Figment.Cli");
        File.WriteAllText(command, $"#!/bin/sh\nexec dotnet '{CommandRunner.CommandFile}' \"$@\"\n");
        CommandRunner.RunProgram("chmod", folder.Root, null, "+x", command);
        Dictionary<string, string?> variables = new()
        {
            ["DEVICE"] = "cpu",
            ["FIGMENT_LIBTORCH"] = libtorch,
            ["WORKS"] = "vae",
            ["STEPS"] = "20",
            ["SAMPLES"] = "500",
            ["FIT"] = "1",
            ["BUDGET"] = "150",
        };

        (int code, string output, string error) = CommandRunner.RunProgram(
            "bash",
            folder.Root,
            variables,
            Path.Combine(Repository.Root, "bench", "gpu", "run.sh"),
            figment,
            folder["out"]
        );

        Assert.True(code == 0, output + error);
        string table = File.ReadAllText(Path.Combine(folder["out"], "table.md"));
        Assert.Matches(@"\| `vae` \| [\d.]+ \| \d+ \| [\d.]+ \| yes \|", table);
        Assert.Contains("doctor: all is well", table, StringComparison.Ordinal);
        Assert.Matches(@"judged on cpu in [\d.]+ s: .*Fréchet", table);
        Assert.Matches(@"500 images of fit: [\d.-]+ s", table);
    }

    private static bool HasPython() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(path => File.Exists(Path.Combine(path, "python3")));
}
