namespace Figment.Mpi;

/// <summary>Whether NCCL is installed on this machine.</summary>
/// <param name="LibraryPath">The path of its library; null if there is none.</param>
/// <param name="Version">Its version, such as 2.27.3; null if there is none.</param>
/// <param name="Missing">Why it cannot be used and what to do, in words; null if it can be used.</param>
public sealed record NcclFinding(string? LibraryPath, string? Version, string? Missing);
