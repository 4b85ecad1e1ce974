using System.Runtime.InteropServices;
using System.Text;

namespace Figment.Mpi;

/// <summary>The functions of a loaded NCCL, as <c>nccl.h</c> declares them since version 2.4.</summary>
internal sealed unsafe class NcclFunctions
{
    /// <summary>The results of a successful call, and of a communicator that is still working.</summary>
    internal const int Success = 0,
        InProgress = 7;

    /// <summary><c>ncclFloat32</c>.</summary>
    internal const int Float = 7;

    /// <summary><c>ncclSum</c>.</summary>
    internal const int Add = 0;

    internal readonly delegate* unmanaged<NcclId*, int> GetUniqueId;
    internal readonly delegate* unmanaged<void**, int, NcclId, int, int> CommInitRank; // the id by value
    internal readonly delegate* unmanaged<void*, void*, nuint, int, int, void*, void*, int> AllReduce;
    internal readonly delegate* unmanaged<void*, int*, int> CommGetAsyncError;
    internal readonly delegate* unmanaged<void*, int> CommAbort,
        CommDestroy;

    private readonly delegate* unmanaged<int*, int> getVersion;
    private readonly delegate* unmanaged<int, byte*> getErrorString;
    private readonly delegate* unmanaged<void*, byte*> getLastError; // since 2.13

    /// <summary>Looks up all functions.</summary>
    /// <exception cref="EntryPointNotFoundException">A function is missing.</exception>
    internal NcclFunctions(IntPtr library)
    {
        GetUniqueId = (delegate* unmanaged<NcclId*, int>)Export("ncclGetUniqueId");
        CommInitRank = (delegate* unmanaged<void**, int, NcclId, int, int>)Export("ncclCommInitRank");
        AllReduce = (delegate* unmanaged<void*, void*, nuint, int, int, void*, void*, int>)Export("ncclAllReduce");
        CommGetAsyncError = (delegate* unmanaged<void*, int*, int>)Export("ncclCommGetAsyncError");
        CommAbort = (delegate* unmanaged<void*, int>)Export("ncclCommAbort");
        CommDestroy = (delegate* unmanaged<void*, int>)Export("ncclCommDestroy");
        getVersion = (delegate* unmanaged<int*, int>)Export("ncclGetVersion");
        getErrorString = (delegate* unmanaged<int, byte*>)Export("ncclGetErrorString");
        if (NativeLibrary.TryGetExport(library, "ncclGetLastError", out IntPtr last))
            getLastError = (delegate* unmanaged<void*, byte*>)last;

        void* Export(string name) => (void*)NativeLibrary.GetExport(library, name);
    }

    /// <summary>NCCL's version number; 0 if NCCL does not report it.</summary>
    internal int Version()
    {
        int version;
        return getVersion(&version) == Success ? version : 0;
    }

    /// <summary>Throws an error unless the result of a call is success.</summary>
    /// <exception cref="FigmentException">The call failed.</exception>
    internal void Check(int result, string call)
    {
        if (result != Success)
            throw Failure(result, call);
    }

    /// <summary>An error that explains a result, with NCCL's last message.</summary>
    internal FigmentException Failure(int result, string call)
    {
        string last = getLastError is null ? "" : Read(getLastError(null));
        return new FigmentException($"{call} failed: {Read(getErrorString(result))}{(last.Length > 0 ? $" ({last})" : "")}.");
    }

    private static string Read(byte* text)
    {
        if (text is null)
            return "";
        const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        string read = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        return string.Join(' ', read.Split('\n', Tidy)).TrimEnd('.');
    }
}

/// <summary><c>ncclUniqueId</c>: 128 bytes by which processes find each other.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct NcclId
{
    /// <summary>The size in bytes (<c>NCCL_UNIQUE_ID_BYTES</c>).</summary>
    internal const int Bytes = 128;

    private byte first;

    /// <summary>Its bytes.</summary>
    internal Span<byte> AsSpan() => MemoryMarshal.CreateSpan(ref first, Bytes);
}
