using TorchSharp;

namespace Figment.Backend;

/// <summary>
/// Controls how libtorch computes on NVIDIA's GPUs: sets whether it uses TF32, and makes convolutions always use the same
/// algorithms. These settings apply to the whole process and have no effect on the CPU.
/// </summary>
internal static unsafe class GpuArithmetic
{
    // TorchSharp does not bind these functions: at::globalContext(), Context::setDeterministicCuDNN(bool),
    // Context::deterministicCuDNN().
    private static readonly string[] Names = OperatingSystem.IsWindows()
        ?
        [
            "?globalContext@at@@YAAEAVContext@1@XZ",
            "?setDeterministicCuDNN@Context@at@@QEAAX_N@Z",
            "?deterministicCuDNN@Context@at@@QEBA_NXZ",
        ]
        : ["_ZN2at13globalContextEv", "_ZN2at7Context21setDeterministicCuDNNEb", "_ZNK2at7Context18deterministicCuDNNEv"];

    /// <summary>
    /// Whether convolutions always use the same algorithms, so that they add in the same order and give the same bytes.
    /// </summary>
    internal static bool Repeats =>
        Find(Names[2]) is var ask and not 0 && ((delegate* unmanaged<IntPtr, byte>)ask)(Context()) != 0;

    /// <summary>Sets the switches.</summary>
    /// <param name="tf32">
    /// Whether products and convolutions may use TF32; by default, libtorch allows it only in convolutions.
    /// </param>
    internal static void Use(bool tf32)
    {
        TorchLibrary.Load();
        torch.backends.cuda.matmul.allow_tf32 = tf32;
        torch.backends.cudnn.allow_tf32 = tf32;

        // Another version of libtorch may not export this name; convolutions may then differ in their last bits.
        if (Find(Names[1]) is var set and not 0)
            ((delegate* unmanaged<IntPtr, byte, void>)set)(Context(), 1);
    }

    private static IntPtr Context() => ((delegate* unmanaged<IntPtr>)Find(Names[0]))();

    private static IntPtr Find(string name) => TorchLibrary.TryExport(name);
}
