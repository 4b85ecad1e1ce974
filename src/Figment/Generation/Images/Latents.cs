using Figment.Formats;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>
/// Latents with their classes, from which a model makes images. The tensors belong to the dispose scope in which they were
/// created.
/// </summary>
/// <param name="values">[count, …], as <see cref="ImageModel.DrawLatents"/> returns them.</param>
/// <param name="labels">
/// [count], int64, or [count, K], float32, with the shares of K classes, as <see cref="ImageModel.Decode"/> takes them; null if
/// the model takes no classes.
/// </param>
public sealed class Latents(Tensor values, Tensor? labels)
{
    /// <summary>[count, …], as <see cref="ImageModel.DrawLatents"/> returns them.</summary>
    public Tensor Values { get; } = values;

    /// <summary>
    /// [count], int64, or [count, K], float32, with the shares of K classes; null if the model takes no classes.
    /// </summary>
    public Tensor? Labels { get; } = labels;

    private const long EncodedAtOnce = 256;

    /// <summary>The number of latents.</summary>
    public int Count => (int)Values.shape[0];

    /// <summary>Returns the latents of the images that belong to a seed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">
    /// The numbers of the images, counted from 0: number k is the image at index k in the result of
    /// <see cref="ImageModel.Sample"/>.
    /// </param>
    /// <param name="options">The seed, classes and truncation as for sampling; null for seed 0.</param>
    /// <exception cref="OptionsException">A number is negative, or the options do not fit the model.</exception>
    public static Latents OfSamples(ImageModel model, IReadOnlyList<int> images, SampleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        options ??= new SampleOptions();
        model.CheckFits(options);
        if (images.Count == 0)
            throw new OptionsException([
                $"Choose at least one of the {OptionSentence.Word(model.Items)} by number, counting from 0.",
            ]);
        if (images.Any(image => image < 0))
            throw new OptionsException([
                $"{images.First(image => image < 0)} is not a valid number: {OptionSentence.Word(model.Items)} are numbered from "
                    + $"0.",
            ]);
        using DisposeScope scope = NewDisposeScope();
        int size = ImageBlocks.SizeOf(model);
        Dictionary<int, (Tensor Latents, Tensor? Labels)> blocks = images
            .Select(image => image / size)
            .Distinct()
            .ToDictionary(block => block, block => ImageBlocks.Draw(model, options, block));
        Tensor Pick(Func<(Tensor Latents, Tensor? Labels), Tensor> of) =>
            cat([.. images.Select(image => of(blocks[image / size]).narrow(0, image % size, 1))]).MoveToOuterDisposeScope();
        return new Latents(Pick(block => block.Latents), model.IsConditional ? Pick(block => block.Labels!) : null);
    }

    /// <summary>Finds the latents of given images with the model's own encoder.</summary>
    /// <param name="model">A model that is an <see cref="ILatentEncoder"/>.</param>
    /// <param name="images">[count, C, H, W] of the model's shape, float32 in [0, 1], on the model's device.</param>
    /// <param name="labels">[count], int64; null if the model takes no classes.</param>
    /// <param name="cancellationToken">Cancels between two blocks.</param>
    /// <exception cref="FigmentException">The model has no encoder, or it takes classes and none are given.</exception>
    public static Latents OfImages(
        ImageModel model,
        Tensor images,
        Tensor? labels = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        if (model is not ILatentEncoder encoder)
            throw new FigmentException(
                $"The model has no encoder, so it cannot find the latents of given {OptionSentence.Word(model.Items)}. Use a "
                    + $"variational "
                    + $"autoencoder, or search for them by projection."
            );
        if (!model.IsConditional)
            labels = null;
        else if (labels is null)
            throw new FigmentException(
                $"This model also needs the class of each input, but these {OptionSentence.Word(model.Items)} have no labels. "
                    + $"Use labelled "
                    + $"{OptionSentence.Word(model.Items)} of the classes that it learned."
            );
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        List<Tensor> blocks = [];
        for (long start = 0; start < images.shape[0]; start += EncodedAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long length = Math.Min(EncodedAtOnce, images.shape[0] - start);
            blocks.Add(encoder.Encode(images.narrow(0, start, length), labels?.narrow(0, start, length)));
        }

        return new Latents(cat([.. blocks]).MoveToOuterDisposeScope(), labels);
    }

    /// <summary>
    /// Returns the same latents with their classes as shares, if the model accepts shares, so that a walk can mix classes.
    /// </summary>
    /// <param name="model">The model of the latents.</param>
    internal Latents InShares(ImageModel model) =>
        model.MixesClasses && Labels is { } labels && !labels.is_floating_point()
            ? new Latents(Values, nn.functional.one_hot(labels, model.Askable).to(ScalarType.Float32))
            : this;

    /// <summary>Makes the images, in blocks and without gradients.</summary>
    /// <param name="model">The model of the latents.</param>
    /// <param name="progress">Receives the number of images done.</param>
    /// <param name="cancellationToken">Cancels between two blocks.</param>
    /// <returns>[count, C, H, W], float32 in [0, 1], on the model's device; the caller disposes it.</returns>
    public Tensor Generate(ImageModel model, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> blocks = [];
        int done = 0;
        foreach (Tensor block in ImageBlocks.Generate(model, Values, Labels))
        {
            blocks.Add(block);
            progress?.Report(done += (int)block.shape[0]);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return cat([.. blocks]).MoveToOuterDisposeScope();
    }

    /// <summary>Writes the values, without the classes, as a NumPy array [count, …] of float32.</summary>
    /// <param name="path">The file to create or replace.</param>
    public void Save(string path)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] values = Values.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        AtomicFile.Write(
            path,
            stream =>
            {
                NumpyFile array = new(stream, Values.shape);
                array.Append(values);
                array.Complete();
            }
        );
    }
}
