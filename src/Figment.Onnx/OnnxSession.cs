using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Figment.Onnx;

/// <summary>One tensor that goes into a network or comes out of it.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="IsFloat">Whether it holds float32.</param>
/// <param name="Type">What it holds, in words.</param>
/// <param name="Shape">Its sizes, −1 where one is not fixed; empty where even their number is unknown.</param>
internal sealed record OnnxPort(string Name, bool IsFloat, string Type, IReadOnlyList<int> Shape)
{
    /// <summary>For instance <c>pool (float [?, 2048])</c>.</summary>
    public override string ToString() =>
        $"{ShownText.Of(Name)} ({Type} {(Shape.Count == 0 ? "of unknown shape" : $"[{Sizes}]")})";

    private string Sizes => string.Join(", ", Shape.Select(size => size < 0 ? "?" : $"{size}"));
}

/// <summary>ONNX Runtime with tensors of libtorch going in and out, on the CPU.</summary>
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

    /// <summary>What goes in, in the file's order.</summary>
    public IReadOnlyList<OnnxPort> Inputs { get; }

    /// <summary>What comes out, in the file's order.</summary>
    public IReadOnlyList<OnnxPort> Outputs { get; }

    /// <summary>Free text that the file carries.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a network from memory.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="path">Where it was read from.</param>
    /// <exception cref="FileFormatException">It is damaged, not ONNX, or keeps weights in other files.</exception>
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
            // Never ORT's own format, whatever the bytes look like
            options.AddSessionConfigEntry("session.load_model_format", "ONNX");
            // Weights in other files would be sought in the working folder; in a "folder" that is this very file there are none.
            options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetFullPath(path));
            // Idle threads sleep: the cores are libtorch's as soon as a run is over.
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
            return new OnnxSession(new InferenceSession(file, options));
        }
        catch (OnnxRuntimeException e)
        {
            throw new FileFormatException(
                $"{path} is not an ONNX network that ONNX Runtime can open: {Words(e)} Check that the file is whole, export "
                    + $"it again with all weights inside, or with an older opset.",
                e
            );
        }
        catch (NullReferenceException e)
        {
            // ONNX Runtime's binding reads the model's free text without looking whether there is any.
            throw new FileFormatException($"{path} is damaged: its metadata has an entry without a value. Export it again.", e);
        }
    }

    /// <summary>Runs the network.</summary>
    /// <param name="input">The only input: float32, contiguous, on the CPU.</param>
    /// <param name="outputs">Which outputs to compute; all of float32.</param>
    /// <returns>One tensor per name, on the CPU, in the caller's scope.</returns>
    /// <exception cref="OnnxRuntimeException">The network does not take the shape, or asks for too much.</exception>
    public IReadOnlyList<Tensor> Run(Tensor input, IReadOnlyCollection<string> outputs) =>
        Run([(Inputs[0].Name, input)], outputs);

    /// <summary>Runs a network of several inputs.</summary>
    /// <param name="inputs">Each float32 or int64, contiguous, on the CPU.</param>
    /// <param name="outputs">Which outputs to compute; all of float32.</param>
    /// <returns>One tensor per name, on the CPU, in the caller's scope.</returns>
    /// <exception cref="OnnxRuntimeException">The network does not take the shapes, or asks for too much.</exception>
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

    /// <summary>What ONNX Runtime says, shortened to its first line.</summary>
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
                    : new OnnxPort(name, false, "no tensor", [])
            ),
        ];
}
