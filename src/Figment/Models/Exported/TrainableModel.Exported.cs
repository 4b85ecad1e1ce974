namespace Figment.Models;

/// <summary>What differs in a model of which only an export of the sampling part is left.</summary>
public abstract partial class TrainableModel
{
    /// <summary>The networks that such an export does not have, by name, since samples are made without them.</summary>
    internal virtual IReadOnlyList<string> NotInSamplers => [];

    /// <summary>
    /// Whether the model came without those, so that they have learned nothing and are of no use. Said before its weights are
    /// loaded.
    /// </summary>
    internal bool IsSamplerOnly { get; set; }

    /// <summary>
    /// What a tensor of <see cref="SamplingNetworks"/> is called in the ONNX file of the part that makes samples; null where it
    /// is not in there.
    /// </summary>
    /// <param name="tensor">Network, layer and parameter, as in <see cref="ModelWeights.SaveWeights"/>.</param>
    internal virtual string? NameInOnnx(string tensor) => tensor;

    /// <summary>Refuses what takes a network that the model came without.</summary>
    /// <param name="network">One of <see cref="NotInSamplers"/>.</param>
    /// <param name="use">What cannot be done, as a sentence goes on after “so”.</param>
    /// <exception cref="FigmentException">It came without.</exception>
    internal void Require(string network, string use)
    {
        if (!IsSamplerOnly)
            return;
        throw new FigmentException(
            $"The model was opened from a page, which has no {network}, so {use}. Ask whoever trained it for the folder of the "
                + $"run, or use it as a start to train a model on your own data."
        );
    }
}
