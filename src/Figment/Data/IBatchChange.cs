using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Data;

/// <summary>
/// Changes the items of a batch at random before a model learns from them, so that they are never twice the same.
/// </summary>
public interface IBatchChange
{
    /// <summary>Changes each item in a way of its own.</summary>
    /// <param name="items">[B, …].</param>
    /// <param name="random">Draws the changes.</param>
    /// <returns>[B, …]; the caller's dispose scope owns it.</returns>
    Tensor Apply(Tensor items, Draws random);
}
