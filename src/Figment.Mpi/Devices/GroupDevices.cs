namespace Figment.Mpi;

/// <summary>The devices of the processes of a group, and how numbers on their GPUs are added up.</summary>
/// <param name="Names">The devices by rank: <c>cpu</c>, <c>cuda:0</c>, and so on.</param>
/// <param name="Nccl">The version of NCCL that computes the sums; null if sums go through host memory.</param>
/// <param name="WithoutNccl">Why NCCL is not used for sums, in words; null if it is used, or if no process has a GPU.</param>
/// <param name="Shared">Which processes share one GPU, in words; null if each has its own.</param>
public sealed record GroupDevices(IReadOnlyList<string> Names, string? Nccl, string? WithoutNccl, string? Shared)
{
    /// <summary>Whether any process has a GPU.</summary>
    public bool HasGpus => Names.Any(name => name != "cpu");
}
