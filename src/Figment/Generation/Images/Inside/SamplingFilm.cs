using Figment.Backend;
using Figment.Models.Images;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>
/// One moment on the way from noise to images. The tensors belong to the dispose scope in which the film was made.
/// </summary>
/// <param name="Time">t, from 0 (noise) to 1 (images).</param>
/// <param name="Images">x_t as pictures, [count, C, H, W], float32 in [0, 1]; what of the noise lies outside is clipped.</param>
/// <param name="Guesses">
/// Where the path seems to lead from there, x_t + (1 − t) v(x_t, t), as pictures of the same shape: the image that the model
/// expects at that moment. At t = 1 it is the image itself.
/// </param>
public sealed record SamplingFrame(double Time, Tensor Images, Tensor Guesses);

/// <summary>
/// How a flow makes images, moment by moment: what the sampler has at the beginning of each of its steps, and which image the
/// model expects there.
/// </summary>
/// <remarks>
/// The path is x_t = (1 − t) x_0 + t x_1, so that a velocity v at t names the image x_1 = x_t + (1 − t) v (X. Liu et al., "Flow
/// Straight and Fast: Learning to Generate and Transfer Data with Rectified Flow", 2022, equation 1). Early guesses are the mean
/// of all that the noise may still become, and so a blur.
/// </remarks>
public static class SamplingFilm
{
    /// <summary>Whether a model makes images step by step.</summary>
    /// <param name="model">Any.</param>
    public static bool IsPossible(ImageModel model) => model is IFlowSampler;

    /// <summary>Follows latents to their images. The model samples afterwards as it did before.</summary>
    /// <param name="model">A model that follows a flow, as the preset <c>flow</c> does.</param>
    /// <param name="latents">Where the ways begin; those of a seed by <see cref="Latents.OfSamples"/>.</param>
    /// <param name="solver">The steps; null takes those that the model samples with.</param>
    /// <param name="guidance">
    /// How far images are pushed towards their class, 1 to 20, of which 1 is not at all; null leaves it as the model has it.
    /// </param>
    /// <param name="cancellationToken">Stops between two looks at the network.</param>
    /// <returns>
    /// A frame for the beginning of each step, and one for the end. The last one's images are what <see cref="Latents.Generate"/>
    /// makes with the same steps and guidance, to the rounding of kernels that take other numbers of rows.
    /// </returns>
    /// <exception cref="OptionsException">The guidance is out of its range, or the model has no classes.</exception>
    /// <exception cref="FigmentException">The model makes images in one go.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
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
                $"This model makes {model.Items} in one go, so there are no steps to look at. Train one with the preset flow."
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
            if (looks++ % way.Method.Evaluations == 0) // other looks of a step are at places that it does not go to
            {
                SamplingFrame frame = new(t, AsImages(x), AsImages(x.Plus(seen.Times(1 - t))));
                scope.Attach(frame.Images); // the step takes with it what it made
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
