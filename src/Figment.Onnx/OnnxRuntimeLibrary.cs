using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Figment.Onnx;

/// <summary>
/// Loads ONNX Runtime once, without telemetry or logging. No part of ONNX Runtime may be used before <see cref="Load"/>.
/// </summary>
/// <remarks>
/// The official builds send usage events and a device identifier to their vendor unless <c>ORT_DISABLE_TELEMETRY</c> is set
/// before they start (Privacy.md of the package). Figment sends nothing, so it sets the variable for this process.
/// </remarks>
internal static class OnnxRuntimeLibrary
{
    private const string TelemetryOff = "ORT_DISABLE_TELEMETRY";
    private static readonly Lock Gate = new();
    private static bool isLoaded,
        isTelemetryOff;

    /// <summary>Loads the native library and turns off telemetry and logging.</summary>
    /// <exception cref="BackendException">The library is missing, or does not load on this system.</exception>
    internal static void Load()
    {
        lock (Gate)
        {
            if (isLoaded)
                return;
            if (!isTelemetryOff)
                throw new BackendException(
                    "ONNX Runtime was not loaded, because its telemetry could not be turned off. Set "
                        + "ORT_DISABLE_TELEMETRY=1 before starting."
                );
            try
            {
                EnvironmentCreationOptions options = new()
                {
                    logId = "Figment",
                    logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
                };
                if (!OrtEnv.IsCreated)
                    OrtEnv.CreateInstanceWithOptions(ref options);
                OrtEnv.Instance().DisableTelemetryEvents(); // the system's own tracing, on Windows
            }
            catch (Exception e)
                when (e
                        is DllNotFoundException
                            or BadImageFormatException
                            or EntryPointNotFoundException
                            or TypeInitializationException
                            or OnnxRuntimeException
                )
            {
                Exception cause = e is TypeInitializationException ? e.GetBaseException() : e;
                throw new BackendException(
                    $"ONNX Runtime does not load: {cause.Message.Split('\n')[0].Trim()} Its package supports Linux "
                        + $"(x64, arm64; glibc 2.28 or later), Windows (x64, arm64) and macOS (arm64); on these, rebuild with "
                        + $"'dotnet build'.",
                    e
                );
            }

            isLoaded = true;
        }
    }

    /// <summary>
    /// Runs before any library has threads, because a thread that reads the variables while one is set may crash (glibc).
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255:The 'ModuleInitializer' attribute should not be used in libraries",
        Justification = "Later, libtorch's threads may read the variables while this one is set. It costs microseconds."
    )]
    internal static void DisableTelemetry()
    {
        Environment.SetEnvironmentVariable(TelemetryOff, "1");
        try
        {
            // Except on Windows, variables that are set through .NET do not reach native code, which sees the variables as they
            // were when the process started.
            isTelemetryOff = OperatingSystem.IsWindows() || SetVariable(TelemetryOff, "1", overwrite: 1) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // ONNX Runtime does not load on a system without this function.
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetVariable(string name, string value, int overwrite);
}
