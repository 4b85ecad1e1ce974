using Figment.Backend;
using Figment.Models;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>
/// Images from outside, and the nearest ones that a model can make, found by searching for their latents. It works for any model
/// whose <see cref="ImageModel.Decode"/> has gradients. The tensors belong to the dispose scope in which they were created.
/// </summary>
/// <remarks>
/// Finds the most probable latents of an image x under x = G(z) + σ ε, with ε and z standard normal: it minimises |x −
/// G(z)|²/(2σ²) + |z|²/2, so that the length of z stays in the range usual for latents. Adam (D. Kingma, J. Ba, "Adam: A Method
/// for Stochastic Optimization", 2015, algorithm 1) runs from several starting points: those of 256 random samples whose images
/// are nearest to x.
/// </remarks>
public sealed class Projection
{
    internal Projection(Latents latents, Tensor images, IReadOnlyList<double> errors) =>
        (Latents, Images, Errors) = (latents, images, errors);

    /// <summary>The best latents found for each image, with their classes if the model takes classes.</summary>
    public Latents Latents { get; }

    /// <summary>The images that the model makes from these latents, [count, C, H, W] in [0, 1].</summary>
    public Tensor Images { get; }

    /// <summary>
    /// The mean absolute difference between the pixel values of each given image and the image found for it, 0 to 1.
    /// </summary>
    public IReadOnlyList<double> Errors { get; }

    private const double Beta1 = 0.9,
        Beta2 = 0.999,
        Epsilon = 1e-8,
        Decay = 0.5;
    private const int Candidates = 256;
    private static readonly Scalar KeptMean = Scalars.Of(Beta1),
        NewMean = Scalars.Of(1 - Beta1);
    private static readonly Scalar KeptSquare = Scalars.Of(Beta2),
        NewSquare = Scalars.Of(1 - Beta2);

    /// <summary>
    /// Searches for the latents of images. Only latents change: the networks keep their weights and receive no gradients.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="targets">[count, C, H, W] of the model's shape, float32 in [0, 1], on the model's device.</param>
    /// <param name="options">How to search; null for the defaults. The same options find the same latents.</param>
    /// <param name="progress">Receives the part that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels between two steps.</param>
    /// <exception cref="OptionsException">An option is out of range, or a class is unknown to the model.</exception>
    /// <exception cref="FigmentException">The targets do not have the shape of the model's images.</exception>
    public static Projection Find(
        ImageModel model,
        Tensor targets,
        ProjectionOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(targets);
        options ??= new ProjectionOptions();
        OptionsValidator.ThrowIfInvalid(options);
        model.CheckFits(new SampleOptions { Classes = options.Classes });
        if (
            targets.shape is not [> 0, long channels, long height, long width]
            || (channels, height, width) != (model.Shape.Channels, model.Shape.Height, model.Shape.Width)
        )
            throw new FigmentException(
                $"The images to project are [{string.Join(", ", targets.shape)}], but the model makes {model.Shape}. Give at "
                    + $"least one image of that shape."
            );

        using DisposeScope scope = NewDisposeScope();
        List<Tensor> latents = [],
            labels = [];
        int count = (int)targets.shape[0];
        for (int i = 0; i < count; i++)
        {
            Search search = new(model, targets.narrow(0, i, 1), options, i);
            Latents found = search.Run(step => progress?.Report((i + ((double)step / options.Steps)) / count), cancellationToken);
            latents.Add(found.Values);
            if (found.Labels is not null)
                labels.Add(found.Labels);
        }

        Latents all = new(
            cat([.. latents]).MoveToOuterDisposeScope(),
            labels.Count > 0 ? cat([.. labels]).MoveToOuterDisposeScope() : null
        );
        Tensor images = all.Generate(model, null, cancellationToken).MoveToOuterDisposeScope();
        return new Projection(all, images, PixelError.Of(images, targets));
    }

    /// <summary>The search for the latents of one image.</summary>
    private sealed class Search(ImageModel model, Tensor target, ProjectionOptions options, int index)
    {
        internal Latents Run(Action<int> report, CancellationToken cancellationToken)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor z, Tensor? labels) = Start();
            Tensor mean = zeros_like(z),
                square = zeros_like(z);
            for (int step = 0; step < options.Steps; step++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                TorchFailure.Explain(
                    "in a search for latents",
                    $"{options.Starts} starts at a time",
                    OptionSentence.Of($"{new OptionName(nameof(options.Starts), Math.Max(1, options.Starts / 2))}"),
                    () => Step(z, labels, mean, square, step)
                );
                report(step + 1);
            }

            using (no_grad())
            {
                long best = Cost(z, labels).argmin().item<long>();
                return new Latents(
                    z.detach().narrow(0, best, 1).clone().MoveToOuterDisposeScope(),
                    labels?.narrow(0, best, 1).clone().MoveToOuterDisposeScope()
                );
            }
        }

        /// <summary>Chooses the random latents whose images are nearest to the target, the same number for each class.</summary>
        private (Tensor Latents, Tensor? Labels) Start()
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradients = no_grad();
            using Draws random = new SeededRandom(options.Seed, model.Randomness).Draws("projection", index);
            Tensor drawn = model.DrawLatents(Candidates, random);
            List<Tensor> latents = [],
                labels = [];
            foreach (int label in Classes())
            {
                Tensor? of = model.IsConditional ? Scalars.Filled([drawn.shape[0]], label, ScalarType.Int64, model.Device) : null;
                Tensor nearest = Cost(drawn, of).topk(options.Starts, largest: false).indexes;
                latents.Add(drawn.index_select(0, nearest));
                if (of is not null)
                    labels.Add(of.narrow(0, 0, options.Starts));
            }

            return (
                cat([.. latents]).MoveToOuterDisposeScope(),
                labels.Count > 0 ? cat([.. labels]).MoveToOuterDisposeScope() : null
            );
        }

        private IEnumerable<int> Classes() =>
            !model.IsConditional ? [0]
            : options.Classes.Count > 0 ? options.Classes.Distinct()
            : Enumerable.Range(0, model.ClassCounts.Count);

        private bool Step(Tensor z, Tensor? labels, Tensor mean, Tensor square, int step)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor leaf = z.detach().requires_grad_(true);

            // Uses grad and not backward, so that nothing is added to the gradients of the networks' weights.
            Tensor gradient = autograd.grad([Cost(leaf, labels).sum()], [leaf])[0];
            using IDisposable noGradients = no_grad();
            mean.mul_(KeptMean).add_(gradient, alpha: NewMean);
            square.mul_(KeptSquare).addcmul_(gradient, gradient, NewSquare);
            double rate =
                options.LearningRate
                * Schedule.FallingToZero((double)step / options.Steps, Decay)
                / (1 - Math.Pow(Beta1, step + 1));
            z.sub_(mean.Times(rate).div(square.Over(1 - Math.Pow(Beta2, step + 1)).sqrt().Plus(Epsilon)));
            return true;
        }

        /// <summary>Computes the negative logarithm of the posterior of each latent, up to a constant: [count].</summary>
        private Tensor Cost(Tensor z, Tensor? labels)
        {
            Tensor misfit = model
                .Decode(z, labels)
                .sub(target)
                .Squared()
                .flatten(1)
                .sum([1])
                .Over(2 * options.PixelNoise * options.PixelNoise);
            return misfit.Plus(z.flatten(1).Squared().sum([1]).div(Scalars.Two));
        }
    }
}
