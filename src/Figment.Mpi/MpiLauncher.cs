using System.Text;

namespace Figment.Mpi;

/// <summary>A command that starts the processes of a group.</summary>
/// <param name="Engine">Whose it is.</param>
/// <param name="Command">What is typed.</param>
/// <param name="Path">Where it is.</param>
internal sealed record MpiLauncher(MpiEngine Engine, string Command, string Path)
{
    private const long LargestFile = 16L << 20; // launchers have some hundred kilobytes

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

    /// <summary>Those on a path, the shortest name first. None is run: whose they are stands in their files.</summary>
    internal static IReadOnlyList<MpiLauncher> On(string searchPath)
    {
        string[] folders = searchPath.Split(
            System.IO.Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        List<MpiLauncher> found = [];
        foreach (string command in Commands)
        {
            // The first one is what a shell would start; those in later folders are never reached.
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
