using Figment.Backend;
using Figment.Models.Images;
using Figment.Models.Texts;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Onnx;

/// <summary>Compares an ONNX file with the model that it was exported from.</summary>
public static class ExportCheck
{
    /// <summary>
    /// Makes images, or what the images represent, from the same latents, once with ONNX Runtime and once with the model.
    /// </summary>
    /// <param name="model">The model, as it was when the file was written.</param>
    /// <param name="path">The file of the part that makes images.</param>
    /// <param name="count">The number of images.</param>
    /// <param name="seed">Chooses the latents and classes.</param>
    /// <returns>The largest difference between corresponding values of the images; the values lie in [0, 1].</returns>
    /// <exception cref="FileFormatException">ONNX Runtime cannot open the file.</exception>
    public static double LargestDifference(ImageModel model, string path, int count = 4, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        return LargestDifference(model, File.ReadAllBytes(path), path, count, seed);
    }

    /// <inheritdoc cref="LargestDifference(ImageModel, string, int, long)"/>
    internal static double LargestDifference(ImageModel model, byte[] file, string path, int count = 4, long seed = 0)
    {
        using OnnxSession session = OnnxSession.Open(file, path);
        using DisposeScope scope = NewDisposeScope();
        SeededRandom random = new(seed, model.Randomness);
        using Draws forLatents = random.Draws("export"),
            forLabels = random.Draws("export labels");
        Tensor latents = model.DrawLatents(count, forLatents);
        Tensor? labels = model.DrawLabels(count, forLabels);
        Tensor images = model.Generate(latents, labels),
            expected = (model.Meaning?.Of(images) ?? images).cpu();
        Tensor made = session.Run(
            [.. model.OnnxInputs(latents, labels).Select(input => (input.Name, input.Value.cpu().contiguous()))],
            [session.Outputs[0].Name]
        )[0];
        return made.sub(expected).abs().max().item<float>();
    }

    /// <summary>
    /// Runs a text through both ONNX Runtime and the model: first all tokens but the last, then the last token with the cache.
    /// </summary>
    /// <param name="model">The model, as it was when the file was written.</param>
    /// <param name="path">The file of the network.</param>
    /// <returns>The largest difference between corresponding logits.</returns>
    /// <exception cref="FileFormatException">ONNX Runtime cannot open the file.</exception>
    public static double LargestDifference(TextModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        return LargestDifference(model, File.ReadAllBytes(path), path);
    }

    /// <inheritdoc cref="LargestDifference(TextModel, string)"/>
    internal static double LargestDifference(TextModel model, byte[] file, string path)
    {
        const int Most = 16;
        using OnnxSession session = OnnxSession.Open(file, path);
        using DisposeScope scope = NewDisposeScope();
        int vocabulary = model.Tokenizer.VocabularySize;
        long length = Math.Min(Most, model.Context);
        Tensor positions = Scalars.Range(length).unsqueeze(0),
            tokens = positions.Times(7).Modulo(vocabulary);
        Tensor expected = model.Logits(tokens.to(model.Device)).cpu().narrow(2, 0, vocabulary);
        string[] outputs = [.. session.Outputs.Select(port => port.Name)];
        IReadOnlyList<(string Name, Tensor Value)> past =
        [
            .. session
                .Inputs.Where(port => port.IsFloat)
                .Select(port => (port.Name, zeros([1, port.Shape[1], 0, port.Shape[3]]))),
        ];
        double largest = 0;
        foreach ((long from, long count) in ((long, long)[])[(0, length - 1), (length - 1, 1)])
        {
            IReadOnlyList<Tensor> made = session.Run(
                [
                    ("input_ids", tokens.narrow(1, from, count).contiguous()),
                    ("attention_mask", ones([1, from + count], ScalarType.Int64)),
                    ("position_ids", positions.narrow(1, from, count).contiguous()),
                    .. past,
                ],
                outputs
            );
            Tensor logits = made[Array.IndexOf(outputs, "logits")];
            largest = Math.Max(largest, logits.sub(expected.narrow(1, from, count)).abs().max().item<float>());
            past =
            [
                .. past.Select(entry =>
                    (
                        entry.Name,
                        made[Array.IndexOf(outputs, entry.Name.Replace("past_key_values", "present", StringComparison.Ordinal))]
                    )
                ),
            ];
        }

        return largest;
    }
}
