using static TorchSharp.torch.nn;

namespace Figment.Models;

/// <summary>A network and its name in saved files.</summary>
/// <param name="name">The name in lower case, for instance <c>generator</c>.</param>
/// <param name="module">The network; the model owns it.</param>
public sealed class NamedNetwork(string name, Module module)
{
    /// <summary>The name in lower case, for instance <c>generator</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The network; the model owns it.</summary>
    public Module Module { get; } = module;
}
