using System.Diagnostics;

namespace Figment.Benchmarks;

/// <summary>Physical memory that a process holds, libtorch's tensors and code included.</summary>
internal static class ResidentMemory
{
    internal static double Megabytes => Environment.WorkingSet / 1048576.0;

    internal static double PeakMegabytes
    {
        get
        {
            using Process process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 / 1048576.0;
        }
    }
}
