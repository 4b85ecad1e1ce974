using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Backend;

/// <summary>Copies the data of a step from the processor, where it is drawn and read, to the device.</summary>
internal static class DeviceCopy
{
    /// <summary>
    /// Returns a tensor on a device. The copy to a GPU is asynchronous: it reads from pinned memory, which libtorch keeps until
    /// the copy is done. Meanwhile, the processor continues.
    /// </summary>
    /// <returns>The tensor itself if it is already on the device; the caller's scope owns it.</returns>
    internal static Tensor On(this Tensor numbers, Device device) =>
        device.type == DeviceType.CUDA && numbers.device_type == DeviceType.CPU
            ? numbers.pin_memory().to(device, non_blocking: true)
            : numbers.to(device);
}
