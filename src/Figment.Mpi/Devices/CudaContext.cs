using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Figment.Mpi;

/// <summary>
/// A GPU's primary context in CUDA's driver, in which libtorch computes, and its legacy default stream, in which libtorch queues
/// its work. TorchSharp 0.107.0 has no function to choose another stream.
/// </summary>
/// <remarks>
/// Calls the driver's library (<c>cuda.h</c>), because its name is the same for all versions, and every machine with a GPU has
/// it.
/// </remarks>
internal sealed unsafe class CudaContext : IDisposable
{
    /// <summary>The stream: queued work begins when all work queued before it is done.</summary>
    internal static void* Stream => null;

    private const string FileName = "libcuda.so.1";
    private const int NotReady = 600,
        LongestBusId = 16;

    private readonly int device;
    private readonly void* context;
    private readonly delegate* unmanaged<int, int> release;
    private readonly delegate* unmanaged<void*, int> push;
    private readonly delegate* unmanaged<void**, int> pop;
    private readonly delegate* unmanaged<void*, int> query;
    private readonly delegate* unmanaged<int, byte**, int> errorString;

    /// <summary>Retains the context of a GPU.</summary>
    /// <param name="gpu">The number of the GPU, as libtorch counts.</param>
    /// <param name="path">The driver's library; null uses the system's.</param>
    /// <exception cref="FigmentException">There is no driver, or no such GPU.</exception>
    internal CudaContext(int gpu, string? path)
    {
        try
        {
            IntPtr library = NativeLibrary.Load(path ?? FileName);
            void* Export(string name) => (void*)NativeLibrary.GetExport(library, name);
            release = (delegate* unmanaged<int, int>)Export("cuDevicePrimaryCtxRelease_v2");
            push = (delegate* unmanaged<void*, int>)Export("cuCtxPushCurrent_v2");
            pop = (delegate* unmanaged<void**, int>)Export("cuCtxPopCurrent_v2");
            query = (delegate* unmanaged<void*, int>)Export("cuStreamQuery");
            errorString = (delegate* unmanaged<int, byte**, int>)Export("cuGetErrorString");
            int found;
            byte* busId = stackalloc byte[LongestBusId];
            void* primary;
            var initialize = (delegate* unmanaged<uint, int>)Export("cuInit");
            var getDevice = (delegate* unmanaged<int*, int, int>)Export("cuDeviceGet");
            var getBusId = (delegate* unmanaged<byte*, int, int, int>)Export("cuDeviceGetPCIBusId");
            var retain = (delegate* unmanaged<void**, int, int>)Export("cuDevicePrimaryCtxRetain");
            Check(initialize(0), "cuInit");
            Check(getDevice(&found, gpu), "cuDeviceGet");
            Check(getBusId(busId, LongestBusId, found), "cuDeviceGetPCIBusId");
            Check(retain(&primary, found), "cuDevicePrimaryCtxRetain");
            device = found;
            context = primary;
            BusId = Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(busId));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new FigmentException($"CUDA's driver ({path ?? FileName}) does not load ({MpiLibrary.Reason(e)}).");
        }
    }

    /// <summary>
    /// The PCI bus id of the GPU, which is the same for all processes of a machine, whatever number they use for it.
    /// </summary>
    internal string BusId { get; }

    /// <summary>Runs work with this GPU as the thread's current one.</summary>
    internal void Run(Action work)
    {
        Check(push(context), "cuCtxPushCurrent");
        try
        {
            work();
        }
        finally
        {
            void* was;
            _ = pop(&was);
        }
    }

    /// <summary>Whether all work in the stream is done; must be called within <see cref="Run"/>.</summary>
    /// <exception cref="FigmentException">Some of the work failed.</exception>
    internal bool IsIdle()
    {
        int result = query(Stream);
        if (result == NotReady)
            return false;
        Check(result, "cuStreamQuery");
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _ = release(device);

    private void Check(int result, string call)
    {
        if (result == 0)
            return;
        byte* text = null;
        string meaning =
            errorString(result, &text) == 0 && text is not null
                ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text))
                : string.Create(CultureInfo.InvariantCulture, $"error {result}");
        throw new FigmentException($"{call} failed: {meaning}.");
    }
}
