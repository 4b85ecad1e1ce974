using System.Globalization;
using System.Reflection;
using Figment.Formats;
using Figment.Models;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Export;

/// <summary>Exports models for other programs: as ONNX networks, as safetensors for PyTorch, and as NumPy arrays.</summary>
public static class ModelExport
{
    /// <summary>Writes each part of a model as an ONNX file, for instance <c>generator.onnx</c>.</summary>
    /// <param name="model">The model, with its current sampling settings.</param>
    /// <param name="folder">
    /// The target folder; it is created if it does not exist. Files with the same names are replaced.
    /// </param>
    /// <param name="metadata">Text to store in every file.</param>
    /// <param name="precision">
    /// The type in which weights are stored and layers compute, float32 or float16; inputs and outputs are float32.
    /// </param>
    /// <returns>The files with their descriptions, starting with the part that makes images.</returns>
    /// <exception cref="FigmentException">The model, or one of its layers, cannot be written in ONNX.</exception>
    public static IReadOnlyList<ExportedFile> WriteOnnx(
        this ImageModel model,
        string folder,
        IReadOnlyDictionary<string, string> metadata,
        ScalarType precision = ScalarType.Float32
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        EnsureParts(model);
        using IDisposable exact = model.InFloat32();
        // All graphs are built before any file is written.
        (OnnxPart Part, OnnxGraph Graph, byte[] File)[] built =
        [
            .. model.OnnxParts.Select(part => Built(part, metadata, precision)),
        ];

        Directory.CreateDirectory(folder);
        return
        [
            .. built.Select(entry =>
            {
                string path = Path.Combine(folder, $"{entry.Part.Name}.onnx");
                AtomicFile.Write(path, stream => stream.Write(entry.File));
                return new ExportedFile(
                    path,
                    $"{entry.Part.Description} {string.Join(", ", entry.Graph.Inputs)} → {string.Join(", ", entry.Graph.Outputs)}"
                );
            }),
        ];
    }

    /// <summary>
    /// Writes the networks that sampling needs to one safetensors file; tensors have the names that they would have in a PyTorch
    /// state_dict.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder for <c>model.safetensors</c>.</param>
    /// <param name="metadata">Text to store with the weights.</param>
    /// <param name="precision">The type of floating-point tensors, float32 or float16.</param>
    /// <exception cref="FigmentException">A number is too large for float16.</exception>
    public static IReadOnlyList<ExportedFile> WriteSafeTensors(
        this ImageModel model,
        string folder,
        IReadOnlyDictionary<string, string> metadata,
        ScalarType precision = ScalarType.Float32
    )
    {
        using DisposeScope scope = NewDisposeScope();
        List<(string Name, Tensor Value)> weights = Weights(model, precision);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "model.safetensors");
        SafeTensorsFile.Write(path, weights, new Dictionary<string, string>(metadata) { ["format"] = "pt" });
        return [new ExportedFile(path, $"{weights.Count} tensors, named as in a PyTorch state_dict")];
    }

    /// <summary>
    /// Writes every tensor that sampling needs as a separate NumPy array, for instance <c>generator.0.weight.npy</c>.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The target folder.</param>
    /// <returns>The files written.</returns>
    public static IReadOnlyList<ExportedFile> WriteNumpy(this ImageModel model, string folder)
    {
        using DisposeScope scope = NewDisposeScope();
        Directory.CreateDirectory(folder);
        return
        [
            .. Weights(model, ScalarType.Float32)
                .Where(entry => entry.Value.is_floating_point())
                .Select(entry =>
                {
                    string path = Path.Combine(folder, $"{entry.Name}.npy");
                    AtomicFile.Write(
                        path,
                        stream =>
                        {
                            NumpyFile file = new(stream, entry.Value.shape);
                            file.Append(entry.Value.contiguous().data<float>().ToArray());
                            file.Complete();
                        }
                    );
                    return new ExportedFile(path, $"[{string.Join(", ", entry.Value.shape)}]");
                }),
        ];
    }

    /// <summary>Writes an ONNX file in memory, with the part of a model that makes samples.</summary>
    /// <inheritdoc cref="WriteOnnx"/>
    internal static byte[] SamplerAsOnnx(
        this ImageModel model,
        IReadOnlyDictionary<string, string> metadata,
        ScalarType precision = ScalarType.Float32
    )
    {
        EnsureParts(model);
        using IDisposable exact = model.InFloat32();
        return Built(model.OnnxParts[0], metadata, precision).File;
    }

    internal static string Version =>
        typeof(ModelExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private static void EnsureParts(ImageModel model)
    {
        if (model.OnnxParts.Count == 0)
            throw new FigmentException(
                "This model cannot be written as ONNX: its class does not override OnnxParts. Override it, or export the "
                    + "weights as safetensors."
            );
    }

    private static (OnnxPart Part, OnnxGraph Graph, byte[] File) Built(
        OnnxPart part,
        IReadOnlyDictionary<string, string> metadata,
        ScalarType precision
    )
    {
        OnnxGraph graph = new(part.Name, precision);
        part.AddTo(graph);
        Dictionary<string, string> all = new(metadata) { ["part"] = part.Name };
        if (part.Draws is { } draws)
            all[$"{draws.Input}.counts"] = string.Join(
                ',',
                draws.Counts.Select(count => count.ToString(CultureInfo.InvariantCulture))
            );
        return (part, graph, graph.ToArray(all, part.Description, Version));
    }

    private static List<(string Name, Tensor Value)> Weights(ImageModel model, ScalarType precision)
    {
        ArgumentNullException.ThrowIfNull(model);
        using IDisposable exact = model.InFloat32();
        return
        [
            .. ModelWeights
                .State(model.SamplingNetworks)
                .Select(entry =>
                    (
                        entry.Name,
                        OnnxGraph.Converted(
                            entry.Name,
                            entry.Value,
                            entry.Value.is_floating_point() ? precision : entry.Value.dtype
                        )
                    )
                ),
        ];
    }
}

/// <summary>A file that an export wrote.</summary>
public sealed class ExportedFile
{
    internal ExportedFile(string path, string description) => (Path, Description) = (path, description);

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>A description of the file in words.</summary>
    public string Description { get; }
}
