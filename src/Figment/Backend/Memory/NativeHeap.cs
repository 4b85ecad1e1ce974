using System.Runtime.InteropServices;

namespace Figment.Backend;

/// <summary>
/// Gives freed native memory back to the system. Before version 2.38 glibc often does not use again what an aligned
/// allocation, as libtorch makes them, left behind (its bug 14581): a loop over blocks of 8 MB then grows by gigabytes,
/// though it frees each. Elsewhere nothing is done.
/// </summary>
internal static class NativeHeap
{
    private static bool isThere = OperatingSystem.IsLinux();

    internal static void Trim()
    {
        if (!isThere) return;
        try
        {
            _ = malloc_trim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            isThere = false; // a system without glibc
        }
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int malloc_trim(nint pad);
}
