using System.Runtime.InteropServices;
using System.Text;

namespace Figment.Mpi;

/// <summary>
/// The functions and constants of a loaded MPI. The same signatures work for both implementations: the handles of Open MPI are
/// pointers to exported variables, and those of MPICH are 32-bit numbers, which are passed in the same registers.
/// </summary>
/// <remarks>The numbers of MPICH are fixed by its binary interface (<c>mpi.h</c> of MPICH 3.1 and later).</remarks>
internal sealed unsafe class MpiFunctions
{
    /// <summary>Threads may call MPI, one at a time (MPI_THREAD_SERIALIZED, the same number in both).</summary>
    internal const int Serialized = 2;

    private const int LongestText = 8192; // MPICH's MPI_MAX_LIBRARY_VERSION_STRING, the longest of all

    internal readonly void* World,
        Float,
        Double,
        Byte,
        Add,
        ErrorsReturn,
        InPlace,
        StatusIgnore;

    internal readonly delegate* unmanaged<void*, void*, int, int*, int> InitThread;
    internal readonly delegate* unmanaged<int*, int> Initialized;
    internal readonly delegate* unmanaged<int> Finish;
    internal readonly delegate* unmanaged<void*, int, int> Abort;
    internal readonly delegate* unmanaged<void*, int*, int> CommSize,
        CommRank;
    internal readonly delegate* unmanaged<void*, void**, int> CommDup;
    internal readonly delegate* unmanaged<void**, int> CommFree;
    internal readonly delegate* unmanaged<void*, void*, int> CommSetErrhandler;
    internal readonly delegate* unmanaged<void*, void*, int, void*, void*, void*, void**, int> Iallreduce;
    internal readonly delegate* unmanaged<void*, int, void*, int, void*, void**, int> Ibcast;
    internal readonly delegate* unmanaged<void*, int, void*, void*, int, void*, void*, void**, int> Iallgather;
    internal readonly delegate* unmanaged<void*, void**, int> Ibarrier;
    internal readonly delegate* unmanaged<void*, int, void*, int, int, void*, void**, int> Isend,
        Irecv;
    internal readonly delegate* unmanaged<void**, int*, void*, int> Test;

    private readonly delegate* unmanaged<int, byte*, int*, int> errorString;
    private readonly delegate* unmanaged<byte*, int*, int> getLibraryVersion;

    /// <summary>Looks up all functions.</summary>
    /// <param name="library">The library's handle.</param>
    /// <param name="engine">The implementation that it belongs to.</param>
    /// <exception cref="EntryPointNotFoundException">A function is missing.</exception>
    internal MpiFunctions(IntPtr library, MpiEngine engine)
    {
        InitThread = (delegate* unmanaged<void*, void*, int, int*, int>)Export("MPI_Init_thread");
        Initialized = (delegate* unmanaged<int*, int>)Export("MPI_Initialized");
        Finish = (delegate* unmanaged<int>)Export("MPI_Finalize");
        Abort = (delegate* unmanaged<void*, int, int>)Export("MPI_Abort");
        CommSize = (delegate* unmanaged<void*, int*, int>)Export("MPI_Comm_size");
        CommRank = (delegate* unmanaged<void*, int*, int>)Export("MPI_Comm_rank");
        CommDup = (delegate* unmanaged<void*, void**, int>)Export("MPI_Comm_dup");
        CommFree = (delegate* unmanaged<void**, int>)Export("MPI_Comm_free");
        CommSetErrhandler = (delegate* unmanaged<void*, void*, int>)Export("MPI_Comm_set_errhandler");
        Iallreduce = (delegate* unmanaged<void*, void*, int, void*, void*, void*, void**, int>)Export("MPI_Iallreduce");
        Ibcast = (delegate* unmanaged<void*, int, void*, int, void*, void**, int>)Export("MPI_Ibcast");
        Iallgather = (delegate* unmanaged<void*, int, void*, void*, int, void*, void*, void**, int>)Export("MPI_Iallgather");
        Ibarrier = (delegate* unmanaged<void*, void**, int>)Export("MPI_Ibarrier");
        Isend = (delegate* unmanaged<void*, int, void*, int, int, void*, void**, int>)Export("MPI_Isend");
        Irecv = (delegate* unmanaged<void*, int, void*, int, int, void*, void**, int>)Export("MPI_Irecv");
        Test = (delegate* unmanaged<void**, int*, void*, int>)Export("MPI_Test");
        errorString = (delegate* unmanaged<int, byte*, int*, int>)Export("MPI_Error_string");
        getLibraryVersion = (delegate* unmanaged<byte*, int*, int>)Export("MPI_Get_library_version");
        bool isOpen = engine == MpiEngine.OpenMpi;
        World = Constant("ompi_mpi_comm_world", 0x44000000);
        Float = Constant("ompi_mpi_float", 0x4c00040a);
        Double = Constant("ompi_mpi_double", 0x4c00080b);
        Byte = Constant("ompi_mpi_byte", 0x4c00010d);
        Add = Constant("ompi_mpi_op_sum", 0x58000003);
        ErrorsReturn = Constant("ompi_mpi_errors_return", 0x54000001);
        InPlace = (void*)(isOpen ? 1 : -1);
        StatusIgnore = (void*)(isOpen ? 0 : 1);

        void* Export(string name) => (void*)NativeLibrary.GetExport(library, name);

        void* Constant(string variable, int number) => isOpen ? Export(variable) : (void*)number;
    }

    /// <summary>Whether a library belongs to an implementation, judged by its exports.</summary>
    internal static bool IsOf(IntPtr library, MpiEngine engine) =>
        NativeLibrary.TryGetExport(library, "MPI_Iallreduce", out _)
        && NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _) == (engine == MpiEngine.OpenMpi);

    /// <summary>The version string of the library: its first line, or the first part of a line that lists everything.</summary>
    internal string Version()
    {
        byte* text = stackalloc byte[LongestText];
        int length;
        return getLibraryVersion(text, &length) == 0 ? FirstLine(text, length) : "";
    }

    /// <summary>The meaning of an error code.</summary>
    internal string ErrorText(int code)
    {
        byte* text = stackalloc byte[LongestText];
        int length;
        return errorString(code, text, &length) == 0 ? FirstLine(text, length).TrimEnd('.') : $"error {code}";
    }

    private static string FirstLine(byte* text, int length) =>
        Encoding.UTF8.GetString(text, length).TrimEnd('\0').Split('\n')[0].Replace('\t', ' ').Trim();
}
