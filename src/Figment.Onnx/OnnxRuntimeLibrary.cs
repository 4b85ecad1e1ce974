using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Figment.Onnx;

/// <summary>
/// Loads ONNX Runtime once, silent in every sense. Nothing of ONNX Runtime may be touched before <see cref="Load"/>.
/// </summary>
/// <remarks>
/// The official builds send usage events and a device identifier to their maker unless <c>ORT_DISABLE_TELEMETRY</c> is set
/// before they start (Privacy.md of the package). Figment sends nothing, so it is set here, for this process.
/// </remarks>
internal static class OnnxRuntimeLibrary
{
    private const string TelemetryOff = "ORT_DISABLE_TELEMETRY";
    private static readonly Lock Gate = new();
    private static bool isLoaded,
        isTelemetryOff;

    /// <summary>Loads the native library and switches telemetry and logging off.</summary>
    /// <exception cref="BackendException">It is not there, or does not load on this system.</exception>
    internal static void Load()
    {
        lock (Gate)
        {
            if (isLoaded)
                return;
            if (!isTelemetryOff)
                throw new BackendException(
                    "ONNX Runtime's telemetry could not be switched off, so it was not loaded. Set ORT_DISABLE_TELEMETRY=1 "
                        + "before starting."
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
                    $"ONNX Runtime does not load: {cause.Message.Split('\n')[0].Trim()} Its package has it for Linux (x64, "
                        + $"arm64; glibc 2.28 or later), Windows (x64, arm64) and macOS (arm64); on those, rebuild with "
                        + $"'dotnet build'.",
                    e
                );
            }

            isLoaded = true;
        }
    }

    /// <summary>
    /// Before any library has threads: another that reads the variables while one is set reads what is not there (glibc).
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
            // Except on Windows, .NET keeps the variables to itself, and native code sees those that the process began with.
            isTelemetryOff = OperatingSystem.IsWindows() || SetVariable(TelemetryOff, "1", overwrite: 1) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system without this function: ONNX Runtime is not loaded there.
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetVariable(string name, string value, int overwrite);
}
