using System.Runtime.InteropServices;

namespace Figment.Tests.Backend;

public sealed class OnnxRuntimeLibraryTests
{
    [Fact]
    public void Native_code_sees_that_telemetry_is_off()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There, .NET and native code share their variables.");

        // As soon as anything of Figment.Onnx's is touched: later, other threads could read the variables at that moment.
        System.Runtime.CompilerServices.RuntimeHelpers.RunModuleConstructor(
            typeof(Figment.Onnx.OnnxExtractor).Module.ModuleHandle
        );
        Assert.Equal("1", Marshal.PtrToStringUTF8(GetVariable("ORT_DISABLE_TELEMETRY")));
    }

    [DllImport("libc", EntryPoint = "getenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern IntPtr GetVariable(string name);
}
