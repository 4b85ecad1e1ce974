using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Figment.Onnx;

namespace Figment.Tests.Exports;

/// <summary>
/// Keeps ONNX Runtime and its GenAI from reporting their use: telemetry is switched off before any part of them loads.
/// </summary>
internal static class NoTelemetry
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "No test may run before.")]
    internal static void Begin() => OnnxRuntimeLibrary.DisableTelemetry();
}
