using System.Runtime.InteropServices;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models.Images;

/// <summary>
/// Checks that a variational autoencoder's two networks fit together, and reports the shapes where they do not.
/// </summary>
internal static class VaeFit
{
    /// <summary>Sends a latent through the decoder and the resulting image through the encoder.</summary>
    /// <returns>The shape of the images.</returns>
    /// <exception cref="FigmentException">The networks do not fit together.</exception>
    internal static ImageShape Check(
        Module<Tensor, Tensor?, Tensor> encoder,
        Module<Tensor, Tensor> decoder,
        int latentSize,
        int classes
    )
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        encoder.eval();
        decoder.eval();
        int inputSize = latentSize + classes;
        Tensor latents = zeros([2, inputSize]);
        Tensor images = Try("decoder", () => decoder.call(latents), latents, "the latent size and its first layer");
        if (images.dim() != 4 || images.shape[0] != 2 || images.shape[1] is not (1 or 3))
            throw new FigmentException(
                $"The decoder turns [2, {inputSize}] into [{Written(images)}], but it must make images [2, channels, height, "
                    + $"width] with 1 or 3 channels. Make Unflatten its last layer, for instance."
            );
        ImageShape shape = new((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);

        Tensor? labels = classes > 0 ? zeros([2], ScalarType.Int64) : null;
        Tensor blank = zeros_like(images);
        Tensor parameters = Try(
            "encoder",
            () => encoder.call(blank, labels),
            blank,
            "its first layer and the images that the decoder makes"
        );
        if (parameters.dim() != 2 || parameters.shape[0] != 2 || parameters.shape[1] != 2 * latentSize)
            throw new FigmentException(
                $"The encoder turns two images into [{Written(parameters)}], but it must give a mean and a log-variance for each "
                    + $"of {latentSize} latent dimensions, [2, {2 * latentSize}]. Make Linear(…, {2 * latentSize}) its last "
                    + $"layer, for instance."
            );
        return shape;
    }

    private static Tensor Try(string name, Func<Tensor> call, Tensor input, OptionSentence whatToCheck)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is ExternalException or ArgumentException or InvalidOperationException)
        {
            throw new FigmentException(
                $"The {name} does not take an input of shape [{Written(input)}]: {e.Message.Split('\n')[0]}. Check "
                    + $"{whatToCheck}.",
                e
            );
        }
    }

    private static string Written(Tensor tensor) => string.Join(", ", tensor.shape);
}
