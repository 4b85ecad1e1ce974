using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>
/// What a stretch of places along a tensor's axis stands for, so that a model of other sizes can take over what it means there.
/// </summary>
/// <param name="Name">Stretches of one name stand for the same thing in two models of a family.</param>
internal abstract record AxisPart(string Name)
{
    /// <summary>How many places it has.</summary>
    internal abstract long Size { get; }

    /// <summary>What two models differ in where such stretches differ, as <see cref="AdaptedTensor.By"/> says it.</summary>
    internal abstract string Difference { get; }

    /// <summary>Whether the stretch stands for the same things in the same order as one of another model.</summary>
    /// <param name="other">The other model's.</param>
    /// <param name="classes">How the classes of both belong together.</param>
    internal virtual bool IsSameAs(AxisPart other, StartClasses classes) => Equals(other);

    /// <summary>The values of the stretch, by those that another model has.</summary>
    /// <param name="values">[places there, …]; no places where the other model has no such stretch.</param>
    /// <param name="there">What they stand for there; null where it has no such stretch.</param>
    /// <param name="classes">How the classes of both belong together.</param>
    /// <returns>[<see cref="Size"/>, …]; null where nothing is known, so that the first weights stay.</returns>
    internal abstract Tensor? From(Tensor values, AxisPart? there, StartClasses classes);
}

/// <summary>Places that stand for nothing but themselves, such as the numbers of a latent vector.</summary>
/// <param name="Name">Stretches of one name stand for the same thing in two models of a family.</param>
/// <param name="Count">How many places it has.</param>
internal sealed record PlainPart(string Name, long Count) : AxisPart(Name)
{
    /// <inheritdoc/>
    internal override long Size => Count;

    /// <inheritdoc/>
    internal override string Difference => "width";

    /// <inheritdoc/>
    internal override Tensor? From(Tensor values, AxisPart? there, StartClasses classes) => there?.Size == Size ? values : null;
}
