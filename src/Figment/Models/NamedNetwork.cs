using static TorchSharp.torch.nn;

namespace Figment.Models;

/// <summary>A network and the name it has in saved files.</summary>
/// <param name="name">Lower case, for instance <c>generator</c>.</param>
/// <param name="module">The network; it belongs to the model.</param>
public sealed class NamedNetwork(string name, Module module)
{
    /// <summary>Lower case, for instance <c>generator</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The network; it belongs to the model.</summary>
    public Module Module { get; } = module;
}
