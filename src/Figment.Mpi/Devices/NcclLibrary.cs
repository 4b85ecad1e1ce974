using System.Globalization;
using System.Runtime.InteropServices;

namespace Figment.Mpi;

/// <summary>
/// NVIDIA's library for summing numbers across GPUs (https://github.com/NVIDIA/nccl), found at run time. It is optional: without
/// it, sums across GPUs go through host memory.
/// </summary>
public sealed class NcclLibrary
{
    private const string FileName = "libnccl.so.2";
    private static readonly string[] Folders =
    [
        "/usr/local/cuda/lib64",
        "/usr/local/lib",
        "/usr/local/nccl/lib",
        "/opt/nccl/lib",
    ];

    private NcclLibrary(IntPtr handle)
    {
        Functions = new NcclFunctions(handle);
        Code = Functions.Version();
        Path = MpiLibrary.FileOf(NativeLibrary.GetExport(handle, "ncclGetVersion"));
    }

    /// <summary>The loaded file.</summary>
    internal string Path { get; }

    /// <summary>Its version as one number.</summary>
    internal int Code { get; }

    /// <summary>Its functions.</summary>
    internal NcclFunctions Functions { get; }

    /// <summary>Checks whether NCCL is installed on this machine, without touching any GPU.</summary>
    /// <param name="path">The path, with the same meaning as <see cref="MpiOptions.NcclPath"/>.</param>
    public static NcclFinding Look(string? path)
    {
        try
        {
            NcclLibrary library = Load(path);
            return new NcclFinding(library.Path, Name(library.Code), null);
        }
        catch (FigmentException e)
        {
            return new NcclFinding(null, null, e.Message);
        }
    }

    /// <summary>Finds and loads the library.</summary>
    /// <param name="path">Its file or folder; null uses a loaded one, or searches where the system keeps libraries.</param>
    /// <exception cref="FigmentException">
    /// There is none; the message lists what was searched for and where, and what to do.
    /// </exception>
    internal static NcclLibrary Load(string? path)
    {
        if (!OperatingSystem.IsLinux())
            throw new FigmentException("NCCL is available only on Linux.");
        List<string> refused = [];
        foreach (string candidate in Candidates(path))
        {
            if (System.IO.Path.IsPathRooted(candidate) && !File.Exists(candidate))
                continue;
            try
            {
                return new NcclLibrary(NativeLibrary.Load(candidate));
            }
            catch (DllNotFoundException e)
                when (e.Message.Contains($"{candidate}: cannot open shared object file: No such file", StringComparison.Ordinal))
            {
                // There is no file of this name; the error below covers all names.
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
            {
                refused.Add($"{candidate} is not a loadable NCCL ({MpiLibrary.Reason(e)})");
            }
        }

        string found = refused.Count == 0 ? "" : $" Found, but not usable: {string.Join("; ", refused)}.";
        throw new FigmentException(
            path is null
                ? $"NCCL was not found. Figment searched for {FileName} in the system's library folders and in "
                    + $"{string.Join(", ", Folders)}.{found} NCCL comes with NVIDIA's package libnccl2, and with PyTorch in the "
                    + $"folder nvidia/nccl/lib."
                : $"No NCCL was found at {path}.{found} Give the path of the file {FileName}, or of the folder that contains it."
        );
    }

    /// <summary>
    /// A version in its usual form (<c>NCCL_VERSION</c> in <c>nccl.h</c>: with two digits for the middle part since 2.9).
    /// </summary>
    internal static string Name(int code)
    {
        const int Wide = 10_000,
            Narrow = 1000,
            Part = 100;
        int whole = code < Wide ? Narrow : Wide;
        return string.Create(CultureInfo.InvariantCulture, $"{code / whole}.{code % whole / Part}.{code % Part}");
    }

    private static IEnumerable<string> Candidates(string? path) =>
        path is null
            ? [FileName, .. Folders.Select(folder => System.IO.Path.Combine(folder, FileName))]
            : [System.IO.Path.GetFullPath(Directory.Exists(path) ? System.IO.Path.Combine(path, FileName) : path)];
}
