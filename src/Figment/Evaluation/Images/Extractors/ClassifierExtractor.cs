using System.Security.Cryptography;
using Figment.Data.Images;
using Figment.Formats;
using Figment.Imaging;
using Figment.Models;
using Figment.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// A <see cref="ConvClassifier"/> that <c>figment evaluator train</c> made. Its features are the inputs of its last layer.
/// </summary>
internal sealed class ClassifierExtractor : FeatureExtractor
{
    private const string Kind = "figment-classifier-1";
    private readonly ConvClassifier network;
    private readonly Sequential trunk;
    private Device device = CPU;

    private ClassifierExtractor(ConvClassifier network, ClassifierCard card, string sha256)
    {
        this.network = network;
        Card = card;
        Sha256 = sha256;
        network.eval();
        trunk = network.FoldedTrunk();
    }

    /// <summary>What the classifier learned from, and how well it learned.</summary>
    internal ClassifierCard Card { get; }

    /// <inheritdoc/>
    public override string Name => $"{Card.Data}-classifier";

    /// <inheritdoc/>
    public override string Sha256 { get; }

    /// <inheritdoc/>
    public override string Preprocessing => $"{Card.Form?.How ?? "pixels"} in [0, 1] at {Card.Shape}, no resizing";

    /// <inheritdoc/>
    public override int Dimensions => network.Dimensions;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => Card.ClassNames;

    /// <summary>Returns the classifier that the package contains for a data set, or null if there is none.</summary>
    /// <param name="dataName">The name of the data set, for instance <c>mnist</c>.</param>
    public static ClassifierExtractor? BuiltIn(string dataName)
    {
        string resource = $"classifiers/{dataName}.safetensors";
        using Stream? stream = typeof(ClassifierExtractor).Assembly.GetManifestResourceStream(resource);
        return stream is null ? null : Load(stream, resource);
    }

    /// <summary>Loads a classifier that <c>figment evaluator train</c> wrote.</summary>
    /// <exception cref="FileFormatException">The file is damaged, or is not a classifier.</exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    public static ClassifierExtractor Load(string path) =>
        Storage.Try(
            path,
            "read",
            () =>
            {
                using FileStream stream = File.OpenRead(path);
                return Load(stream, path);
            }
        );

    /// <inheritdoc/>
    internal override IReadOnlyList<Text> Notes => Card.Effort is JudgeEffort effort ? [effort.Describe(Card)] : [];

    /// <inheritdoc/>
    internal override (double Accuracy, int Count)? Measured => (Card.TestAccuracy, Card.TestCount);

    /// <inheritdoc/>
    public override Text? WhyNot(ImageShape shape) =>
        shape == Card.Shape
            ? null
            : OptionSentence
                .Of(
                    $"The extractor {Name} takes images of {Card.Shape}, but these are {shape}. Train one for them, or compare "
                        + $"their pixels."
                )
                .ToText();

    internal override Text? WhyNot(ImageDataset images) => ExtractorCards.WhyNot(Name, Card.Form, images) ?? WhyNot(images.Shape);

    /// <inheritdoc/>
    public override FeatureSet Extract(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor features = trunk.call(ConvClassifier.Scale(images.to(device)));
        return new FeatureSet(
            features.to(images.device).MoveToOuterDisposeScope(),
            network.Logits(features).softmax(1).to(images.device).MoveToOuterDisposeScope()
        );
    }

    /// <inheritdoc/>
    public override FeatureExtractor MoveTo(Device device)
    {
        this.device = device;
        network.to(device);
        trunk.to(device);
        return this;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        trunk.Dispose();
        network.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Loads a classifier from memory.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="name">The name of the file in error messages.</param>
    /// <exception cref="FileFormatException">The file is damaged, or is not a classifier.</exception>
    internal static ClassifierExtractor Load(byte[] file, string name)
    {
        using MemoryStream stream = new(file, writable: false);
        return Load(stream, name);
    }

    /// <summary>Writes a trained classifier with its card.</summary>
    internal static void Save(ConvClassifier network, ClassifierCard card, string path) =>
        ModelWeights.Save(Networks(network), path, ExtractorCards.Write(Kind, card));

    /// <inheritdoc cref="Save(ConvClassifier, ClassifierCard, string)"/>
    internal static void Save(ConvClassifier network, ClassifierCard card, Stream stream) =>
        ModelWeights.Save(Networks(network), stream, ExtractorCards.Write(Kind, card));

    private static ClassifierExtractor Load(Stream stream, string name)
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
        stream.Position = 0;
        using SafeTensors file = SafeTensorsFile.Read(stream, name);
        ClassifierCard card = ExtractorCards.Read<ClassifierCard>(
            file,
            Kind,
            name,
            $"{name} is not a classifier written by 'figment evaluator train'. Train one, or choose an ONNX file."
        );
        ConvClassifier network = new(card.Shape, card.ClassNames.Count, card.Training.Quick);
        try
        {
            ModelWeights.Load(Networks(network), file, name);
            return new ClassifierExtractor(network, card, sha256);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static NamedNetwork[] Networks(ConvClassifier network) => [new NamedNetwork("classifier", network)];
}
