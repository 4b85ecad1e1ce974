using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Figment.Mpi;

/// <summary>What is asked of Linux itself.</summary>
internal static unsafe class SystemCalls
{
    /// <summary>Something can be read: of a process, that it has ended.</summary>
    internal const short CanBeRead = 1; // POLLIN

    private const string UcxSignals = "UCX_HANDLE_ERRORS";
    private const nint OpenProcessCall = 434; // pidfd_open, the same on all processors
    private const int MicrosecondsInMillisecond = 1000;

    /// <summary>
    /// Tells UCX, through which MPICH (and Open MPI on some networks) sends, to leave the signals alone. It would take SIGSEGV,
    /// which is how .NET learns of null references, and a NullReferenceException that is caught would end the process.
    /// </summary>
    /// <remarks>
    /// .NET keeps variables that it sets to itself, so libc is asked. As early as possible: native code that reads the variables
    /// in another thread while one is set may read what is not there.
    /// </remarks>
    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255:The 'ModuleInitializer' attribute should not be used in libraries",
        Justification = "Later, other libraries' threads may read the variables while this one is set. It costs microseconds."
    )]
    internal static void KeepSignals()
    {
        if (OperatingSystem.IsLinux())
            _ = SetVariable(UcxSignals, "none", overwrite: 0);
    }

    /// <summary>
    /// A handle of a process, which can be read once the process has ended; negative where the system gives none.
    /// </summary>
    internal static int OpenProcess(int processId) => (int)Call(OpenProcessCall, processId, 0);

    /// <summary>Sleeps, more finely than .NET does.</summary>
    internal static void Sleep(int microseconds) => _ = Pause((uint)microseconds);

    /// <summary>Waits until something can be read of one of the handles, or the time is over.</summary>
    internal static int Poll(PollEntry* entries, int count, TimeSpan limit) =>
        Poll(entries, (nuint)count, (int)limit.TotalMilliseconds);

    /// <summary>The same pause in microseconds.</summary>
    internal static int Microseconds(TimeSpan time) => (int)(time.TotalMilliseconds * MicrosecondsInMillisecond);

    /// <summary>Ends the process on the spot, whatever its threads do.</summary>
    [DllImport("libc", EntryPoint = "_exit", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DoesNotReturn]
    internal static extern void Exit(int code);

    /// <summary>Gives a handle back.</summary>
    [DllImport("libc", EntryPoint = "close", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Close(int handle);

    [DllImport("libc", EntryPoint = "syscall", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Call(nint number, nint first, nint second);

    [DllImport("libc", EntryPoint = "poll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(PollEntry* entries, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "usleep", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Pause(uint microseconds);

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(string name, string value, int overwrite);

    /// <summary>As <c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        internal int Handle;
        internal short Asked,
            Answered;
    }
}
