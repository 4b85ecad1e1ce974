using System.Globalization;
using Figment.Export;
using Figment.Formats;
using Figment.Models.Texts;
using Figment.Onnx;
using static TorchSharp.torch;

namespace Figment.Runs.Texts;

/// <summary>The formats of language models.</summary>
internal static class TextFormats
{
    private const string Q8 = "q8_0";
    private static readonly string[] Both = [RunFormat.Fp32, RunFormat.Fp16];

    internal static IReadOnlyList<RunFormat> All { get; } =
    [
        new("gguf", "for llama.cpp, LLamaSharp and Ollama", [.. Both, Q8], request => Files(Model(request).WriteGguf(request.Folder, request.Metadata, Kept(request)))),
        new("hf", "for transformers and PyTorch", Both, request => Files(Model(request).WriteHuggingFace(request.Folder, request.Metadata, Type(request)))),
        new("onnx", "for ONNX Runtime GenAI", Both, request => Files(Model(request).WriteOnnx(request.Folder, request.Metadata, Type(request))), (model, files) =>
        {
            double difference = ExportCheck.LargestDifference((TextModel)model, files[0].Path);
            return string.Create(CultureInfo.InvariantCulture, $"Compared: ONNX Runtime finds the same next tokens as Figment, the largest difference of a logit is {difference:0.0e+0}.");
        }),
    ];

    private static TextModel Model(ExportRequest request) => (TextModel)request.Model;

    private static ScalarType Type(ExportRequest request) => request.Precision == RunFormat.Fp16 ? ScalarType.Float16 : ScalarType.Float32;

    private static GgufType Kept(ExportRequest request) => request.Precision switch
    {
        Q8 => GgufType.Q8,
        RunFormat.Fp16 => GgufType.F16,
        _ => GgufType.F32,
    };

    private static IReadOnlyList<RunFile> Files(IReadOnlyList<ExportedFile> files) => [.. files.Select(file => new RunFile(file.Path, file.Description))];
}
