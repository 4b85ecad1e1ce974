namespace Figment.Mpi;

/// <summary>Whether NCCL is on this machine.</summary>
/// <param name="LibraryPath">Its file; null where there is none.</param>
/// <param name="Version">Its version, such as 2.27.3; null where there is none.</param>
/// <param name="Missing">Why it cannot be used and what to do, in words; null where it can.</param>
public sealed record NcclFinding(string? LibraryPath, string? Version, string? Missing);
