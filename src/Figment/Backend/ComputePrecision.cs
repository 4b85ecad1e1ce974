using System.Runtime.InteropServices;
using TorchSharp;

namespace Figment.Backend;

/// <summary>
/// Resolves the words <c>auto</c>, <c>fp32</c>, <c>tf32</c> and <c>bf16</c> to the precision in which networks compute.
/// </summary>
/// <remarks>
/// bfloat16 has the range of float32 but only 8 bits of precision. A processor with bfloat16 instructions multiplies bfloat16
/// numbers at least twice as fast; on other processors, libtorch emulates bfloat16 in float32, which is slower. Even with these
/// instructions, a whole step may be slower in bfloat16, so the meaning of <c>auto</c> also depends on the model. TF32 replaces
/// float32 in the matrix units of NVIDIA GPUs from 2020 or later. It has the range of float32 but only 11 bits of precision, and
/// is used only in matrix products and convolutions. All values are stored as float32.
/// </remarks>
public static class ComputePrecision
{
    /// <summary>The words that <see cref="Resolve"/> accepts.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["auto", "fp32", "tf32", "bf16"];

    /// <summary>The word for matrix products in TF32.</summary>
    internal const string Tf32 = "tf32";

    /// <summary>Returns the type for a word.</summary>
    /// <param name="name">The word <c>auto</c>, <c>fp32</c>, <c>tf32</c> or <c>bf16</c>.</param>
    /// <param name="auto">The meaning of <c>auto</c> for the model and the device.</param>
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
    /// Prepares a device for training in a precision: on a GPU, sets whether products may use TF32, and makes convolutions
    /// reproducible (<see cref="GpuArithmetic"/>).
    /// </summary>
    /// <param name="name">A word for <see cref="Resolve"/>, except <c>auto</c>.</param>
    /// <param name="device">The device on which networks compute.</param>
    /// <returns>The type in which networks compute.</returns>
    /// <exception cref="BackendException">The word is unknown, or the device does not support the precision.</exception>
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

    /// <summary>The word for a run that is resumed here: float32 in place of TF32 if this device does not support TF32.</summary>
    internal static string Here(string recorded, torch.Device device) => recorded == Tf32 && !HasTf32(device) ? "fp32" : recorded;

    private static bool HasTf32(torch.Device device) => device.type == DeviceType.CUDA && IsFast(device);

    /// <summary>The word for a type.</summary>
    public static string NameOf(torch.ScalarType precision) => precision == torch.ScalarType.BFloat16 ? "bf16" : "fp32";

    /// <summary>The message for a word that <see cref="Resolve"/> does not accept.</summary>
    internal static OptionSentence ExplainUnknown(string name) =>
        $"There is no precision '{name}'. Use auto, fp32, tf32 (on a GPU) or bf16.";

    /// <summary>
    /// Whether a device has bfloat16 instructions: AVX512_BF16 or AMX on a processor, compute capability 8 or higher on a GPU.
    /// </summary>
    /// <param name="device">The device.</param>
    public static bool IsFast(torch.Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.type == DeviceType.CUDA ? CudaCapability(device.index) >= 8 : Processor.Here.HasBFloat16;
    }

    /// <summary>The major version of a GPU's compute capability; 0 if the driver does not report it.</summary>
    private static unsafe int CudaCapability(int index)
    {
        const int CapabilityMajor = 75;

        // These are the names under which the driver itself is installed; libcuda.so and cuda.lib belong to the CUDA toolkit,
        // which a training machine may lack.
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
