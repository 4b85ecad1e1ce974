namespace Figment.Mpi;

/// <summary>What an implementation of MPI is called, where it lies and how it is known.</summary>
/// <param name="Engine">Which one.</param>
/// <param name="Title">Its name.</param>
/// <param name="Package">Debian's package that holds library and launcher.</param>
/// <param name="Launcher">Its launcher where both implementations are installed (Debian); elsewhere it is mpirun.</param>
/// <param name="Libraries">File names of the library, the surest first.</param>
/// <param name="Folders">Where distributions keep it if the system's loader does not look there.</param>
/// <param name="Marks">Words in the launcher's file that no other implementation's has.</param>
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

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<EngineFacts> All { get; } = [OpenMpi, Mpich];

    /// <summary>Those of one.</summary>
    internal static EngineFacts Of(MpiEngine engine) => engine == MpiEngine.OpenMpi ? OpenMpi : Mpich;
}
