using System.Globalization;
using TorchSharp;

namespace Figment.Backend;

/// <summary>Resolves the words <c>auto</c>, <c>cpu</c> and <c>cuda</c> to an existing device.</summary>
public static class ComputeDevice
{
    /// <summary>The words that <see cref="Resolve(string)"/> accepts.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["auto", "cpu", "cuda"];

    /// <summary>Whether this libtorch supports CUDA and finds a GPU.</summary>
    /// <exception cref="BackendException">libtorch does not load.</exception>
    public static bool IsCudaAvailable()
    {
        TorchLibrary.Load();
        return torch.cuda_is_available();
    }

    /// <summary>Whether <see cref="Resolve(string)"/> accepts a word, even if the device does not exist.</summary>
    internal static bool IsKnown(string name) => Parse(name) is not null;

    /// <summary>Returns the device for a word; <c>auto</c> is CUDA if there is a GPU, otherwise the CPU.</summary>
    /// <param name="name">The word <c>auto</c>, <c>cpu</c> or <c>cuda</c>, or <c>cuda:N</c> for the GPU with that number.</param>
    /// <exception cref="BackendException">The word is unknown, or it requires CUDA and CUDA is not available.</exception>
    public static torch.Device Resolve(string name) => Resolve(name, localRank: 0);

    /// <summary>
    /// Returns the device for one of several processes on a machine. If the word gives no number, each process gets its own GPU
    /// as long as there are enough; any further processes start from the first GPU again.
    /// </summary>
    /// <param name="name">
    /// The word <c>auto</c>, <c>cpu</c> or <c>cuda</c>, or <c>cuda:N</c> for the GPU with that number in every process.
    /// </param>
    /// <param name="localRank">The number of the process on the machine, from 0 (<see cref="ITrainingGroup.LocalRank"/>).</param>
    /// <exception cref="BackendException">The word is unknown, or it requires CUDA and CUDA is not available.</exception>
    public static torch.Device Resolve(string name, int localRank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(localRank);
        return GpuFor(name, localRank, IsCudaAvailable() ? torch.cuda.device_count() : 0) is int index
            ? new torch.Device(DeviceType.CUDA, index)
            : torch.CPU;
    }

    /// <summary>
    /// Chooses the GPU for a process (null for the CPU) by the word, the number of the process on the machine, and the number of
    /// visible GPUs.
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

    /// <summary>The word for any device of the same kind: <c>cuda</c> for <c>cuda:N</c>.</summary>
    internal static string KindOf(string name) => name.Split(':')[0];

    /// <summary>The message for a word that <see cref="Resolve(string)"/> does not accept.</summary>
    internal static OptionSentence ExplainUnknown(string name) =>
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
