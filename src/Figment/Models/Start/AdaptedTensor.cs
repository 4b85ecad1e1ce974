using System.Text.Json.Serialization;

namespace Figment.Models;

/// <summary>A tensor taken over from a model in which the tensor of the same name has a partly different meaning.</summary>
public sealed class AdaptedTensor
{
    [JsonConstructor]
    internal AdaptedTensor(string name, IReadOnlyList<string> by) => (Name, By) = (name, by);

    /// <summary>The name of the tensor.</summary>
    public string Name { get; }

    /// <summary>
    /// How the models differ in this tensor: <c>classes</c>, <c>pixels</c> (sizes or colours), <c>maps</c> (sizes within the
    /// network), or <c>width</c> (numbers without a fixed meaning, some of which are initialised anew).
    /// </summary>
    public IReadOnlyList<string> By { get; }
}
