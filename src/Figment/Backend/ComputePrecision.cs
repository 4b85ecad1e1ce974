using System.Runtime.InteropServices;
using TorchSharp;

namespace Figment.Backend;

/// <summary>Turns the words <c>auto</c>, <c>fp32</c>, <c>tf32</c>, <c>bf16</c> into what networks compute in.</summary>
/// <remarks>
/// bfloat16 has the range of float32 and 8 bits of its precision. Where the processor multiplies it, it does so at least twice
/// as fast; elsewhere libtorch computes it in float32 and it is slower. A whole step may be slower in it all the same, so what
/// <c>auto</c> means depends on the model too. TF32 is what the matrix units of NVIDIA's GPUs from 2020 on take in the place of
/// float32: its range, and 10 bits of its precision, in products and convolutions alone. Everything is held as float32.
/// </remarks>
public static class ComputePrecision
{
    /// <summary>The words that <see cref="Resolve"/> takes.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["auto", "fp32", "tf32", "bf16"];

    /// <summary>The word for products in TF32.</summary>
    internal const string Tf32 = "tf32";

    /// <summary>What a word means.</summary>
    /// <param name="name"><c>auto</c>, <c>fp32</c>, <c>tf32</c> or <c>bf16</c>.</param>
    /// <param name="auto">What <c>auto</c> means for the model and the device.</param>
    /// <exception cref="BackendException">The word is unknown.</exception>
    public static torch.ScalarType Resolve(string name, torch.ScalarType auto) =>
        name switch
        {
            "fp32" or Tf32 => torch.ScalarType.Float32,
            "bf16" => torch.ScalarType.BFloat16,
            "auto" => auto,
            _ => throw new BackendException(ExplainUnknown(name)),
        };

    /// <summary>
    /// Prepares the device for a training in a precision: on a GPU whether products may be in TF32, and convolutions that repeat
    /// bit for bit (<see cref="GpuArithmetic"/>).
    /// </summary>
    /// <param name="name">As of <see cref="Resolve"/>, but not <c>auto</c>.</param>
    /// <param name="device">Where networks compute.</param>
    /// <returns>What networks compute in.</returns>
    /// <exception cref="BackendException">The word is unknown, or the device has no such numbers.</exception>
    internal static torch.ScalarType Use(string name, torch.Device device)
    {
        torch.ScalarType type = Resolve(name, auto: torch.ScalarType.Float32);
        if (name == Tf32 && !HasTf32(device))
            throw new BackendException(
                "TF32 needs an NVIDIA GPU from 2020 (Ampere) or later. On other devices, use fp32 or bf16."
            );
        if (device.type == DeviceType.CUDA)
            GpuArithmetic.Use(name == Tf32);
        return type;
    }

    /// <summary>The word for a run that goes on here: where it computed in TF32, and this device has none, in float32.</summary>
    internal static string Here(string recorded, torch.Device device) => recorded == Tf32 && !HasTf32(device) ? "fp32" : recorded;

    private static bool HasTf32(torch.Device device) => device.type == DeviceType.CUDA && IsFast(device);

    /// <summary>The word for a type.</summary>
    public static string NameOf(torch.ScalarType precision) => precision == torch.ScalarType.BFloat16 ? "bf16" : "fp32";

    /// <summary>What to say of a word that <see cref="Resolve"/> does not understand.</summary>
    internal static string ExplainUnknown(string name) =>
        $"There is no precision '{name}'. Use auto, fp32, tf32 (on a GPU) or bf16.";

    /// <summary>
    /// Whether a device multiplies bfloat16 by instructions of its own: AVX512_BF16 or AMX on a processor, compute capability 8
    /// on a GPU.
    /// </summary>
    /// <param name="device">The device.</param>
    public static bool IsFast(torch.Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.type == DeviceType.CUDA ? CudaCapability(device.index) >= 8 : Processor.Here.HasBFloat16;
    }

    /// <summary>The first number of a GPU's compute capability; 0 where the driver does not tell.</summary>
    private static unsafe int CudaCapability(int index)
    {
        const int CapabilityMajor = 75;

        // As the driver itself installs it: libcuda.so and cuda.lib come with CUDA's tools, which a machine that only trains need
        // not have.
        if (
            !NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out IntPtr driver)
            || !NativeLibrary.TryGetExport(driver, "cuInit", out IntPtr init)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceGet", out IntPtr get)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceGetAttribute", out IntPtr attribute)
        )
            return 0;
        int device,
            major;
        return
            ((delegate* unmanaged<uint, int>)init)(0) == 0
            && ((delegate* unmanaged<int*, int, int>)get)(&device, Math.Max(index, 0)) == 0
            && ((delegate* unmanaged<int*, int, int, int>)attribute)(&major, CapabilityMajor, device) == 0
            ? major
            : 0;
    }
}
