using TorchSharp;

namespace Figment.Backend;

/// <summary>Turns the words <c>auto</c>, <c>cpu</c>, <c>cuda</c> into a device that is really there.</summary>
public static class ComputeDevice
{
    /// <summary>The words that <see cref="Resolve"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["auto", "cpu", "cuda"];

    /// <summary>Whether this libtorch has CUDA and finds a GPU.</summary>
    /// <exception cref="BackendException">libtorch does not load.</exception>
    public static bool IsCudaAvailable()
    {
        TorchLibrary.Load();
        return torch.cuda_is_available();
    }

    /// <summary>The device that a word names; <c>auto</c> is CUDA where there is a GPU, otherwise the CPU.</summary>
    /// <param name="name"><c>auto</c>, <c>cpu</c>, <c>cuda</c>, or <c>cuda:N</c> for the GPU of that number.</param>
    /// <exception cref="BackendException">The word is unknown, or CUDA is asked for where there is none.</exception>
    public static torch.Device Resolve(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.ToLowerInvariant().Split(':');
        int index = 0;
        if (!Names.Contains(parts[0]) || parts.Length > 2 || (parts.Length == 2 && (parts[0] != "cuda" || !int.TryParse(parts[1], out index) || index < 0)))
            throw new BackendException($"There is no device '{name}'. Use auto, cpu, cuda, or cuda:0, cuda:1 … for one of several GPUs.");

        bool cuda = IsCudaAvailable();
        if (parts[0] == "cpu" || (parts[0] == "auto" && !cuda)) return torch.CPU;
        if (!cuda)
        {
            throw new BackendException(
                $"CUDA was asked for, but {(TorchLibrary.Load().IsOverride ? "the libtorch that FIGMENT_LIBTORCH names" : "this build's libtorch")} finds no usable GPU. " +
                $"Use --device cpu, or build with -p:Torch=cuda, or point {TorchLibrary.PathVariable} at a PyTorch with CUDA ('figment doctor' shows what was found).");
        }

        int count = torch.cuda.device_count();
        if (index >= count)
            throw new BackendException($"There is no GPU {index}: this machine has {count}, numbered from 0.");
        return new torch.Device(DeviceType.CUDA, index);
    }
}
