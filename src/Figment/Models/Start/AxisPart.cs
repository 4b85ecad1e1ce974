using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>
/// The meaning of a range of indices along a tensor's axis, so that a model of another size can take over its values.
/// </summary>
/// <param name="Name">The name; parts with the same name stand for the same thing in two models of a family.</param>
internal abstract record AxisPart(string Name)
{
    /// <summary>The number of indices.</summary>
    internal abstract long Size { get; }

    /// <summary>
    /// The kind of difference between two models whose parts differ, named as in <see cref="AdaptedTensor.By"/>.
    /// </summary>
    internal abstract string Difference { get; }

    /// <summary>Whether the part stands for the same things in the same order as another model's part.</summary>
    /// <param name="other">The other model's part.</param>
    /// <param name="classes">How the classes of the two models correspond.</param>
    internal virtual bool IsSameAs(AxisPart other, StartClasses classes) => Equals(other);

    /// <summary>Computes the values of the part from another model's values.</summary>
    /// <param name="values">
    /// The other model's values, [its indices, …]; the first axis is empty if that model has no such part.
    /// </param>
    /// <param name="there">The other model's part; null if it has none.</param>
    /// <param name="classes">How the classes of the two models correspond.</param>
    /// <returns>The values, [<see cref="Size"/>, …]; null if nothing is known, so that the initial weights are kept.</returns>
    internal abstract Tensor? From(Tensor values, AxisPart? there, StartClasses classes);
}

/// <summary>Indices without a meaning of their own, such as the numbers of a latent vector.</summary>
/// <param name="Name">The name; parts with the same name stand for the same thing in two models of a family.</param>
/// <param name="Count">The number of indices.</param>
internal sealed record PlainPart(string Name, long Count) : AxisPart(Name)
{
    /// <inheritdoc/>
    internal override long Size => Count;

    /// <inheritdoc/>
    internal override string Difference => "width";

    /// <inheritdoc/>
    internal override Tensor? From(Tensor values, AxisPart? there, StartClasses classes) => there?.Size == Size ? values : null;
}
