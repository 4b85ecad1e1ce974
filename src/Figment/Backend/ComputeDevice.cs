using System.Globalization;
using TorchSharp;

namespace Figment.Backend;

/// <summary>Turns the words <c>auto</c>, <c>cpu</c>, <c>cuda</c> into a device that is really there.</summary>
public static class ComputeDevice
{
    /// <summary>The words that <see cref="Resolve(string)"/> takes.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["auto", "cpu", "cuda"];

    /// <summary>Whether this libtorch has CUDA and finds a GPU.</summary>
    /// <exception cref="BackendException">libtorch does not load.</exception>
    public static bool IsCudaAvailable()
    {
        TorchLibrary.Load();
        return torch.cuda_is_available();
    }

    /// <summary>Whether a word is one that <see cref="Resolve(string)"/> understands, be there such a device or not.</summary>
    internal static bool IsKnown(string name) => Parse(name) is not null;

    /// <summary>The device that a word names; <c>auto</c> is CUDA where there is a GPU, otherwise the CPU.</summary>
    /// <param name="name"><c>auto</c>, <c>cpu</c>, <c>cuda</c>, or <c>cuda:N</c> for the GPU of that number.</param>
    /// <exception cref="BackendException">The word is unknown, or CUDA is asked for where there is none.</exception>
    public static torch.Device Resolve(string name) => Resolve(name, localRank: 0);

    /// <summary>
    /// The same for one of several processes on a machine: where a word names no number, each takes a GPU of its own as long as
    /// there are enough, and they begin again with the first where there are not.
    /// </summary>
    /// <param name="name"><c>auto</c>, <c>cpu</c>, <c>cuda</c>, or <c>cuda:N</c> for the GPU of that number in each.</param>
    /// <param name="localRank">Which of the machine's processes it is, from 0 (<see cref="ITrainingGroup.LocalRank"/>).</param>
    /// <exception cref="BackendException">The word is unknown, or CUDA is asked for where there is none.</exception>
    public static torch.Device Resolve(string name, int localRank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(localRank);
        return GpuFor(name, localRank, IsCudaAvailable() ? torch.cuda.device_count() : 0) is int index
            ? new torch.Device(DeviceType.CUDA, index)
            : torch.CPU;
    }

    /// <summary>
    /// The GPU that a process takes, null for the CPU: by the word, which of the machine's processes it is, and the GPUs it sees.
    /// </summary>
    internal static int? GpuFor(string name, int localRank, int gpus)
    {
        (string kind, int? index) = Parse(name) ?? throw new BackendException(ExplainUnknown(name));
        if (kind == "cpu" || (kind == "auto" && gpus == 0))
            return null;
        if (gpus == 0)
        {
            string library = TorchLibrary.LoadAndReport().IsOverride
                ? "the libtorch that FIGMENT_LIBTORCH names"
                : "this build's libtorch";
            throw new BackendException(
                $"CUDA was requested, but {library} finds no usable GPU. "
                    + $"Use the device cpu, or build with -p:Torch=cuda, or build with -p:Torch=none and point "
                    + $"{TorchLibrary.PathVariable} at a PyTorch with CUDA ('figment doctor' shows what was found)."
            );
        }

        return index is null ? localRank % gpus
            : index < gpus ? index
            : throw new BackendException($"There is no GPU {index}: this machine has {gpus}, numbered from 0.");
    }

    /// <summary>The word for any device of the kind that a word names: <c>cuda</c> for <c>cuda:N</c>.</summary>
    internal static string KindOf(string name) => name.Split(':')[0];

    /// <summary>What to say of a word that <see cref="Resolve(string)"/> does not understand.</summary>
    internal static string ExplainUnknown(string name) =>
        $"There is no device '{name}'. Use auto, cpu, cuda, or cuda:0, cuda:1 … for one of several GPUs.";

    private static (string Kind, int? Index)? Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.ToLowerInvariant().Split(':') switch
        {
            [string kind] when Names.Contains(kind) => (kind, null),
            ["cuda", string number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index) => (
                "cuda",
                index
            ),
            _ => null,
        };
    }
}
