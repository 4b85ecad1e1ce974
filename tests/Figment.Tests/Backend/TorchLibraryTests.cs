using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Figment.Backend;
using TorchSharp;

namespace Figment.Tests.Backend;

/// <summary>libtorch as loaded into this process.</summary>
public sealed class TorchLibraryTests
{
    [Fact]
    public void Loading_twice_gives_the_same_report()
    {
        TorchLibraryReport report = TorchLibrary.LoadAndReport();

        Assert.Same(report, TorchLibrary.LoadAndReport());
        Assert.Same(report, TorchLibrary.LoadAndReport("/a/folder/named/too/late"));
        Assert.True(File.Exists(Path.Combine(report.Directory, TorchLibrary.FileName("torch_cpu"))));
        Assert.True(File.Exists(report.Binding));
    }

    [Fact]
    public void Its_version_is_the_one_that_was_built_for() =>
        Assert.Equal(TorchLibrary.Version, TorchLibrary.LoadAndReport().Version.ToString());

    [Theory]
    [InlineData("2.10", false, true)]
    [InlineData("2.11", false, true)]
    [InlineData("2.12", false, false)]
    [InlineData("3.0", false, false)]
    [InlineData("2.12", true, true)]
    public void Another_than_those_that_were_tried_is_refused_unless_that_is_allowed(string version, bool isAllowed, bool passes)
    {
        Exception? error = Record.Exception(() => TorchLibrary.RefuseUntried(new Version(version), "/a/torch/lib", isAllowed));

        if (passes)
            Assert.Null(error);
        else
            Assert.Matches(
                $"/a/torch/lib is version {version}, .* 2.10 and 2.11. .*set FIGMENT_LIBTORCH_UNTESTED=1",
                Assert.IsType<BackendException>(error).Message
            );
    }

    [Fact]
    public void What_was_loaded_computes()
    {
        TorchLibrary.LoadAndReport();
        using DisposeScope scope = torch.NewDisposeScope();

        Assert.Equal(11, torch.tensor([1.0, 2.0]).dot(torch.tensor([3.0, 4.0])).item<double>());
    }

    [Fact]
    public void The_library_is_patched_only_where_the_system_lacks_the_version()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has symbol versions.");
        TorchLibraryReport report = TorchLibrary.LoadAndReport();

        if (File.ReadAllBytes(SystemLibrary("libstdc++.so.6")).AsSpan().IndexOf("GLIBCXX_3.4.32\0"u8) >= 0)
        {
            Assert.Null(report.PatchNote);
            Assert.Equal(ElfSymbolVersionsTests.LibraryFile(), report.Binding);
        }
        else
        {
            Assert.Contains("GLIBCXX_3.4.32", report.PatchNote, StringComparison.Ordinal);
            Assert.StartsWith(CacheFolder.Root, report.Binding, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_original_stays_as_the_package_has_it()
    {
        TorchLibraryReport report = TorchLibrary.LoadAndReport();
        byte[] original = File.ReadAllBytes(ElfSymbolVersionsTests.LibraryFile());

        Assert.DoesNotContain(ElfSymbolVersions.Read(original), requirement => requirement.IsWeak);
        if (report.PatchNote is null)
            return;

        // The copy lies in a folder named after the original, so an update of TorchSharp gets a copy of its own.
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(original))[..16],
            Path.GetFileName(Path.GetDirectoryName(report.Binding))
        );
        Assert.Equal(original.Length, new FileInfo(report.Binding).Length);
    }

    [Theory]
    [InlineData("torch_cpu")]
    public void Native_libraries_are_called_as_the_system_calls_them(string name)
    {
        string expected =
            RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "torch_cpu.dll"
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "libtorch_cpu.dylib"
            : "libtorch_cpu.so";

        Assert.Equal(expected, TorchLibrary.FileName(name));
    }

    /// <summary>Where the loader found a library; it is loaded, because libtorch needs it.</summary>
    private static string SystemLibrary(string name) =>
        File.ReadLines("/proc/self/maps")
            .Select(line => line.Split(' ')[^1])
            .First(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));
}
