using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Figment.Onnx;

/// <summary>One input or output tensor of a network.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="IsFloat">Whether its type is float32.</param>
/// <param name="Type">Its type, in words.</param>
/// <param name="Shape">Its sizes, −1 for a size that is not fixed; empty if even their number is unknown.</param>
internal sealed record OnnxPort(string Name, bool IsFloat, string Type, IReadOnlyList<int> Shape)
{
    /// <summary>For example <c>pool (float [?, 2048])</c>.</summary>
    public override string ToString() =>
        $"{ShownText.Of(Name)} ({Type} {(Shape.Count == 0 ? "of unknown shape" : $"[{Sizes}]")})";

    private string Sizes => string.Join(", ", Shape.Select(size => size < 0 ? "?" : $"{size}"));
}

/// <summary>Runs ONNX Runtime on the CPU, with libtorch tensors as inputs and outputs.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions runOptions = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };

    private OnnxSession(InferenceSession session)
    {
        this.session = session;
        Inputs = Ports(session.InputNames, session.InputMetadata);
        Outputs = Ports(session.OutputNames, session.OutputMetadata);
        Metadata = session.ModelMetadata.CustomMetadataMap;
    }

    /// <summary>The inputs, in the file's order.</summary>
    public IReadOnlyList<OnnxPort> Inputs { get; }

    /// <summary>The outputs, in the file's order.</summary>
    public IReadOnlyList<OnnxPort> Outputs { get; }

    /// <summary>The metadata in the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a network from memory.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="FileFormatException">The file is damaged, is not ONNX, or keeps weights in other files.</exception>
    public static OnnxSession Open(byte[] file, string path)
    {
        OnnxRuntimeLibrary.Load();
        try
        {
            using SessionOptions options = new()
            {
                IntraOpNumThreads = get_num_threads(),
                InterOpNumThreads = 1,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            // Never read ORT's own format, whatever the bytes look like
            options.AddSessionConfigEntry("session.load_model_format", "ONNX");
            // Otherwise, weights in other files would be searched for in the working folder; this very file, given as the
            // "folder", contains none.
            options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetFullPath(path));
            // Idle threads sleep, so that libtorch has the cores as soon as a run is over.
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
            return new OnnxSession(new InferenceSession(file, options));
        }
        catch (OnnxRuntimeException e)
        {
            throw new FileFormatException(
                $"{path} is not an ONNX network that ONNX Runtime can open: {Words(e)} Check that the file is "
                    + $"complete, or export it again with all weights inside, or with an older opset.",
                e
            );
        }
        catch (NullReferenceException e)
        {
            // ONNX Runtime's binding reads the values of the metadata without checking that they exist.
            throw new FileFormatException($"{path} is damaged: its metadata has an entry without a value. Export it again.", e);
        }
    }

    /// <summary>Runs the network.</summary>
    /// <param name="input">The only input: float32, contiguous, on the CPU.</param>
    /// <param name="outputs">The names of the outputs to compute, all of which are float32.</param>
    /// <returns>One tensor per name, on the CPU, in the caller's scope.</returns>
    /// <exception cref="OnnxRuntimeException">The network rejects the shape, or needs too much memory.</exception>
    public IReadOnlyList<Tensor> Run(Tensor input, IReadOnlyCollection<string> outputs) =>
        Run([(Inputs[0].Name, input)], outputs);

    /// <summary>Runs a network with several inputs.</summary>
    /// <param name="inputs">The inputs, each float32 or int64, contiguous, on the CPU.</param>
    /// <param name="outputs">The names of the outputs to compute, all of which are float32.</param>
    /// <returns>One tensor per name, on the CPU, in the caller's scope.</returns>
    /// <exception cref="OnnxRuntimeException">The network rejects the shapes, or needs too much memory.</exception>
    public IReadOnlyList<Tensor> Run(IReadOnlyList<(string Name, Tensor Value)> inputs, IReadOnlyCollection<string> outputs)
    {
        OrtValue[] values = [.. inputs.Select(input => ToValue(input.Value))];
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(
                runOptions,
                [.. inputs.Select(input => input.Name)],
                values,
                outputs
            );
            return [.. results.Select(ToTensor)];
        }
        finally
        {
            foreach (OrtValue value in values)
                value.Dispose();
        }
    }

    /// <summary>The first line of ONNX Runtime's message.</summary>
    public static string Words(OnnxRuntimeException e)
    {
        string line = string.Concat(e.Message.Split('\n')[0].Trim().Select(letter => char.IsControl(letter) ? '\ufffd' : letter));
        return line.Length <= 300 ? $"'{line}'" : $"'{line[..300]}…'";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        runOptions.Dispose();
    }

    private static OrtValue ToValue(Tensor tensor)
    {
        OrtValue value = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance,
            tensor.dtype == ScalarType.Int64 ? TensorElementType.Int64 : TensorElementType.Float,
            tensor.shape
        );
        tensor.bytes.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    private static Tensor ToTensor(OrtValue value)
    {
        Tensor tensor = empty(value.GetTensorTypeAndShape().Shape, ScalarType.Float32);
        value.GetTensorDataAsSpan<float>().CopyTo(MemoryMarshal.Cast<byte, float>(tensor.bytes));
        return tensor;
    }

    private static OnnxPort[] Ports(IReadOnlyList<string> names, IReadOnlyDictionary<string, NodeMetadata> metadata) =>
        [
            .. names.Select(name =>
                metadata[name] is { IsTensor: true } tensor
                    ? new OnnxPort(
                        name,
                        tensor.ElementDataType == TensorElementType.Float,
                        tensor.ElementDataType.ToString().ToLowerInvariant(),
                        tensor.Dimensions
                    )
                    : new OnnxPort(name, false, "not a tensor", [])
            ),
        ];
}
