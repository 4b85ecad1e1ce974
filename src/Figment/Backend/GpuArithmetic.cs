using TorchSharp;

namespace Figment.Backend;

/// <summary>
/// How libtorch computes on NVIDIA's GPUs: whether in TF32, and convolutions always by the same algorithms. These are switches of
/// the whole process, and a processor takes no notice of them.
/// </summary>
internal static unsafe class GpuArithmetic
{
    // TorchSharp does not bind them: at::globalContext(), Context::setDeterministicCuDNN(bool), Context::deterministicCuDNN().
    private static readonly string[] Names = OperatingSystem.IsWindows()
        ?
        [
            "?globalContext@at@@YAAEAVContext@1@XZ",
            "?setDeterministicCuDNN@Context@at@@QEAAX_N@Z",
            "?deterministicCuDNN@Context@at@@QEBA_NXZ",
        ]
        : ["_ZN2at13globalContextEv", "_ZN2at7Context21setDeterministicCuDNNEb", "_ZNK2at7Context18deterministicCuDNNEv"];

    /// <summary>
    /// Whether convolutions always take the same algorithms: their sums have the same order then, and the same bytes.
    /// </summary>
    internal static bool Repeats =>
        Find(Names[2]) is var ask and not 0 && ((delegate* unmanaged<IntPtr, byte>)ask)(Context()) != 0;

    /// <summary>Sets them.</summary>
    /// <param name="tf32">
    /// Whether products and convolutions may be in TF32; libtorch itself would allow it in convolutions alone.
    /// </param>
    internal static void Use(bool tf32)
    {
        TorchLibrary.Load();
        torch.backends.cuda.matmul.allow_tf32 = tf32;
        torch.backends.cudnn.allow_tf32 = tf32;

        // Another libtorch may not have it under this name; convolutions may differ in their last bits then.
        if (Find(Names[1]) is var set and not 0)
            ((delegate* unmanaged<IntPtr, byte, void>)set)(Context(), 1);
    }

    private static IntPtr Context() => ((delegate* unmanaged<IntPtr>)Find(Names[0]))();

    private static IntPtr Find(string name) => TorchLibrary.TryExport(name);
}
