using System.Text.Json.Serialization;

namespace Figment.Models;

/// <summary>A tensor taken over from another model, where the tensor of the same name has a partly different meaning.</summary>
public sealed class AdaptedTensor
{
    [JsonConstructor]
    internal AdaptedTensor(string name, IReadOnlyList<string> by) => (Name, By) = (name, by);

    /// <summary>The name of the tensor.</summary>
    public string Name { get; }

    /// <summary>
    /// What makes this tensor differ between the models: <c>classes</c>, <c>pixels</c> (image size or colours), <c>maps</c>
    /// (sizes within the network), or <c>width</c> (the number of values without a fixed meaning; some of them are initialised
    /// anew).
    /// </summary>
    public IReadOnlyList<string> By { get; }
}
