namespace Figment.Models;

/// <summary>How a model differs if it was opened from an export that contains only the part needed for sampling.</summary>
public abstract partial class TrainableModel
{
    /// <summary>The networks that such an export does not have, by name, since samples are made without them.</summary>
    internal virtual IReadOnlyList<string> NotInSamplers => [];

    /// <summary>
    /// Whether the model was opened without those networks, so that they have learned nothing and are of no use. Set before the
    /// weights are loaded.
    /// </summary>
    internal bool IsSamplerOnly { get; set; }

    /// <summary>
    /// What a tensor of <see cref="SamplingNetworks"/> is called in the ONNX file of the part that makes samples; null if the
    /// file does not contain it.
    /// </summary>
    /// <param name="tensor">Network, layer and parameter, as in <see cref="ModelWeights.SaveWeights"/>.</param>
    internal virtual string? NameInOnnx(string tensor) => tensor;

    /// <summary>Throws an exception if the model came without the network that is needed.</summary>
    /// <param name="network">One of <see cref="NotInSamplers"/>.</param>
    /// <param name="use">What cannot be done, worded as the part of a sentence after “so”.</param>
    /// <exception cref="FigmentException">It came without.</exception>
    internal void Require(string network, string use)
    {
        if (!IsSamplerOnly)
            return;
        throw new FigmentException(
            $"The model was opened from a page, which does not contain the {network}, so {use}. Ask the person who trained the "
                + $"model for the run's folder, or start training on your own data from this model."
        );
    }
}
