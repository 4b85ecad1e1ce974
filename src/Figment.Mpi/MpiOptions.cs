using System.ComponentModel.DataAnnotations;

namespace Figment.Mpi;

/// <summary>Options for processes that train together.</summary>
public sealed record MpiOptions
{
    /// <summary>
    /// How long a process may be silent before it counts as lost, from 2 seconds to 1 hour. A slow process is not lost: each
    /// process sends a heartbeat every second, whatever else it does.
    /// </summary>
    [Range(
        typeof(TimeSpan),
        "00:00:02",
        "01:00:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true,
        ErrorMessage = "The time to wait for a process that does not respond must be between 2 seconds and 1 hour."
    )]
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What the user should do once a process is lost: one or two sentences, shown after the one that names the process.
    /// </summary>
    [Required(ErrorMessage = "The advice to show when a process is lost must not be empty.")]
    public string Advice { get; init; } = "Training stops here. Continue from its last checkpoint.";

    /// <summary>The file of the MPI library; null searches where the system keeps libraries.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>
    /// The file or folder of NCCL, for example PyTorch's <c>nvidia/nccl/lib</c>; NCCL computes sums on GPUs. Null uses NCCL if
    /// it is already loaded, and otherwise searches where the system keeps libraries. Without NCCL, sums go through host memory.
    /// </summary>
    public string? NcclPath { get; init; }
}
