using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <summary>
/// A model that follows a velocity along straight paths from noise x_0 at t = 0 to images x_1 at t = 1,
/// x_t = (1 − t) x_0 + t x_1. Any image can be put on its path and followed from there, so given images can be edited.
/// </summary>
internal interface IFlowSampler : IOdeSampler
{
    /// <summary>How far images are pushed towards their class; 1 is not at all.</summary>
    /// <exception cref="OptionsException">It is out of its range, or the model has no classes to push to.</exception>
    double GuidanceScale { get; set; }

    /// <summary>
    /// How far the steps from noise to images are moved towards noise
    /// (<see cref="Objectives.RectifiedFlow.Shift(double, double)"/>).
    /// </summary>
    double StepShift { get; }

    /// <summary>Whether the class may be left open, as the model has no classes or has learned without them too.</summary>
    bool IsClassOptional { get; }

    /// <summary>The velocity that samples follow, in use and guided as the model is.</summary>
    /// <param name="labels">
    /// [B], int64, or [B, K] as for <see cref="ImageModel.Decode"/>; null where the class is left open.
    /// </param>
    /// <returns>v(x_t, t) of [B, C, H, W], images in [−1, 1] at t = 1.</returns>
    Func<Tensor, double, Tensor> Follow(Tensor? labels);
}
