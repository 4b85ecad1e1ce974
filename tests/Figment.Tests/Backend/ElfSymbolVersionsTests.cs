using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Figment.Backend;
using Requirement = Figment.Backend.ElfSymbolVersions.Requirement;

namespace Figment.Tests.Backend;

/// <summary>The reader of symbol versions on the library it was written for.</summary>
public sealed partial class ElfSymbolVersionsTests
{
    private const string TroubleMaker = "GLIBCXX_3.4.32";

    [Fact]
    public void TorchSharps_library_asks_for_the_newest_version_exactly_once()
    {
        Requirement found = Assert.Single(ElfSymbolVersions.Read(Library()), requirement => requirement.Version == TroubleMaker);

        Assert.Equal("libstdc++.so.6", found.Library);
        Assert.False(found.IsWeak);
    }

    [Fact]
    public void Weakening_changes_one_byte_of_a_copy()
    {
        byte[] original = Library(),
            before = [.. original];

        byte[] patched = ElfSymbolVersions.Weaken(original, TroubleMaker);

        Assert.Equal(before, original);
        Assert.Equal(original.Length, patched.Length);
        int place = Assert.Single(Enumerable.Range(0, original.Length), i => original[i] != patched[i]);
        Assert.Equal(original[place] | 2, patched[place]); // VER_FLG_WEAK
        Requirement weak = Assert.Single(ElfSymbolVersions.Read(patched), requirement => requirement.IsWeak);
        Assert.Equal(TroubleMaker, weak.Version);
        Assert.Equal(place, weak.FlagsOffset);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_requirements_are_those_that_readelf_lists(bool weakened)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/readelf"), "readelf is not installed.");
        byte[] library = weakened ? ElfSymbolVersions.Weaken(Library(), TroubleMaker) : Library();
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder["library.so"], library);

        (int exitCode, string output, _) = CommandRunner.RunProgram(
            "/usr/bin/readelf",
            folder.Root,
            null,
            "--version-info",
            "--wide",
            "library.so"
        );

        Assert.Equal(0, exitCode);
        Assert.Equal(
            Listed(output),
            ElfSymbolVersions.Read(library).Select(requirement => (requirement.Library, requirement.Version, requirement.IsWeak))
        );
    }

    [Theory]
    [InlineData("GLIBC_2.0", 0x0d696910)] // constants that stand in every file that asks for these versions
    [InlineData("GLIBC_2.2.5", 0x09691a75)]
    [InlineData("GLIBCXX_3.4", 0x08922974)]
    [InlineData("CXXABI_1.3", 0x056bafd3)]
    public void The_hash_is_the_linkers(string name, uint expected) => Assert.Equal(expected, ElfSymbolVersions.Hash(name));

    [Fact]
    public void The_linker_stored_the_same_hash_with_every_name() =>
        Assert.All(
            ElfSymbolVersions.Read(Library()),
            requirement => Assert.Equal(requirement.Hash, ElfSymbolVersions.Hash(requirement.Version))
        );

    [Fact]
    public void The_hash_of_a_long_name_agrees_with_arithmetic_on_wide_numbers()
    {
        const string name = "_ZSt21ios_base_library_initv_and_more_than_seven_letters";
        ulong h = 0;
        foreach (char c in name)
        {
            h = (h * 16) + c;
            ulong high = h / 0x10000000 % 16;
            h ^= high * 0x10;
            h %= 0x10000000;
        }

        Assert.Equal(h, ElfSymbolVersions.Hash(name));
    }

    [Fact]
    public void A_version_that_is_not_asked_for_is_not_weakened()
    {
        FileFormatException e = Assert.Throws<FileFormatException>(() => ElfSymbolVersions.Weaken(Library(), "GLIBCXX_9.9.99"));

        Assert.Contains("GLIBCXX_9.9.99 in 0 places", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_asked_of_two_libraries_is_not_weakened()
    {
        // libc.so.6 and libm.so.6 both have GLIBC_2.2.5.
        FileFormatException e = Assert.Throws<FileFormatException>(() => ElfSymbolVersions.Weaken(Library(), "GLIBC_2.2.5"));

        Assert.Contains("GLIBC_2.2.5 in 2 places", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_under_the_wrong_hash_is_not_weakened()
    {
        byte[] library = Library();
        Requirement found = ElfSymbolVersions.Read(library).Single(requirement => requirement.Version == TroubleMaker);
        BinaryPrimitives.WriteUInt32LittleEndian(library.AsSpan(found.FlagsOffset - 4), found.Hash + 1);

        Assert.Throws<FileFormatException>(() => ElfSymbolVersions.Weaken(library, TroubleMaker));
    }

    internal static string LibraryFile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has ELF libraries.");
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return searched
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"))
            .Select(folder => Path.Combine(folder, "libLibTorchSharp.so"))
            .First(File.Exists);
    }

    private static byte[] Library() => File.ReadAllBytes(LibraryFile());

    /// <summary>What readelf prints below "Version needs": a line per library, then a line per version.</summary>
    private static List<(string Library, string Version, bool IsWeak)> Listed(string output)
    {
        List<(string, string, bool)> listed = [];
        string library = "";
        foreach (string line in output[output.IndexOf("Version needs", StringComparison.Ordinal)..].Split('\n'))
        {
            if (LibraryLine().Match(line) is { Success: true } file)
                library = file.Groups[1].Value;
            if (VersionLine().Match(line) is { Success: true } name)
                listed.Add((library, name.Groups[1].Value, name.Groups[2].Value.Contains("WEAK", StringComparison.Ordinal)));
        }

        return listed;
    }

    [GeneratedRegex(@"File: (\S+)\s+Cnt:")]
    private static partial Regex LibraryLine();

    [GeneratedRegex(@"Name: (\S+)\s+Flags: (.+?)\s+Version:")]
    private static partial Regex VersionLine();
}
