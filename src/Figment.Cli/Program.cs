using System.Runtime.CompilerServices;

// This switches off ONNX Runtime's telemetry through an environment variable, which must be set before libtorch starts threads
// that also read environment variables.
RuntimeHelpers.RunModuleConstructor(typeof(Figment.Onnx.OnnxExtractor).Module.ModuleHandle);
return await Figment.Cli.CommandLine.RunAsync(args);
