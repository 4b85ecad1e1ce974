using Figment.Formats;
using Figment.Models.Texts;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Export;

/// <summary>
/// Exports language models for other programs: for Hugging Face's libraries, for llama.cpp and programs based on it, and for ONNX
/// Runtime GenAI. All of them load the model as Qwen3.
/// </summary>
public static class TextExport
{
    /// <summary>Writes a folder that Hugging Face's transformers library loads as <c>Qwen3ForCausalLM</c>.</summary>
    /// <param name="model">The model to export.</param>
    /// <param name="folder">
    /// The target folder; it is created if it does not exist. Files with the same names are replaced.
    /// </param>
    /// <param name="metadata">Text to store with the weights.</param>
    /// <param name="precision">The type in which weights are stored: float32, float16 or bfloat16.</param>
    /// <returns>The files with their descriptions, the weights first.</returns>
    /// <exception cref="FigmentException">A number is too large for float16.</exception>
    public static IReadOnlyList<ExportedFile> WriteHuggingFace(
        this TextModel model,
        string folder,
        IReadOnlyDictionary<string, string> metadata,
        ScalarType precision = ScalarType.Float32
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(metadata);
        if (precision is not (ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16))
            throw new ArgumentException("Weights can be stored as float32, float16 or bfloat16.", nameof(precision));
        using IDisposable exact = model.InFloat32();
        using DisposeScope scope = NewDisposeScope();
        Directory.CreateDirectory(folder);
        IReadOnlyList<DecoderTensor> tensors = DecoderTensors.Of(model.Network, model.Tokenizer.VocabularySize);
        string weights = Path.Combine(folder, "model.safetensors");
        SafeTensorsFile.Write(
            weights,
            [.. tensors.Select(tensor => (tensor.HuggingFace, OnnxGraph.Converted(tensor.HuggingFace, tensor.Value, precision)))],
            new Dictionary<string, string>(metadata) { ["format"] = "pt" }
        );
        return
        [
            new ExportedFile(weights, $"{tensors.Count} tensors, named as in Qwen3ForCausalLM"),
            TextExportFiles.Write(folder, "config.json", "the model's sizes", TextExportFiles.Config(model, precision)),
            TextExportFiles.Write(
                folder,
                "generation_config.json",
                "how to generate text with it",
                TextExportFiles.Generation(model)
            ),
            .. TextExportFiles.WriteTokenizer(model, folder),
        ];
    }

    /// <summary>Writes a GGUF file, which llama.cpp, LLamaSharp and Ollama can run, and a <c>Modelfile</c> for Ollama.</summary>
    /// <param name="model">The model to export.</param>
    /// <param name="folder">
    /// The target folder; it is created if it does not exist. Files with the same names are replaced.
    /// </param>
    /// <param name="metadata">Text to store in the file.</param>
    /// <param name="type">The type in which weights are stored.</param>
    /// <returns>The files with their descriptions, the model first.</returns>
    /// <exception cref="FigmentException">A number is too large for the type.</exception>
    public static IReadOnlyList<ExportedFile> WriteGguf(
        this TextModel model,
        string folder,
        IReadOnlyDictionary<string, string> metadata,
        GgufType type = GgufType.F32
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(metadata);
        if (!Enum.IsDefined(type))
            throw new ArgumentOutOfRangeException(nameof(type));
        using IDisposable exact = model.InFloat32();
        using DisposeScope scope = NewDisposeScope();
        Directory.CreateDirectory(folder);
        GgufTensor[] tensors =
        [
            .. DecoderTensors
                .Of(model.Network, model.Tokenizer.VocabularySize)
                .Select(tensor => new GgufTensor(tensor.Gguf, tensor.Value, GgufValues.Suited(tensor.Value, type))),
        ];
        string path = Path.Combine(folder, GgufFacts.FileName);
        GgufFile.Write(path, GgufFacts.Of(model, metadata, type), tensors);
        return
        [
            new ExportedFile(path, $"{tensors.Length} tensors and the tokenizer, architecture qwen3"),
            GgufFacts.WriteModelfile(model, folder),
        ];
    }

    /// <summary>Writes a folder for ONNX Runtime GenAI: a network with a cache, the network's sizes, and the tokenizer.</summary>
    /// <param name="model">The model to export.</param>
    /// <param name="folder">
    /// The target folder; it is created if it does not exist. Files with the same names are replaced.
    /// </param>
    /// <param name="metadata">Text to store in the network's file.</param>
    /// <param name="precision">
    /// The type in which weights are stored and products are computed, float32 or float16; inputs and outputs are float32.
    /// </param>
    /// <returns>The files with their descriptions, the network first.</returns>
    /// <exception cref="FigmentException">
    /// The network is too large for one ONNX file, or a number is too large for float16.
    /// </exception>
    public static IReadOnlyList<ExportedFile> WriteOnnx(
        this TextModel model,
        string folder,
        IReadOnlyDictionary<string, string> metadata,
        ScalarType precision = ScalarType.Float32
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(metadata);
        byte[] network = model.AsOnnx(metadata, precision);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, DecoderGraph.FileName);
        AtomicFile.Write(path, stream => stream.Write(network));
        return
        [
            new ExportedFile(path, DecoderGraph.Description),
            TextExportFiles.Write(folder, "genai_config.json", "the model's sizes", TextExportFiles.GenAi(model)),
            .. TextExportFiles.WriteTokenizer(model, folder),
        ];
    }

    /// <summary>Writes the network with its cache as an ONNX file in memory.</summary>
    /// <inheritdoc cref="WriteOnnx"/>
    internal static byte[] AsOnnx(
        this TextModel model,
        IReadOnlyDictionary<string, string> metadata,
        ScalarType precision = ScalarType.Float32
    )
    {
        using IDisposable exact = model.InFloat32();
        return DecoderGraph.Build(model, precision).ToArray(metadata, DecoderGraph.Description, ModelExport.Version);
    }
}
