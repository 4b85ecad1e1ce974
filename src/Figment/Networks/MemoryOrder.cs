using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Networks;

/// <summary>
/// In which order the numbers of images lie in memory. What they are does not depend on it, only how long it takes.
/// </summary>
internal static class MemoryOrder
{
    /// <summary>
    /// An image's channels beside each other at each place. Convolutions keep that order, and on a processor many are faster in
    /// it; on other devices what is given is returned.
    /// </summary>
    /// <param name="x">[B, C, H, W].</param>
    /// <returns>The same numbers, [B, C, H, W].</returns>
    internal static Tensor SideBySide(Tensor x) =>
        x.stride(1) == 1 || x.device_type != DeviceType.CPU ? x : x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
