using System.Globalization;

namespace Figment.Mpi;

/// <summary>What a launcher (mpirun, mpiexec, srun) tells a process that it starts.</summary>
/// <param name="Engine">The MPI implementation that the launcher belongs to.</param>
/// <param name="Size">The number of processes that it started.</param>
/// <param name="Rank">The rank of this process, from 0.</param>
/// <param name="LocalRank">
/// The rank of this process among those on its machine, from 0; it determines the GPU. Null if the launcher does not set it.
/// </param>
public sealed record MpiLaunch(MpiEngine Engine, int Size, int Rank, int? LocalRank)
{
    private const string SlurmSize = "SLURM_NTASKS",
        SlurmLocalRank = "SLURM_LOCALID";

    /// <summary>The variables that identify a launcher, in the order in which they are checked.</summary>
    private static readonly (MpiEngine Engine, string Rank, string[] Size, string[] LocalRank)[] Launchers =
    [
        (
            MpiEngine.OpenMpi,
            "OMPI_COMM_WORLD_RANK",
            ["OMPI_COMM_WORLD_SIZE", SlurmSize],
            ["OMPI_COMM_WORLD_LOCAL_RANK", SlurmLocalRank]
        ),
        (MpiEngine.Mpich, "PMI_RANK", ["PMI_SIZE", SlurmSize], ["MPI_LOCALRANKID", SlurmLocalRank]),
        (MpiEngine.OpenMpi, "PMIX_RANK", [SlurmSize], [SlurmLocalRank]), // srun with PMIx, for which Open MPI is usually built
    ];

    /// <summary>Reads what the launcher set. This neither loads nor starts MPI.</summary>
    /// <param name="variable">Reads an environment variable: <see cref="Environment.GetEnvironmentVariable(string)"/>.</param>
    /// <returns>The launch; null if no launcher started this process.</returns>
    /// <exception cref="FigmentException">A launcher started this process, but its variables make no sense.</exception>
    public static MpiLaunch? Of(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        foreach ((MpiEngine engine, string rankName, string[] sizeNames, string[] localNames) in Launchers)
        {
            string? sizeName = Set(sizeNames);
            if (string.IsNullOrEmpty(variable(rankName)) || sizeName is null)
                continue;
            int size = Number(sizeName, least: 1, most: int.MaxValue),
                rank = Number(rankName, least: 0, most: size - 1);
            int? localRank = Set(localNames) is string localName ? Number(localName, least: 0, most: size - 1) : null;
            return new MpiLaunch(engine, size, rank, localRank);
        }

        return null;

        string? Set(string[] names) => names.FirstOrDefault(name => !string.IsNullOrEmpty(variable(name)));

        int Number(string name, int least, int most) =>
            int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= least
            && number <= most
                ? number
                : throw new FigmentException(
                    $"The variable {name}, which MPI launchers set, is '{variable(name)}' but must be a number from "
                        + $"{least} to {most}. Unset it if you use no launcher."
                );
    }
}
