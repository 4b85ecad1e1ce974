namespace Figment.Mpi.Tests;

/// <summary>What launchers say is understood, and what is on the machine is found.</summary>
public sealed class MpiLaunchTests
{
    [Theory]
    [InlineData(
        "OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_LOCAL_RANK=1 PMIX_RANK=3",
        MpiEngine.OpenMpi,
        4,
        3,
        1
    )]
    [InlineData("PMI_SIZE=2 PMI_RANK=0 MPI_LOCALRANKID=0", MpiEngine.Mpich, 2, 0, 0)]
    [InlineData("PMI_RANK=5 SLURM_NTASKS=8 SLURM_LOCALID=2", MpiEngine.Mpich, 8, 5, 2)]
    [InlineData("PMIX_RANK=1 SLURM_NTASKS=2 SLURM_LOCALID=0", MpiEngine.OpenMpi, 2, 1, 0)]
    [InlineData("PMI_SIZE=2 PMI_RANK=1", MpiEngine.Mpich, 2, 1, null)]
    public void Launchers_are_known_by_their_variables(string variables, MpiEngine engine, int size, int rank, int? localRank) =>
        Assert.Equal(new MpiLaunch(engine, size, rank, localRank), MpiLaunch.Of(Among(variables)));

    [Theory]
    [InlineData("HOME=/root")]
    [InlineData("SLURM_NTASKS=4 SLURM_PROCID=1")]
    public void Without_a_launcher_there_is_none(string variables) => Assert.Null(MpiLaunch.Of(Among(variables)));

    [Theory]
    [InlineData("PMI_SIZE=2 PMI_RANK=2", "PMI_RANK")]
    [InlineData("OMPI_COMM_WORLD_SIZE=many OMPI_COMM_WORLD_RANK=0", "OMPI_COMM_WORLD_SIZE")]
    public void What_makes_no_sense_is_refused(string variables, string name) =>
        Assert.Contains(
            name,
            Assert.Throws<FigmentException>(() => MpiLaunch.Of(Among(variables))).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3600, true)]
    [InlineData(3601, false)]
    public void Patience_has_a_range(int seconds, bool isValid)
    {
        OptionsException? problem =
            Record.Exception(() => OptionsValidator.ThrowIfInvalid(new MpiOptions { Patience = TimeSpan.FromSeconds(seconds) }))
            as OptionsException;
        Assert.Equal(isValid, problem is null);
    }

    [Fact]
    public void What_is_on_the_machine_is_said_of_both()
    {
        IReadOnlyList<MpiFinding> findings = MpiLibrary.Look(searchPath: null);
        Assert.Equal([MpiEngine.OpenMpi, MpiEngine.Mpich], findings.Select(finding => finding.Engine));
        Assert.All(findings, finding => Assert.Contains("apt install", finding.Missing, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        FigmentException problem = Assert.Throws<FigmentException>(() => MpiLibrary.Load(MpiEngine.Mpich, "/nowhere/libmpi.so"));
        Assert.StartsWith(
            "/nowhere/libmpi.so is not a usable library of MPICH: there is no such file.",
            problem.Message,
            StringComparison.Ordinal
        );
    }

    private static Func<string, string?> Among(string variables)
    {
        Dictionary<string, string> all = variables
            .Split(' ')
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return all.GetValueOrDefault;
    }
}
