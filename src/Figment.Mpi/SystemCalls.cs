using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Figment.Mpi;

/// <summary>Calls to Linux itself.</summary>
internal static unsafe class SystemCalls
{
    /// <summary>The poll event for readable data; for a process, it means that the process has ended.</summary>
    internal const short CanBeRead = 1; // POLLIN

    private const string UcxSignals = "UCX_HANDLE_ERRORS";
    private const nint OpenProcessCall = 434; // pidfd_open, which has the same number on all processors
    private const int MicrosecondsInMillisecond = 1000;

    /// <summary>
    /// Tells UCX, which MPICH (and Open MPI on some networks) uses for sending, not to handle signals. Otherwise it would take
    /// over SIGSEGV, which .NET uses to detect null references, and a caught NullReferenceException would end the process.
    /// </summary>
    /// <remarks>
    /// Variables that are set through .NET do not reach native code, so this calls libc. It runs as early as possible, because
    /// native code that reads the variables on another thread at the same time may crash.
    /// </remarks>
    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255:The 'ModuleInitializer' attribute should not be used in libraries",
        Justification = "Later, threads of other libraries may read the variables while this one is set. It costs "
            + "microseconds."
    )]
    internal static void KeepSignals()
    {
        if (OperatingSystem.IsLinux())
            _ = SetVariable(UcxSignals, "none", overwrite: 0);
    }

    /// <summary>
    /// A handle of a process, which becomes readable once the process has ended; negative if the system provides none.
    /// </summary>
    internal static int OpenProcess(int processId) => (int)Call(OpenProcessCall, processId, 0);

    /// <summary>Sleeps, with a finer resolution than .NET.</summary>
    internal static void Sleep(int microseconds) => _ = Pause((uint)microseconds);

    /// <summary>Waits until one of the handles is readable, or the time is up.</summary>
    internal static int Poll(PollEntry* entries, int count, TimeSpan limit) =>
        Poll(entries, (nuint)count, (int)limit.TotalMilliseconds);

    /// <summary>The duration in microseconds.</summary>
    internal static int Microseconds(TimeSpan time) => (int)(time.TotalMilliseconds * MicrosecondsInMillisecond);

    /// <summary>Ends the process at once, whatever its threads do.</summary>
    [DllImport("libc", EntryPoint = "_exit", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DoesNotReturn]
    internal static extern void Exit(int code);

    /// <summary>Closes a handle.</summary>
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

    /// <summary>The layout of <c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        internal int Handle;
        internal short Asked,
            Answered;
    }
}
