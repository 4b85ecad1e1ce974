using Figment.Backend;

namespace Figment.Networks;

/// <summary>The memory for one call. Pointers that only the gradients need are null if no gradients are computed.</summary>
internal sealed unsafe class NormRectifierWork<T>
    where T : unmanaged
{
    /// <summary>The number of rows in this process: images, times positions where there are any.</summary>
    internal required long Rows { get; init; }

    /// <summary>The number of channels C, a multiple of 16.</summary>
    internal required int Channels { get; init; }

    /// <summary>The factor for negative values.</summary>
    internal required float Slope { get; init; }

    /// <summary>x, [rows, C].</summary>
    internal required T* X { get; init; }

    /// <summary>Receives y; for the gradients, holds the gradient of y.</summary>
    internal required T* Y { get; init; }

    /// <summary>w, [C].</summary>
    internal required float* Weight { get; init; }

    /// <summary>b, [C].</summary>
    internal required float* Bias { get; init; }

    /// <summary>μ, followed by 1 / √(σ² + ε), [2 C]; written by the forward pass.</summary>
    internal required float* Statistics { get; init; }

    /// <summary>Memory for the results of the parts, [parts, 2 C].</summary>
    internal required float* Parts { get; init; }

    /// <summary>The processes that hold the other rows.</summary>
    internal required ITrainingGroup Group { get; init; }

    /// <summary>Receives the gradient of x.</summary>
    internal T* Dx { get; init; }

    /// <summary>Receives the gradient of w.</summary>
    internal float* DWeight { get; init; }

    /// <summary>Receives the gradient of b.</summary>
    internal float* DBias { get; init; }

    /// <summary>The running mean, [C], updated by the forward pass; not used by the gradients.</summary>
    internal float* RunningMean { get; init; }

    /// <summary>The running variance, as a sample variance, [C], updated by the forward pass.</summary>
    internal float* RunningVariance { get; init; }

    /// <summary>The weight of the batch in both running statistics.</summary>
    internal double Momentum { get; init; }

    /// <summary>The number ε; not used by the gradients.</summary>
    internal double Epsilon { get; init; }
}
