namespace Figment.Mpi;

/// <summary>The parts of an MPI implementation that are installed on this machine.</summary>
/// <param name="Engine">The implementation.</param>
/// <param name="LibraryPath">The path of its library; null if there is none.</param>
/// <param name="Version">The version string of the library; null if there is none.</param>
/// <param name="Launcher">
/// The command that starts processes with this implementation, as the user types it; null if there is none on the path.
/// </param>
/// <param name="LauncherPath">The path of that command.</param>
/// <param name="Missing">What is missing and how to get it, in words; null if nothing is missing.</param>
public sealed record MpiFinding(
    MpiEngine Engine,
    string? LibraryPath,
    string? Version,
    string? Launcher,
    string? LauncherPath,
    string? Missing
);
