using Figment.Backend;
using Figment.Models.Images;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>
/// Edits given images with a model that was trained to make new ones: makes variants of an image, versions of it in other
/// classes, and versions in which a part is generated anew. The model must follow a flow, as the preset <c>flow</c> does.
/// </summary>
/// <remarks>
/// An image is placed on the straight path of the flow at t = 1 − strength, as x_t = (1 − t) x_0 + t x_1 with noise x_0, and the
/// flow is followed from there (C. Meng et al., "SDEdit: Guided Image Synthesis and Editing with Stochastic Differential
/// Equations", 2022, applied to a flow). With a mask, each step predicts where its path leads, x̂_1 = x_t + (1 − t) v, and where
/// it comes from, x̂_0 = x_t − t v. It puts the kept pixels into x̂_1 (Y. Wang et al., "Zero-Shot Image Restoration Using
/// Denoising Diffusion Null-Space Model", 2022, equation 13), and mixes some new noise into x̂_0 (J. Song et al., "Denoising
/// Diffusion Implicit Models", 2020, section 4.1), so that the model can correct what did not fit. The next point x_t' on the
/// path is computed from x̂_1 and x̂_0. docs/experiments.md compares this with two other methods: replacing the kept pixels of
/// x_t, and adding the noise again and repeating each step (A. Lugmayr et al., "RePaint", 2022).
/// </remarks>
public static class ImageEdit
{
    private const double UsualStrength = 0.5,
        NewNoise = 0.7;

    /// <summary>Makes variants of an image.</summary>
    /// <param name="model">A model that follows a flow.</param>
    /// <param name="image">[1, C, H, W] of the model's shape, float32 in [0, 1], on the model's device.</param>
    /// <param name="mask">
    /// [1, 1, H, W], float32 in [0, 1], on the model's device: 0 keeps a pixel exactly, 1 generates it anew, and values in
    /// between mix both. Null generates the whole image anew, starting from as much of it as the strength leaves.
    /// </param>
    /// <param name="options">How the image is edited; null for the defaults. The same options make the same variants.</param>
    /// <param name="progress">Receives the part that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels between two evaluations of the network.</param>
    /// <returns>[count, C, H, W], float32 in [0, 1], on the model's device; the caller disposes it.</returns>
    /// <exception cref="OptionsException">
    /// An option is out of range, a class is unknown, or the mask keeps everything or nothing.
    /// </exception>
    /// <exception cref="FigmentException">
    /// The model does not follow a flow, or the image or the mask has the wrong shape.
    /// </exception>
    public static Tensor Make(
        ImageModel model,
        Tensor image,
        Tensor? mask = null,
        EditOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(image);
        options ??= new EditOptions();
        if (model is not IFlowSampler flow)
            throw new FigmentException(
                "Only a flow can continue from a given image, but this model makes images in a single step. Train a model with "
                    + "the preset flow."
            );
        Check(model, flow, image, mask, options);

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        using IDisposable exact = model.InFloat32();
        double strength = options.Strength ?? (mask is null ? UsualStrength : 1);
        if (strength == 0)
            return image.repeat(options.Count, 1, 1, 1).MoveToOuterDisposeScope();
        int size = ImageBlocks.SizeOf(model),
            blocks = (options.Count + size - 1) / size,
            looks = mask is null ? flow.Solver.Evaluations : options.Steps;
        List<Tensor> made = [];
        for (int block = 0; block < blocks; block++)
        {
            int done = block * looks;
            Path path = new(model, flow, image, mask, options, block);
            made.Add(
                TorchFailure.Explain(
                    "while editing",
                    $"{size} images of {model.Shape} at a time",
                    "smaller images",
                    () =>
                        path.Follow(
                            1 - strength,
                            () =>
                            {
                                cancellationToken.ThrowIfCancellationRequested();
                                progress?.Report((double)++done / (blocks * looks));
                            }
                        )
                )
            );
        }

        return cat([.. made]).narrow(0, 0, options.Count).contiguous().MoveToOuterDisposeScope();
    }

    private static void Check(ImageModel model, IFlowSampler flow, Tensor image, Tensor? mask, EditOptions options)
    {
        long[] shape = [1, model.Shape.Channels, model.Shape.Height, model.Shape.Width],
            ofMask = [1, 1, model.Shape.Height, model.Shape.Width];
        if (!image.shape.SequenceEqual(shape))
            throw Misshapen("image", image, shape);
        if (mask is not null && !mask.shape.SequenceEqual(ofMask))
            throw Misshapen("mask", mask, ofMask);

        ProblemList problems = new();
        problems.Try(() => OptionsValidator.ThrowIfInvalid(options));
        problems.Try(() => model.CheckFits(options.Asked));
        if (options.Asked.Turns == 0 && !flow.IsClassOptional)
            problems.Add("The model was trained only with classes, so the image needs one.");
        if (mask is not null && EditMask.WhyUseless(mask) is { } useless)
            problems.Add(useless);
        problems.ThrowIfAny();
    }

    private static FigmentException Misshapen(OptionSentence what, Tensor given, long[] shape) =>
        new($"The {what} is [{string.Join(", ", given.shape)}], but it must be [{string.Join(", ", shape)}].");

    /// <summary>The paths of one block of variants.</summary>
    private sealed class Path(ImageModel model, IFlowSampler flow, Tensor image, Tensor? mask, EditOptions options, int block)
    {
        private readonly SeededRandom random = new(options.Seed);

        /// <summary>
        /// Follows the paths from a given time to the images, [size, C, H, W] in [0, 1]; at the end, the kept pixels are exactly
        /// as given.
        /// </summary>
        internal Tensor Follow(double from, Action onLook)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor noise, Tensor? labels) = ImageBlocks.Draw(model, options.Asked, block);
            Func<Tensor, double, Tensor> velocity = flow.Follow(options.Asked.Turns == 0 ? null : labels);
            Tensor data = image.mul(Scalars.Two).sub(Scalars.One).expand(noise.shape),
                start = Between(noise, data, from);
            Tensor x = mask is null
                ? flow.Solver.Integrate(Look, start, from, shift: flow.StepShift)
                : Fitted(Look, start, data, mask.gt(Scalars.Zero), from);
            Tensor images = x.mul(Scalars.Half).Plus(Scalars.Half).clamp(Scalars.Zero, Scalars.One);
            return (mask is null ? images : image.Plus(mask * (images - image))).MoveToOuterDisposeScope();

            Tensor Look(Tensor at, double t)
            {
                onLook();
                return velocity(at, t);
            }
        }

        /// <summary>Follows a path that keeps the given pixels.</summary>
        private Tensor Fitted(Func<Tensor, double, Tensor> velocity, Tensor start, Tensor data, Tensor isOpen, double from)
        {
            double TimeOf(int i) => OdeSolver.TimeOf(i, options.Steps, from, to: 1, flow.StepShift);
            Tensor x = start;
            for (int i = 0; i < options.Steps; i++)
            {
                Tensor next;
                using (NewDisposeScope())
                    next = Step(velocity(x, TimeOf(i)), x, data, isOpen, TimeOf(i), TimeOf(i + 1), i).MoveToOuterDisposeScope();
                x.Dispose();
                x = next;
            }

            return x;
        }

        /// <summary>Makes a step towards the kept pixels and the model's prediction of the others.</summary>
        private Tensor Step(Tensor v, Tensor x, Tensor data, Tensor isOpen, double t, double next, int step)
        {
            using Draws draws = random.Draws("edit", step, new ItemRange((long)block * x.shape[0]));
            Tensor end = where(isOpen, x.Plus(v.Times(1 - t)), data),
                start = x.sub(v.Times(t));
            Tensor noise = start
                .Times(Math.Sqrt(1 - (NewNoise * NewNoise)))
                .Plus(draws.Normal("noise", x.shape).to(x.device).Times(NewNoise));
            return Between(noise, end, next);
        }

        private static Tensor Between(Tensor noise, Tensor data, double t) => noise.Times(1 - t).Plus(data.Times(t));
    }
}
