using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Data;

/// <summary>
/// Changes the items of a batch at random before a model learns from them, so that the model never sees the same item twice.
/// </summary>
public interface IBatchChange
{
    /// <summary>Changes each item in its own way.</summary>
    /// <param name="items">The items, [B, …].</param>
    /// <param name="random">Draws the changes.</param>
    /// <returns>The changed items, [B, …]; the caller's dispose scope owns them.</returns>
    Tensor Apply(Tensor items, Draws random);
}
