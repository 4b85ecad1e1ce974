namespace Figment.Mpi.Tests;

/// <summary>NCCL is found, and what is missing or of no use is named.</summary>
public sealed class NcclLibraryTests
{
    [Theory]
    [InlineData(2408, "2.4.8")]
    [InlineData(2804, "2.8.4")]
    [InlineData(20906, "2.9.6")]
    [InlineData(22703, "2.27.3")]
    public void Versions_are_read_as_nccl_counts_them(int code, string name) => Assert.Equal(name, NcclLibrary.Name(code));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_found_by_its_file_and_by_its_folder(bool isFolder)
    {
        using StandIn devices = StandIn.Compile();
        Assert.Equal(new NcclFinding(devices.Nccl, "2.27.3", null), NcclLibrary.Look(isFolder ? devices.Folder : devices.Nccl));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Equal(
            "No NCCL was found at /nowhere/libnccl.so.2. Give the path of the file libnccl.so.2, or of the folder that contains "
                + "it.",
            NcclLibrary.Look("/nowhere/libnccl.so.2").Missing
        );

    [Theory]
    [InlineData("no library")]
    [InlineData("")]
    public void A_file_that_is_no_library_is_of_no_use(string contents)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("figment-nccl-");
        try
        {
            string file = Path.Combine(folder.FullName, "libnccl.so.2");
            File.WriteAllText(file, contents);
            NcclFinding finding = NcclLibrary.Look(folder.FullName);
            Assert.Null(finding.Version);
            Assert.Contains($"not usable: {file} is not a loadable NCCL (", finding.Missing, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_library_of_something_else_is_of_no_use()
    {
        MpiFinding? other = MpiLibrary.Look(searchPath: null).FirstOrDefault(finding => finding.LibraryPath is not null);
        Assert.SkipWhen(other is null, "There is no MPI, which would be something else.");
        Assert.Contains("ncclGetUniqueId", NcclLibrary.Look(other!.LibraryPath).Missing, StringComparison.Ordinal);
    }
}
