using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <summary>
/// A model that follows a velocity along straight paths from noise x_0 at t = 0 to images x_1 at t = 1, x_t = (1 − t) x_0 + t x_1
/// (X. Liu et al., "Flow Straight and Fast", 2022). Any image can be put on its path and followed from there, so given images can
/// be edited.
/// </summary>
internal interface IFlowSampler : IOdeSampler
{
    /// <summary>How far images are pushed towards their class, 1 to 20; with 1, they are not pushed.</summary>
    /// <exception cref="OptionsException">The value is out of its range, or the model has no classes to push towards.</exception>
    double GuidanceScale { get; set; }

    /// <summary>
    /// How far the steps from noise to images are shifted towards noise
    /// (<see cref="Objectives.RectifiedFlow.Shift(double, double)"/>).
    /// </summary>
    double StepShift { get; }

    /// <summary>Whether the class may be left open, because the model has no classes or has also learned without them.</summary>
    bool IsClassOptional { get; }

    /// <summary>Returns the velocity that samples follow, in evaluation mode and with the model's guidance.</summary>
    /// <param name="labels">[B], int64, or [B, K] as for <see cref="ImageModel.Decode"/>; null to leave the class open.</param>
    /// <returns>v(x_t, t) for [B, C, H, W], images in [−1, 1] at t = 1.</returns>
    Func<Tensor, double, Tensor> Follow(Tensor? labels);
}
