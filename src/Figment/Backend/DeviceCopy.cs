using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Backend;

/// <summary>The way of a step's numbers from the processor, where they are drawn and read, to the device.</summary>
internal static class DeviceCopy
{
    /// <summary>
    /// The same numbers on a device. A GPU is not waited for: the copy is made from pinned memory, which libtorch keeps until it
    /// is done, and goes on while the processor asks for what comes next.
    /// </summary>
    /// <returns>The tensor itself where it is there already; the caller's scope owns it.</returns>
    internal static Tensor On(this Tensor numbers, Device device) =>
        device.type == DeviceType.CUDA && numbers.device_type == DeviceType.CPU
            ? numbers.pin_memory().to(device, non_blocking: true)
            : numbers.to(device);
}
