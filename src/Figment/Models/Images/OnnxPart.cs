using Figment.Formats;

namespace Figment.Models.Images;

/// <summary>A part of a model that can be used by itself in another program, for instance its generator or its decoder.</summary>
/// <param name="Name">What its file is called, for instance <c>generator</c>.</param>
/// <param name="Description">What goes in and comes out, in a sentence or two.</param>
/// <param name="Draws">
/// Of an input of numbers of classes or clusters, its name and how often each occurs, so that another program can draw it as
/// the model would; null without.
/// </param>
/// <param name="AddTo">Adds its inputs, nodes and outputs to an empty graph.</param>
public sealed record OnnxPart(string Name, string Description, (string Input, IReadOnlyList<double> Counts)? Draws, Action<OnnxGraph> AddTo);
