using System.Text.Json.Serialization;

namespace Figment.Models;

/// <summary>A tensor that was taken over from a model whose tensor of that name means something else at some places.</summary>
public sealed class AdaptedTensor
{
    [JsonConstructor]
    internal AdaptedTensor(string name, IReadOnlyList<string> by) => (Name, By) = (name, by);

    /// <summary>The tensor, by name.</summary>
    public string Name { get; }

    /// <summary>
    /// What the models differ in there: <c>classes</c>, <c>pixels</c> (sizes or colours), <c>maps</c> (sizes within the network),
    /// <c>width</c> (numbers that stand for nothing but themselves, of which some began anew).
    /// </summary>
    public IReadOnlyList<string> By { get; }
}
