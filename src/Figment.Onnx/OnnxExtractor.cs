using System.Text.Json;
using Figment.Backend;
using Figment.Evaluation.Images;
using Figment.Formats;
using Figment.Imaging;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Onnx;

/// <summary>
/// Extracts features with an ONNX file of any network that turns images into vectors: an Inception network, for distances that
/// others can compare with their own; a DINO model; or your own classifier from Python. ONNX Runtime runs it on the CPU.
/// </summary>
/// <remarks>
/// <para>It needs one float32 input [N, C, H, W] or [N, H, W, C] with 1 or 3 channels; N, H and W may be fixed or free.
/// The features are an output [N, D], or an output of feature maps (in the input's order: [N, D, H, W] or [N, H, W, D]), which
/// are averaged over all positions. A second output, <c>logits</c> or <c>probabilities</c>, [N, classes], gives class
/// probabilities.</para>
/// <para>The file's metadata may say how pixels
/// are scaled (<c>figment.range</c>, <c>figment.mean</c>, <c>figment.std</c>) and what the classes are called
/// (<c>figment.classes</c>, a JSON list).</para>
/// </remarks>
public sealed class OnnxExtractor : FeatureExtractor
{
    private const string Logits = "logits",
        Probabilities = "probabilities",
        Classes = "figment.classes";
    private const int MaxDimensions = 65_536;
    private const int ProbeSide = 299; // for networks that take images of any size: few need larger ones

    private readonly OnnxSession session;
    private readonly string path;
    private readonly OnnxImageInput input;
    private readonly OnnxPort features;
    private readonly OnnxPort? classes;

    private OnnxExtractor(OnnxSession session, string path, string sha256, OnnxExtractorOptions options)
    {
        this.session = session;
        this.path = path;
        Sha256 = sha256;
        input = OnnxImageInput.Read(session, options.Normalisation, path);
        features = ChooseFeatures(options.OutputName);
        classes =
            session.Outputs.FirstOrDefault(port => port.Name == Probabilities && port != features)
            ?? session.Outputs.FirstOrDefault(port => port.Name == Logits && port != features);
        RequireRows(features, features.IsFloat && features.Shape.Count is 0 or 2 or 4);
        if (classes is not null)
            RequireRows(classes, classes.IsFloat && classes.Shape.Count is 0 or 2 or 4);
        (Dimensions, int classCount) = Measure();
        ClassNames = ReadClassNames(classCount);
    }

    /// <summary>The file's name without its extension.</summary>
    public override string Name => Path.GetFileNameWithoutExtension(path);

    /// <inheritdoc/>
    public override string Sha256 { get; }

    /// <inheritdoc/>
    public override string Preprocessing =>
        $"{input}; features from output "
        + $"'{ShownText.Of(features.Name)}'{(features.Shape.Count == 4 ? ", averaged over its places" : "")}";

    /// <inheritdoc/>
    public override int Dimensions { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <summary>Loads a network and tries it on a blank image.</summary>
    /// <param name="path">
    /// The file. Its weights may be in other files in the same folder; together, they must not exceed 2 GB.
    /// </param>
    /// <param name="options">Settings that the file does not contain; null for the defaults.</param>
    /// <exception cref="FileFormatException">The file is damaged, or its network does not turn images into vectors.</exception>
    /// <exception cref="FigmentException">The file cannot be opened, or the options do not fit it.</exception>
    public static OnnxExtractor Load(string path, OnnxExtractorOptions? options = null)
    {
        TorchLibrary.Load();
        (byte[] file, string sha256) = OnnxWeightFiles.Inline(ReadFile(path), path);
        OnnxSession session = OnnxSession.Open(file, path);
        try
        {
            return new OnnxExtractor(session, path, sha256, options ?? new OnnxExtractorOptions());
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Text? WhyNot(ImageShape shape) =>
        shape.Channels == 1 || shape.Channels == input.Channels
            ? null
            : OptionSentence
                .Of(
                    $"The extractor {Name} takes grey images, but these are in colour ({shape}). Choose a network with three "
                        + $"channels."
                )
                .ToText();

    /// <inheritdoc/>
    public override FeatureSet Extract(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        ImageShape shape = new((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);
        if (WhyNot(shape) is Text reason)
            throw new FigmentException($"{reason}");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        try
        {
            // Without images there is nothing to run, but the two shapes are known.
            List<FeatureSet> runs =
                images.shape[0] > 0
                    ? [.. images.split(input.ImagesPerRun(shape)).Select(Run)]
                    : [new FeatureSet(empty(0, Dimensions), classes is null ? null : empty(0, ClassNames.Count))];
            return new FeatureSet(
                cat([.. runs.Select(run => run.Features)]).to(images.device).MoveToOuterDisposeScope(),
                classes is null
                    ? null
                    : cat([.. runs.Select(run => run.Probabilities!)]).to(images.device).MoveToOuterDisposeScope()
            );
        }
        catch (OnnxRuntimeException e)
        {
            throw new FigmentException(
                $"The network in {path} fails on images of {shape}: {OnnxSession.Words(e)} Resize them first, or export the "
                    + $"network with a fixed size.",
                e
            );
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        session.Dispose();
        base.Dispose(disposing);
    }

    private FeatureSet Run(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor prepared = input.Prepare(images);
        IReadOnlyList<Tensor> outputs = session.Run(prepared, classes is null ? [features.Name] : [features.Name, classes.Name]);
        Tensor rows = Rows(features, outputs[0], prepared.shape[0]).narrow(0, 0, images.shape[0]);
        Tensor? probabilities = null;
        if (classes is not null)
        {
            probabilities = Rows(classes, outputs[1], prepared.shape[0]).narrow(0, 0, images.shape[0]);
            if (classes.Name == Logits)
                probabilities = probabilities.softmax(1);
            else if (
                probabilities.sum(1).Minus(1).abs().max().item<float>() is not <= 1e-3f
                || probabilities.min().item<float>() < 0
            )
                throw new FileFormatException(
                    $"The values of '{Probabilities}' from {path} do not add up to 1. If that output comes before the "
                        + $"softmax, name it '{Logits}'."
                );
        }

        return new FeatureSet(rows.MoveToOuterDisposeScope(), probabilities?.MoveToOuterDisposeScope());
    }

    /// <summary>Turns an output [N, D], [N, D, H, W] or, for networks with the channels last, [N, H, W, D] into [N, D].</summary>
    private Tensor Rows(OnnxPort port, Tensor output, long count)
    {
        RequireRows(
            port with
            {
                Shape = [.. output.shape.Select(size => (int)size)],
            },
            output.shape is [_, _] or [_, _, _, _] && output.shape[0] == count && output.numel() > 0
        );
        if (output.dim() == 2)
            return output;
        return output.mean(input.ChannelsLast ? [1L, 2] : [2L, 3]);
    }

    private void RequireRows(OnnxPort port, bool isFit)
    {
        if (!isFit)
            throw new FileFormatException(
                $"{path} has the output {port}, but features and classes need float32 of the shape [N, D] or [N, D, H, W], one "
                    + $"row for each image. Choose another output, or export a suitable one."
            );
    }

    private OnnxPort ChooseFeatures(string? name)
    {
        string all = $"{string.Join(", ", session.Outputs.Take(10))}{(session.Outputs.Count > 10 ? ", …" : "")}";
        if (name is not null)
            return session.Outputs.FirstOrDefault(port => port.Name == name)
                ?? throw new FigmentException($"{path} has no output '{name}'. It has: {all}.");
        if (session.Outputs is [OnnxPort only])
            return only;
        return session.Outputs.Where(port => port.Name is not (Logits or Probabilities)).ToArray() is [OnnxPort features]
            ? features
            : throw new FigmentException(
                $"{path} has {session.Outputs.Count} outputs, and it is unclear which one contains the features. "
                    + $"Name one of them: {all}."
            );
    }

    /// <summary>
    /// The numbers of features and classes; runs a blank image if the file fixes the input size or does not state the numbers.
    /// </summary>
    private (int Dimensions, int Classes) Measure()
    {
        int? dimensions = Known(features),
            classCount = classes is null ? 0 : Known(classes);
        if (dimensions is null || classCount is null || (input.Height, input.Width) is (not null, not null))
        {
            ImageShape blank = new(input.Channels, input.Height ?? ProbeSide, input.Width ?? ProbeSide);
            using DisposeScope scope = NewDisposeScope();
            try
            {
                FeatureSet seen = Run(zeros(1, blank.Channels, blank.Height, blank.Width));
                (dimensions, classCount) = ((int)seen.Features.shape[1], (int)(seen.Probabilities?.shape[1] ?? 0));
            }
            catch (OnnxRuntimeException e)
            {
                throw new FileFormatException(
                    $"The network in {path} fails on a blank image of {blank}: {OnnxSession.Words(e)} Export it again, "
                        + $"with a fixed size if it needs one.",
                    e
                );
            }
        }

        return dimensions <= MaxDimensions
            ? (dimensions.Value, classCount.Value)
            : throw new FileFormatException(
                $"{path} gives {dimensions:N0} features per image, but at most {MaxDimensions:N0} can be compared. "
                    + $"Choose a later layer as output."
            );
    }

    private int? Known(OnnxPort port) =>
        port.Shape.Count switch
        {
            2 => port.Shape[1],
            4 => port.Shape[input.ChannelsLast ? 3 : 1],
            _ => -1,
        }
            is int size
                and > 0
            ? size
            : null;

    private string[] ReadClassNames(int count)
    {
        if (count == 0 || !session.Metadata.TryGetValue(Classes, out string? json))
            return [.. Enumerable.Range(0, count).Select(i => $"{i}")];
        try
        {
            string?[] names = OptionsJson.Read<string?[]>(json);
            if (names.Length == count && names.All(name => name is not null))
                return names!;
        }
        catch (JsonException)
        {
            // The error below covers this case.
        }

        throw new FileFormatException(
            $"{path} should name its {count} classes in '{Classes}', as a JSON list of strings. Correct it in "
                + $"the export script."
        );
    }

    private static byte[] ReadFile(string path) =>
        Storage.Try(
            path,
            "read",
            () =>
            {
                using FileStream stream = File.OpenRead(path);
                if (stream.Length > Array.MaxLength)
                    throw new FileFormatException(
                        $"{path} is larger than 2 GB, the limit for an ONNX file. Export a smaller network."
                    );
                byte[] file = new byte[stream.Length];
                stream.ReadExactly(file);
                return file;
            }
        );
}
