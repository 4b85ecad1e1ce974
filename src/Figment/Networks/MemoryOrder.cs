using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Networks;

/// <summary>The order of images' values in memory. It affects speed but not results.</summary>
internal static class MemoryOrder
{
    /// <summary>
    /// Puts the channels of each pixel side by side in memory (channels last). Convolutions keep this order, and on a processor
    /// many are faster with it; on other devices the tensor is returned unchanged.
    /// </summary>
    /// <param name="x">[B, C, H, W].</param>
    /// <returns>The same values, [B, C, H, W].</returns>
    internal static Tensor SideBySide(Tensor x) =>
        x.stride(1) == 1 || x.device_type != DeviceType.CPU ? x : x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
