using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Figment.Backend;
using TorchSharp;

namespace Figment.Runs;

/// <summary>The properties of this machine that determine the exact bytes of a run's results.</summary>
internal static class ThisMachine
{
    /// <summary>Versions, device, threads, the name of the precision, and the number of processes.</summary>
    internal static RunEnvironment Describe(torch.Device device, string precision, ITrainingGroup group)
    {
        TorchLibraryReport torchLibrary = TorchLibrary.LoadAndReport();
        string vectors =
            Avx512F.IsSupported ? "AVX-512"
            : Avx2.IsSupported ? "AVX2"
            : Vector128.IsHardwareAccelerated ? "128-bit vectors"
            : "no vectors";
        return new RunEnvironment(
            typeof(ThisMachine).Assembly.GetName().Version!.ToString(3),
            torchLibrary.IsOverride ? torchLibrary.Directory : TorchLibrary.Version,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {vectors}",
            device.ToString(),
            torch.get_num_threads(),
            precision,
            group.Size == 1 ? null : group.Size
        );
    }
}
