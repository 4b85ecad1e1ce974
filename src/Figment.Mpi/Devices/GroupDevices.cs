namespace Figment.Mpi;

/// <summary>Where the processes of a group compute, and how what is on their GPUs is added up.</summary>
/// <param name="Names">By rank: <c>cpu</c>, <c>cuda:0</c> and so on.</param>
/// <param name="Nccl">The version of NCCL that adds up; null where sums go through host memory.</param>
/// <param name="WithoutNccl">Why NCCL does not add up, in words; null where it does, or no process has a GPU.</param>
/// <param name="Shared">Which processes have one GPU between them, in words; null where each has its own.</param>
public sealed record GroupDevices(IReadOnlyList<string> Names, string? Nccl, string? WithoutNccl, string? Shared)
{
    /// <summary>Whether any process has a GPU.</summary>
    public bool HasGpus => Names.Any(name => name != "cpu");
}
