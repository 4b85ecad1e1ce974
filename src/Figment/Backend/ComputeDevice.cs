using System.Globalization;
using TorchSharp;

namespace Figment.Backend;

/// <summary>Turns the words <c>auto</c>, <c>cpu</c>, <c>cuda</c> into a device that is really there.</summary>
public static class ComputeDevice
{
    /// <summary>The words that <see cref="Resolve"/> takes.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["auto", "cpu", "cuda"];

    /// <summary>Whether this libtorch has CUDA and finds a GPU.</summary>
    /// <exception cref="BackendException">libtorch does not load.</exception>
    public static bool IsCudaAvailable()
    {
        TorchLibrary.Load();
        return torch.cuda_is_available();
    }

    /// <summary>Whether a word is one that <see cref="Resolve"/> understands, be there such a device or not.</summary>
    internal static bool IsKnown(string name) => Parse(name) is not null;

    /// <summary>The device that a word names; <c>auto</c> is CUDA where there is a GPU, otherwise the CPU.</summary>
    /// <param name="name"><c>auto</c>, <c>cpu</c>, <c>cuda</c>, or <c>cuda:N</c> for the GPU of that number.</param>
    /// <exception cref="BackendException">The word is unknown, or CUDA is asked for where there is none.</exception>
    public static torch.Device Resolve(string name)
    {
        (string kind, int index) = Parse(name) ?? throw new BackendException(ExplainUnknown(name));
        bool cuda = IsCudaAvailable();
        if (kind == "cpu" || (kind == "auto" && !cuda)) return torch.CPU;
        if (!cuda)
        {
            throw new BackendException(
                $"CUDA was asked for, but {(TorchLibrary.LoadAndReport().IsOverride ? "the libtorch that FIGMENT_LIBTORCH names" : "this build's libtorch")} finds no usable GPU. " +
                $"Use the device cpu, or build with -p:Torch=cuda, or build with -p:Torch=none and point {TorchLibrary.PathVariable} at a PyTorch with CUDA ('figment doctor' shows what was found).");
        }

        int count = torch.cuda.device_count();
        if (index >= count)
            throw new BackendException($"There is no GPU {index}: this machine has {count}, numbered from 0.");
        return new torch.Device(DeviceType.CUDA, index);
    }

    /// <summary>What to say of a word that <see cref="Resolve"/> does not understand.</summary>
    internal static string ExplainUnknown(string name) => $"There is no device '{name}'. Use auto, cpu, cuda, or cuda:0, cuda:1 … for one of several GPUs.";

    private static (string Kind, int Index)? Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.ToLowerInvariant().Split(':') switch
        {
            [string kind] when Names.Contains(kind) => (kind, 0),
            ["cuda", string number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index) => ("cuda", index),
            _ => null,
        };
    }
}
