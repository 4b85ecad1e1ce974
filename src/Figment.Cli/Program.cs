using System.Runtime.CompilerServices;

// It switches ONNX Runtime's telemetry off by a variable, which must stand before libtorch has threads that read variables too.
RuntimeHelpers.RunModuleConstructor(typeof(Figment.Onnx.OnnxExtractor).Module.ModuleHandle);
return await Figment.Cli.CommandLine.RunAsync(args);
