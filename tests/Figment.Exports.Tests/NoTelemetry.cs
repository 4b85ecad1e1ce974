using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Figment.Onnx;

namespace Figment.Tests.Exports;

/// <summary>ONNX Runtime and its GenAI tell nobody that they are used: switched off before anything of them loads.</summary>
internal static class NoTelemetry
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "No test may run before.")]
    internal static void Begin() => OnnxRuntimeLibrary.DisableTelemetry();
}
