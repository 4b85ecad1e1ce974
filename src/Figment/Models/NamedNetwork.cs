using static TorchSharp.torch.nn;

namespace Figment.Models;

/// <summary>A network and the name it has in saved files.</summary>
/// <param name="Name">Lower case, for instance <c>generator</c>.</param>
/// <param name="Module">The network; it belongs to the model.</param>
public sealed record NamedNetwork(string Name, Module Module);
