namespace Figment.Mpi;

/// <summary>The names and places of an MPI implementation, and how to recognise it.</summary>
/// <param name="Engine">The implementation.</param>
/// <param name="Title">Its name.</param>
/// <param name="Package">The Debian package that contains the library and the launcher.</param>
/// <param name="Launcher">Its launcher if both implementations are installed (Debian); elsewhere it is mpirun.</param>
/// <param name="Libraries">The file names of the library, the most specific first.</param>
/// <param name="Folders">
/// The folders, outside the search path of the system's loader, in which distributions keep the library.
/// </param>
/// <param name="Marks">Words that only the launcher of this implementation contains.</param>
internal sealed record EngineFacts(
    MpiEngine Engine,
    string Title,
    string Package,
    string Launcher,
    string[] Libraries,
    string[] Folders,
    string[] Marks
)
{
    private static readonly EngineFacts OpenMpi = new(
        MpiEngine.OpenMpi,
        "Open MPI",
        "openmpi-bin",
        "mpirun.openmpi",
        ["libmpi.so.40", "libmpi.so.80", "libmpi.so"],
        ["/usr/lib64/openmpi/lib", "/usr/local/lib", "/opt/openmpi/lib"],
        ["libopen-rte", "prterun"]
    );

    private static readonly EngineFacts Mpich = new(
        MpiEngine.Mpich,
        "MPICH",
        "mpich",
        "mpiexec.hydra",
        ["libmpich.so.12", "libmpi.so.12", "libmpich.so", "libmpi.so"],
        ["/usr/lib64/mpich/lib", "/usr/local/lib", "/opt/mpich/lib"],
        ["HYDRA", "hydra"]
    );

    /// <summary>All implementations.</summary>
    internal static IReadOnlyList<EngineFacts> All { get; } = [OpenMpi, Mpich];

    /// <summary>The facts of one implementation.</summary>
    internal static EngineFacts Of(MpiEngine engine) => engine == MpiEngine.OpenMpi ? OpenMpi : Mpich;
}
