using Figment.Formats;

namespace Figment.Models.Images;

/// <summary>A part of a model that can be used by itself in another program, for instance its generator or its decoder.</summary>
/// <param name="name">What its file is called, for instance <c>generator</c>.</param>
/// <param name="description">What goes in and comes out, in a sentence or two.</param>
/// <param name="draws">
/// Of an input of numbers of classes or clusters, its name and how often each occurs, so that another program can draw it as
/// the model would; null without.
/// </param>
/// <param name="addTo">Adds its inputs, nodes and outputs to an empty graph.</param>
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
