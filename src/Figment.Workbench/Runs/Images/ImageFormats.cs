using System.Globalization;
using Figment.Export;
using Figment.Models;
using Figment.Models.Images;
using Figment.Onnx;
using Figment.Runs.Pages;
using static TorchSharp.torch;

namespace Figment.Runs.Images;

/// <summary>The export formats of models that make images.</summary>
internal static class ImageFormats
{
    private static readonly string[] Both = [RunFormat.Fp32, RunFormat.Fp16];

    internal static IReadOnlyList<RunFormat> All { get; } =
        For("images, the largest difference between values in [0, 1]", "images");

    /// <summary>The formats of models whose images represent something else, such as sounds.</summary>
    /// <param name="made">What ONNX Runtime makes, and the measure by which it is compared.</param>
    /// <param name="kind">The kind of data, by its name.</param>
    internal static IReadOnlyList<RunFormat> For(string made, string kind) =>
        [
            new(
                "onnx",
                "to run it anywhere",
                Both,
                to => Files(Of(to).WriteOnnx(to.Folder, to.Metadata, Type(to))),
                (model, files) => Compare(model, files, made)
            ),
            new(
                "safetensors",
                "weights, for PyTorch",
                Both,
                to => Files(Of(to).WriteSafeTensors(to.Folder, to.Metadata, Type(to)))
            ),
            new("npy", "weights, one NumPy array each", [RunFormat.Fp32], to => Files(Of(to).WriteNumpy(to.Folder))),
            new(
                "html",
                "a page to show to friends",
                Both,
                Page,
                (model, files) =>
                    Found(
                        ExportCheck.LargestDifference((ImageModel)model, PageFile.Read(files[0].Path).Network, files[0].Path),
                        made
                    )
            ),
            ModelCard.Format(kind),
        ];

    private static ImageModel Of(ExportRequest request) => (ImageModel)request.Model;

    private static ScalarType Type(ExportRequest request) =>
        request.Precision == RunFormat.Fp16 ? ScalarType.Float16 : ScalarType.Float32;

    private static IReadOnlyList<RunFile> Page(ExportRequest to)
    {
        SamplePage facts = SamplePage.Of(Of(to), to.Metadata, to.Run);
        return [ModelPage.Write(to, SamplePage.Parts, facts, Of(to).SamplerAsOnnx(to.Metadata, Type(to)))];
    }

    private static IReadOnlyList<RunFile> Files(IReadOnlyList<ExportedFile> files) =>
        [.. files.Select(file => new RunFile(file.Path, file.Description))];

    private static string Compare(TrainableModel model, IReadOnlyList<RunFile> files, string made) =>
        Found(ExportCheck.LargestDifference((ImageModel)model, files[0].Path), made);

    private static string Found(double difference, string made)
    {
        string[] parts = made.Split(", ", 2);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Checked: ONNX Runtime makes the same {parts[0]} as Figment; {parts[1]} is {difference:0.0e+0}."
        );
    }
}
