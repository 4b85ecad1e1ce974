using Figment.Backend;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Onnx;

/// <summary>Compares an ONNX file with the model that it was written from.</summary>
public static class ExportCheck
{
    /// <summary>Lets ONNX Runtime and the model make images of the same latents.</summary>
    /// <param name="model">The model, as it was when the file was written.</param>
    /// <param name="path">The file of the part that makes images.</param>
    /// <param name="count">Images.</param>
    /// <param name="seed">Chooses the latents and classes.</param>
    /// <returns>The largest difference of any value of the images, which lie in [0, 1].</returns>
    /// <exception cref="FileFormatException">ONNX Runtime does not open the file.</exception>
    public static double LargestDifference(ImageModel model, string path, int count = 4, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        using OnnxSession session = OnnxSession.Open(File.ReadAllBytes(path), path);
        using DisposeScope scope = NewDisposeScope();
        SeededRandom random = new(seed, model.Randomness);
        using Draws forLatents = random.Draws("export"), forLabels = random.Draws("export labels");
        Tensor latents = model.DrawLatents(count, forLatents);
        Tensor? labels = model.DrawLabels(count, forLabels);
        Tensor expected = model.Generate(latents, labels).cpu();
        Tensor made = session.Run([.. model.OnnxInputs(latents, labels).Select(input => (input.Name, input.Value.cpu().contiguous()))], ["images"])[0];
        return made.sub(expected).abs().max().item<float>();
    }
}
