using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Models.Images;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>Estimates how probable images are according to a variational autoencoder.</summary>
internal static class LikelihoodEstimator
{
    // The sizes of the blocks: 1,024 decoded images are in memory at a time.
    private const int ImageBlock = 16,
        SampleBlock = 64;

    /// <summary>
    /// Estimates log p(x) ≈ log (1/S Σ p(x, z_s) / q(z_s|x)), with z_s drawn from q(z|x) (Y. Burda et al., "Importance Weighted
    /// Autoencoders", 2015, equation 8), and the ELBO. A conditional model is given the class of each image.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Images of the model's shape, and with the model's classes if it is conditional.</param>
    /// <param name="options">The number of images and samples; null for the defaults.</param>
    /// <param name="progress">Receives the progress, on this thread.</param>
    /// <param name="cancellationToken">Cancels the estimation.</param>
    /// <exception cref="OptionsException">An option is out of range, or does not suit the model or the images.</exception>
    /// <exception cref="FigmentException">The images do not fit the model.</exception>
    public static LikelihoodReport Estimate(
        Vae model,
        ImageDataset data,
        LikelihoodOptions? options = null,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new LikelihoodOptions();
        OptionsValidator.ThrowIfInvalid(options);
        if (data.Shape != model.Shape)
            throw new FigmentException(
                $"The images are {data.Shape}, but the model makes {model.Shape}. Use images of the model's shape."
            );
        if (model.IsConditional && data.ClassCounts.Count != model.ClassCounts.Count)
            throw new FigmentException(
                $"The model knows {model.ClassCounts.Count} classes, but the images have {data.ClassCounts.Count}. Use images "
                    + $"with the model's classes."
            );
        using DisposeScope scope = NewDisposeScope();
        SeededRandom random = new(options.Seed);
        Tensor chosen = data.Draw(options.Images, random);
        Binarization binarize = Rule(model, data, chosen, options.Binarize);

        using IDisposable exact = model.InFloat32();
        model.Use();
        List<double> bounds = [],
            elbos = [];
        for (int block = 0; block * ImageBlock < chosen.shape[0]; block++)
        {
            using DisposeScope blockScope = NewDisposeScope();
            Tensor numbers = chosen.narrow(0, block * ImageBlock, Math.Min(ImageBlock, chosen.shape[0] - (block * ImageBlock)));
            Batch batch = data.Gather(numbers);
            Tensor images = binarize == Binarization.Static ? Draw(batch.Items, numbers, random) : batch.Items;
            Tensor logWeights = LogWeights(
                model,
                images.to(model.Device),
                batch.Labels?.to(model.Device),
                options.Samples,
                random,
                block,
                fraction =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    progress?.Report(
                        new EvaluationProgress(
                            "weighting latents",
                            ((block * ImageBlock) + (fraction * numbers.shape[0])) / chosen.shape[0]
                        )
                    );
                }
            );
            bounds.AddRange(VariationalBound.ImportanceWeighted(logWeights).data<double>());
            elbos.AddRange(logWeights.mean([0]).data<double>());
        }

        return new LikelihoodReport(
            Evaluation.Estimate.OfMean(bounds),
            Evaluation.Estimate.OfMean(elbos),
            bounds.Count,
            options.Samples,
            binarize
        );
    }

    /// <summary>Computes log p(x, z_s) / q(z_s|x): [S, B], float64, on the CPU.</summary>
    private static Tensor LogWeights(
        Vae model,
        Tensor images,
        Tensor? labels,
        int samples,
        SeededRandom random,
        int block,
        Action<double> onProgress
    )
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        using Generator generator = random.Generator("importance samples", block);
        DiagonalGaussian posterior = model.Posterior(images, labels);
        List<Tensor> blocks = [];
        for (int done = 0; done < samples; done += SampleBlock)
        {
            onProgress((double)done / samples);
            using DisposeScope blockScope = NewDisposeScope();
            blocks.Add(
                TorchFailure
                    .Explain(
                        "while weighting latents",
                        $"a block of {SampleBlock} latents",
                        "another device",
                        () =>
                        {
                            Tensor z = posterior.Sample(
                                randn([Math.Min(SampleBlock, samples - done), .. posterior.Mean.shape], generator: generator)
                                    .to(model.Device)
                            );
                            Tensor logWeights =
                                model.LogLikelihood(images, z, labels).Plus(DiagonalGaussian.StandardLogDensity(z))
                                - posterior.LogDensity(z);
                            return logWeights.to(ScalarType.Float64).cpu();
                        }
                    )
                    .MoveToOuterDisposeScope()
            );
        }

        return cat(blocks).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Draws ink at each pixel, with the grey value as the probability. Image k of the data is always drawn in the same way,
    /// whichever other images are used.
    /// </summary>
    private static Tensor Draw(Tensor images, Tensor numbers, SeededRandom random)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> thresholds = [];
        foreach (long number in numbers.data<long>().ToArray())
        {
            using Generator generator = random.Generator("binarization", number);
            thresholds.Add(rand(images.shape[1..], generator: generator));
        }

        return stack(thresholds).to(images.device).lt(images).to(images.dtype).MoveToOuterDisposeScope();
    }

    private static Binarization Rule(Vae model, ImageDataset data, Tensor chosen, Binarization? wanted)
    {
        bool isBernoulli = model.Options.Likelihood == PixelModel.Bernoulli;
        if (wanted == Binarization.Static && !isBernoulli)
            throw new OptionsException([
                "The model treats pixels as continuous values, so its likelihood is computed from the images as they are. Omit "
                    + "the binarisation.",
            ]);
        Binarization rule = wanted ?? (isBernoulli ? Binarization.Static : Binarization.None);
        if (!isBernoulli || rule == Binarization.Static)
            return rule;

        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = data.Pixels(chosen);
        if (pixels.gt(Scalars.Zero).logical_and(pixels.Below(byte.MaxValue)).any().item<bool>())
            throw new OptionsException([
                $"{data.Name} has grey pixels, but for this model every pixel is either ink or blank, so grey pixels have no "
                    + $"likelihood. Choose static binarisation, which turns each grey pixel into ink or blank at random.",
            ]);
        return rule;
    }
}
