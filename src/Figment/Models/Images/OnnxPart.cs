using Figment.Formats;

namespace Figment.Models.Images;

/// <summary>A part of a model that another program can use on its own, for instance the generator or the decoder.</summary>
/// <param name="name">The name of its file, for instance <c>generator</c>.</param>
/// <param name="description">The inputs and outputs of the part, described in a sentence or two.</param>
/// <param name="draws">
/// The name of the input that takes classes or clusters, and how often each class or cluster occurs, so that another program can
/// draw them as the model would; null if there is no such input.
/// </param>
/// <param name="addTo">Adds the part's inputs, nodes and outputs to an empty graph.</param>
public sealed class OnnxPart(
    string name,
    string description,
    (string Input, IReadOnlyList<double> Counts)? draws,
    Action<OnnxGraph> addTo
)
{
    internal string Name => name;

    internal string Description => description;

    internal (string Input, IReadOnlyList<double> Counts)? Draws => draws;

    internal Action<OnnxGraph> AddTo => addTo;
}
