using Figment.Backend;

namespace Figment.Networks;

/// <summary>Where the numbers of one call lie; what is for the gradients only is null otherwise.</summary>
internal sealed unsafe class NormRectifierWork<T>
    where T : unmanaged
{
    /// <summary>How many rows there are here: images, times places where there are some.</summary>
    internal required long Rows { get; init; }

    /// <summary>C, a multiple of 16.</summary>
    internal required int Channels { get; init; }

    /// <summary>The share that is left of what is below 0.</summary>
    internal required float Slope { get; init; }

    /// <summary>x, [rows, C].</summary>
    internal required T* X { get; init; }

    /// <summary>Gets y; for the gradients, holds that of y.</summary>
    internal required T* Y { get; init; }

    /// <summary>w, [C].</summary>
    internal required float* Weight { get; init; }

    /// <summary>b, [C].</summary>
    internal required float* Bias { get; init; }

    /// <summary>μ, then 1 / √(σ² + ε), [2 C]; written on the way forward.</summary>
    internal required float* Statistics { get; init; }

    /// <summary>Room for what each part gives, [parts, 2 C].</summary>
    internal required float* Parts { get; init; }

    /// <summary>The processes that have the other rows.</summary>
    internal required ITrainingGroup Group { get; init; }

    /// <summary>Gets the gradient of x.</summary>
    internal T* Dx { get; init; }

    /// <summary>Gets that of w.</summary>
    internal float* DWeight { get; init; }

    /// <summary>Gets that of b.</summary>
    internal float* DBias { get; init; }

    /// <summary>The running mean, [C], which is updated; for the way forward only.</summary>
    internal float* RunningMean { get; init; }

    /// <summary>The running variance, that of a sample, [C].</summary>
    internal float* RunningVariance { get; init; }

    /// <summary>The share of a batch in both.</summary>
    internal double Momentum { get; init; }

    /// <summary>ε; for the way forward only.</summary>
    internal double Epsilon { get; init; }
}
