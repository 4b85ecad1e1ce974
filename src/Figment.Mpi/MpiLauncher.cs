using System.Text;

namespace Figment.Mpi;

/// <summary>A command that starts the processes of a group.</summary>
/// <param name="Engine">The implementation that it belongs to.</param>
/// <param name="Command">The command that the user types.</param>
/// <param name="Path">The path of the command.</param>
internal sealed record MpiLauncher(MpiEngine Engine, string Command, string Path)
{
    private const long LargestFile = 16L << 20; // launchers are a few hundred kilobytes in size

    private static readonly string[] Commands =
    [
        "mpirun",
        "mpiexec",
        "mpirun.openmpi",
        "mpiexec.openmpi",
        "mpirun.mpich",
        "mpiexec.mpich",
        "mpiexec.hydra",
    ];

    /// <summary>
    /// The launchers on a search path, the shortest name first. None of them is run: their files show which implementation they
    /// belong to.
    /// </summary>
    internal static IReadOnlyList<MpiLauncher> On(string searchPath)
    {
        string[] folders = searchPath.Split(
            System.IO.Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        List<MpiLauncher> found = [];
        foreach (string command in Commands)
        {
            // A shell would start the first one, so those in later folders are never reached.
            string? path = folders.Select(folder => System.IO.Path.Combine(folder, command)).FirstOrDefault(File.Exists);
            if (path is not null && EngineOf(path) is MpiEngine engine)
                found.Add(new MpiLauncher(engine, command, path));
        }

        return found;
    }

    private static MpiEngine? EngineOf(string path)
    {
        try
        {
            string file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (new FileInfo(file).Length > LargestFile)
                return null;
            byte[] bytes = File.ReadAllBytes(file);
            return EngineFacts.All.FirstOrDefault(facts => Array.Exists(facts.Marks, mark => Holds(bytes, mark)))?.Engine;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Holds(byte[] bytes, string mark) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(mark)) >= 0;
}
