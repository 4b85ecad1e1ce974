namespace Figment.Mpi;

/// <summary>What of an implementation of MPI is on this machine.</summary>
/// <param name="Engine">Which one.</param>
/// <param name="LibraryPath">Its library; null where there is none.</param>
/// <param name="Version">What the library calls itself; null where there is none.</param>
/// <param name="Launcher">The command that starts processes with it, as it is typed; null where none is on the path.</param>
/// <param name="LauncherPath">Where that command is.</param>
/// <param name="Missing">What is missing and how to get it, in words; null where nothing is.</param>
public sealed record MpiFinding(
    MpiEngine Engine,
    string? LibraryPath,
    string? Version,
    string? Launcher,
    string? LauncherPath,
    string? Missing
);
