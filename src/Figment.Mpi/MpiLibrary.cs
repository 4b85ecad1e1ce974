using System.Globalization;
using System.Runtime.InteropServices;

namespace Figment.Mpi;

/// <summary>A loaded MPI library. Loading does not start MPI; <see cref="MpiGroup.Join"/> does.</summary>
public sealed class MpiLibrary
{
    private const string LoadedFiles = "/proc/self/maps";

    private MpiLibrary(IntPtr handle, MpiEngine engine)
    {
        Engine = engine;
        Functions = new MpiFunctions(handle, engine);
        Version = Functions.Version();
        Path = FileOf(NativeLibrary.GetExport(handle, "MPI_Init_thread"));
    }

    /// <summary>The implementation that it belongs to.</summary>
    public MpiEngine Engine { get; }

    /// <summary>Its version string.</summary>
    public string Version { get; }

    /// <summary>The loaded file.</summary>
    public string Path { get; }

    /// <summary>Its functions.</summary>
    internal MpiFunctions Functions { get; }

    /// <summary>Finds and loads the library of an implementation.</summary>
    /// <param name="engine">The implementation.</param>
    /// <param name="path">
    /// The file; null searches where the system keeps libraries and where Linux distributions keep MPI libraries.
    /// </param>
    /// <exception cref="FigmentException">
    /// There is no such library; the message says what was searched for and where, and what to install.
    /// </exception>
    public static MpiLibrary Load(MpiEngine engine, string? path)
    {
        if (!OperatingSystem.IsLinux())
            throw new FigmentException(
                "Training in several processes needs Linux: Figment uses the Linux builds of Open MPI and MPICH."
            );
        EngineFacts facts = EngineFacts.Of(engine);
        List<string> refused = [];
        foreach (string candidate in path is null ? Candidates(facts) : [path])
        {
            if (System.IO.Path.IsPathRooted(candidate) && !File.Exists(candidate))
                continue;
            try
            {
                IntPtr handle = NativeLibrary.Load(candidate);
                if (MpiFunctions.IsOf(handle, engine))
                    return new MpiLibrary(handle, engine);
                NativeLibrary.Free(handle);
                refused.Add($"{candidate} is not {facts.Title}'s");
            }
            catch (DllNotFoundException e)
                when (e.Message.Contains("cannot open shared object file: No such file", StringComparison.Ordinal)
                    && e.Message.Contains($"{candidate}: cannot open", StringComparison.Ordinal)
                )
            {
                // There is no file of this name; the error below covers all names.
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
            {
                refused.Add($"{candidate} does not load ({Reason(e)})");
            }
        }

        string found = refused.Count == 0 ? "" : $" Found, but not usable: {string.Join("; ", refused)}.";
        throw new FigmentException(
            path is null
                ? $"The library of {facts.Title} was not found. Figment searched for {string.Join(", ", facts.Libraries)} in the "
                    + $"system's library folders and in {string.Join(", ", facts.Folders)}.{found} Install the library on every "
                    + $"machine (Debian and Ubuntu: 'apt install {facts.Package}'), or give the path of its file."
                : $"{path} is not a usable library of "
                    + $"{facts.Title}{(refused.Count == 0 ? ": there is no such file" : "")}.{found} Give another file, or none, "
                    + $"in which case the usual library folders are searched (Debian and Ubuntu: 'apt install {facts.Package}')."
        );
    }

    /// <summary>Finds the implementations on this machine, without starting any.</summary>
    /// <param name="searchPath">The folders to search for commands: the value of PATH.</param>
    /// <returns>One finding for each implementation, installed or not.</returns>
    public static IReadOnlyList<MpiFinding> Look(string? searchPath)
    {
        IReadOnlyList<MpiLauncher> launchers = MpiLauncher.On(searchPath ?? "");
        return
        [
            .. EngineFacts.All.Select(facts =>
                Look(facts, launchers.FirstOrDefault(launcher => launcher.Engine == facts.Engine))
            ),
        ];
    }

    private static MpiFinding Look(EngineFacts facts, MpiLauncher? launcher)
    {
        MpiLibrary? library = null;
        string? missing = null;
        try
        {
            library = Load(facts.Engine, path: null);
            if (launcher is null)
                missing = $"{facts.Title}'s launcher is not on the path (Debian and Ubuntu: 'apt install {facts.Package}').";
        }
        catch (FigmentException e)
        {
            missing = e.Message;
        }

        return new MpiFinding(facts.Engine, library?.Path, library?.Version, launcher?.Command, launcher?.Path, missing);
    }

    private static IEnumerable<string> Candidates(EngineFacts facts) =>
        facts.Libraries.Concat(
            facts.Folders.SelectMany(folder => facts.Libraries.Select(name => System.IO.Path.Combine(folder, name)))
        );

    /// <summary>The first line of the reason why a library does not load.</summary>
    internal static string Reason(Exception e) =>
        e.Message.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0, e.GetType().Name).TrimEnd('.');

    /// <summary>
    /// The file that contains an address. The lines have the fields begin-end, permissions, offset, device, inode, file.
    /// </summary>
    internal static string FileOf(IntPtr address)
    {
        const int FileColumn = 5;
        foreach (string line in File.ReadLines(LoadedFiles))
        {
            string[] columns = line.Split(' ', FileColumn + 1, StringSplitOptions.RemoveEmptyEntries);
            string[] range = columns[0].Split('-');
            if (
                columns.Length > FileColumn
                && ulong.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture) <= (ulong)address
                && ulong.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) > (ulong)address
            )
                return columns[FileColumn].Trim();
        }

        return "";
    }
}
