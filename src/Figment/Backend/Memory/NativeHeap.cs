using System.Runtime.InteropServices;

namespace Figment.Backend;

/// <summary>Gives freed native memory back to the system. Elsewhere than with glibc nothing is done.</summary>
internal static class NativeHeap
{
    private static bool isThere = OperatingSystem.IsLinux();

    /// <summary>Gives back all that is free, also what waits to be used again.</summary>
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
    /// The same between the rounds of a loop, where freed memory would not be used again: before version 2.38 glibc often leaves
    /// unused what was an aligned block (its bug 14581), so that a loop over blocks of 8 MB grows by gigabytes.
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
