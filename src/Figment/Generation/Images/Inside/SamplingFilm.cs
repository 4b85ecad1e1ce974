using Figment.Backend;
using Figment.Models.Images;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>
/// One moment on the path from noise to images. The tensors belong to the dispose scope in which the frames were made.
/// </summary>
/// <param name="Time">The time t, from 0 (noise) to 1 (images).</param>
/// <param name="Images">x_t as pictures, [count, C, H, W], float32 in [0, 1]; noise outside this range is clipped.</param>
/// <param name="Guesses">
/// The images that the model expects at that moment, x_t + (1 − t) v(x_t, t), as pictures of the same shape. At t = 1 these are
/// the images themselves.
/// </param>
public sealed record SamplingFrame(double Time, Tensor Images, Tensor Guesses);

/// <summary>
/// Shows how a flow makes images, moment by moment: the sampler's state at the beginning of each step, and the image that the
/// model expects there.
/// </summary>
/// <remarks>
/// The path is x_t = (1 − t) x_0 + t x_1, so a velocity v at t implies the image x_1 = x_t + (1 − t) v (X. Liu et al., "Flow
/// Straight and Fast: Learning to Generate and Transfer Data with Rectified Flow", 2022, equation 1). Early predictions are
/// blurred, because they are the mean of all images that the noise may still become.
/// </remarks>
public static class SamplingFilm
{
    /// <summary>Whether a model makes images step by step.</summary>
    /// <param name="model">Any model.</param>
    public static bool IsPossible(ImageModel model) => model is IFlowSampler;

    /// <summary>
    /// Follows the path from latents to the images that they become. The model's sampling settings are restored afterwards.
    /// </summary>
    /// <param name="model">A model that follows a flow, as the preset <c>flow</c> does.</param>
    /// <param name="latents">
    /// The starting points; <see cref="Latents.OfSamples"/> returns the latents that belong to a seed.
    /// </param>
    /// <param name="solver">The solver and its steps; null for the model's own.</param>
    /// <param name="guidance">
    /// How strongly images are pushed towards their class, 1 to 20, where 1 means no push; null for the model's setting.
    /// </param>
    /// <param name="cancellationToken">Cancels between two evaluations of the network.</param>
    /// <returns>
    /// A frame for the beginning of each step, and one for the end. The images of the last frame are those that
    /// <see cref="Latents.Generate"/> makes with the same steps and guidance, apart from rounding differences that arise when
    /// kernels process a different number of rows.
    /// </returns>
    /// <exception cref="OptionsException">The guidance is out of range, or the model has no classes.</exception>
    /// <exception cref="FigmentException">The model makes images in a single step.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static IReadOnlyList<SamplingFrame> Of(
        ImageModel model,
        Latents latents,
        OdeSolver? solver = null,
        double? guidance = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(latents);
        if (model is not IFlowSampler flow)
            throw new FigmentException(
                $"This model makes {OptionSentence.Word(model.Items)} in a single step, so there are no intermediate steps to "
                    + $"show. Train a model with the preset flow."
            );
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        using IDisposable exact = model.InFloat32();
        OdeSolver way = solver ?? flow.Solver;
        Func<Tensor, double, Tensor> velocity = Velocity(flow, latents.Labels, guidance);
        List<SamplingFrame> frames = [];
        int looks = 0;
        Tensor end = AsImages(way.Integrate(Look, latents.Values, shift: flow.StepShift));
        frames.Add(new SamplingFrame(1, end, end.clone()));
        foreach (SamplingFrame frame in frames)
        {
            frame.Images.MoveToOuterDisposeScope();
            frame.Guesses.MoveToOuterDisposeScope();
        }

        return frames;

        Tensor Look(Tensor x, double t)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tensor seen = velocity(x, t);
            if (looks++ % way.Method.Evaluations == 0) // Other evaluations of a step are at points that the path does not visit.
            {
                SamplingFrame frame = new(t, AsImages(x), AsImages(x.Plus(seen.Times(1 - t))));
                scope.Attach(frame.Images); // The step's scope would release them.
                scope.Attach(frame.Guesses);
                frames.Add(frame);
            }

            return seen;
        }
    }

    private static Func<Tensor, double, Tensor> Velocity(IFlowSampler flow, Tensor? labels, double? guidance)
    {
        double before = flow.GuidanceScale;
        try
        {
            if (guidance is double scale)
                flow.GuidanceScale = scale;
            return flow.Follow(labels);
        }
        finally
        {
            flow.GuidanceScale = before;
        }
    }

    private static Tensor AsImages(Tensor x) => x.Times(0.5).Plus(Scalars.Half).Clamped(0, 1);
}
