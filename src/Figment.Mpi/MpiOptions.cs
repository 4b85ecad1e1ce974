using System.ComponentModel.DataAnnotations;

namespace Figment.Mpi;

/// <summary>How processes train together.</summary>
public sealed record MpiOptions
{
    /// <summary>
    /// How long a process may be out of touch until it counts as lost. Being slow is no reason: each sends a sign of life every
    /// second, whatever else it does.
    /// </summary>
    [Range(
        typeof(TimeSpan),
        "00:00:02",
        "01:00:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true,
        ErrorMessage = "The patience with a process out of touch must be between 2 seconds and 1 hour."
    )]
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the user is told to do once a process is lost: one sentence or two, after the one that names it.</summary>
    [Required(ErrorMessage = "What is to be done when a process is lost must be said.")]
    public string Advice { get; init; } = "The training ends here; go on with it from its last checkpoint.";

    /// <summary>The file of MPI's library; null looks where the system keeps it.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>
    /// The file or the folder of NCCL, which adds up what is on GPUs, such as PyTorch's <c>nvidia/nccl/lib</c>; null takes one
    /// that is loaded already, or looks where the system keeps it. Where there is none, sums go through host memory.
    /// </summary>
    public string? NcclPath { get; init; }
}
