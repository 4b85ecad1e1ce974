using System.Globalization;
using Figment.Export;
using Figment.Formats;
using Figment.Models.Texts;
using Figment.Onnx;
using Figment.Runs.Pages;
using static TorchSharp.torch;

namespace Figment.Runs.Texts;

/// <summary>The export formats of language models.</summary>
internal static class TextFormats
{
    private const string Q8 = "q8_0";
    private static readonly string[] Both = [RunFormat.Fp32, RunFormat.Fp16];

    internal static IReadOnlyList<RunFormat> All { get; } =
    [
        new(
            "gguf",
            "for llama.cpp, LLamaSharp, Ollama",
            [.. Both, Q8],
            to => Files(Of(to).WriteGguf(to.Folder, to.Metadata, Kept(to)))
        ),
        new("hf", "for transformers and PyTorch", Both, to => Files(Of(to).WriteHuggingFace(to.Folder, to.Metadata, Type(to)))),
        new(
            "onnx",
            "for ONNX Runtime GenAI",
            Both,
            to => Files(Of(to).WriteOnnx(to.Folder, to.Metadata, Type(to))),
            (model, files) => Found(ExportCheck.LargestDifference((TextModel)model, files[0].Path))
        ),
        new(
            "html",
            "a page to show to friends",
            Both,
            Page,
            (model, files) =>
                Found(ExportCheck.LargestDifference((TextModel)model, PageFile.Read(files[0].Path).Network, files[0].Path))
        ),
        ModelCard.Format("texts"),
    ];

    private static TextModel Of(ExportRequest request) => (TextModel)request.Model;

    private static ScalarType Type(ExportRequest request) =>
        request.Precision == RunFormat.Fp16 ? ScalarType.Float16 : ScalarType.Float32;

    private static GgufType Kept(ExportRequest request) =>
        request.Precision switch
        {
            Q8 => GgufType.Q8,
            RunFormat.Fp16 => GgufType.F16,
            _ => GgufType.F32,
        };

    private static IReadOnlyList<RunFile> Files(IReadOnlyList<ExportedFile> files) =>
        [.. files.Select(file => new RunFile(file.Path, file.Description))];

    private static IReadOnlyList<RunFile> Page(ExportRequest to)
    {
        TextPage facts = TextPage.Of(Of(to), to.Metadata, to.Run);
        return [ModelPage.Write(to, TextPage.Parts, facts, Of(to).AsOnnx(to.Metadata, Type(to)))];
    }

    private static string Found(double difference)
    {
        const string Found =
            "Checked: ONNX Runtime predicts the same next tokens as Figment; the largest difference between logits is";
        return string.Create(CultureInfo.InvariantCulture, $"{Found} {difference:0.0e+0}.");
    }
}
