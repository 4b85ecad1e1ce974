using System.Runtime.InteropServices;

namespace Figment.Backend;

/// <summary>Returns freed native memory to the system. It does nothing without glibc.</summary>
internal static class NativeHeap
{
    private static bool isThere = OperatingSystem.IsLinux();

    /// <summary>Returns all free memory, including blocks that wait for reuse.</summary>
    internal static void Trim()
    {
        KeptMemory.Release();
        if (!isThere)
            return;
        try
        {
            _ = malloc_trim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            isThere = false; // a system without glibc
        }
    }

    /// <summary>
    /// Returns free memory between the rounds of a loop that would not reuse it: glibc before 2.38 often leaves freed aligned
    /// blocks unused (its bug 14581), so that memory grows by gigabytes in a loop over blocks of 8 MB.
    /// </summary>
    internal static void TrimBetweenRounds()
    {
        if (!KeptMemory.IsOn)
            Trim();
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int malloc_trim(nint pad);
}
