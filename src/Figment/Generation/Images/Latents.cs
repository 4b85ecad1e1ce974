using Figment.Formats;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>
/// Latents with the class of each: what a model makes images of. The tensors belong to the dispose scope in which they
/// were made.
/// </summary>
/// <param name="values">[count, …], as from <see cref="ImageModel.DrawLatents"/>.</param>
/// <param name="labels">
/// [count], int64, or shares of K classes, [count, K], float32, as <see cref="ImageModel.Decode"/> takes them; null where the
/// model takes no classes.
/// </param>
public sealed class Latents(Tensor values, Tensor? labels)
{
    /// <summary>[count, …], as from <see cref="ImageModel.DrawLatents"/>.</summary>
    public Tensor Values { get; } = values;

    /// <summary>[count], int64, or shares of K classes, [count, K], float32; null where the model takes no classes.</summary>
    public Tensor? Labels { get; } = labels;

    private const long EncodedAtOnce = 256;

    /// <summary>How many there are.</summary>
    public int Count => (int)Values.shape[0];

    /// <summary>The latents behind images that a seed makes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">
    /// Their numbers, from 0 on: image k is the one that <see cref="ImageModel.Sample"/> puts in place k.
    /// </param>
    /// <param name="options">Seed, classes and truncation as for sampling; null is seed 0.</param>
    /// <exception cref="OptionsException">A number is negative, or the options do not fit the model.</exception>
    public static Latents OfSamples(ImageModel model, IReadOnlyList<int> images, SampleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        options ??= new SampleOptions();
        model.CheckFits(options);
        if (images.Count == 0)
            throw new OptionsException([$"Name at least one of the {model.Items} by its number, counted from 0."]);
        if (images.Any(image => image < 0))
            throw new OptionsException([
                $"{images.First(image => image < 0)} is not a possible number: {model.Items} are counted from 0.",
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

    /// <summary>The latents of given images, by the model's own encoder.</summary>
    /// <param name="model">A model that is an <see cref="ILatentEncoder"/>.</param>
    /// <param name="images">[count, C, H, W] of the model's shape, float32 in [0, 1], on its device.</param>
    /// <param name="labels">[count], int64; null where the model takes no classes.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    /// <exception cref="FigmentException">The model has no encoder, or takes classes and there are none.</exception>
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
                $"The model has no encoder, so it cannot find the latents of given {model.Items}. A variational autoencoder "
                    + $"can; for another model, search for them by projection."
            );
        if (!model.IsConditional)
            labels = null;
        else if (labels is null)
            throw new FigmentException(
                $"This model also needs the class of each input, and these {model.Items} have no labels. Use labelled "
                    + $"{model.Items} of the classes that it learned."
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
    /// The same, with the class of each as shares of all classes where the model takes such, so that a walk mixes classes.
    /// </summary>
    /// <param name="model">The model that the latents are of.</param>
    internal Latents InShares(ImageModel model) =>
        model.MixesClasses && Labels is { } labels && !labels.is_floating_point()
            ? new Latents(Values, nn.functional.one_hot(labels, model.Askable).to(ScalarType.Float32))
            : this;

    /// <summary>Makes the images, in blocks and without gradients.</summary>
    /// <param name="model">The model that the latents are of.</param>
    /// <param name="progress">Hears how many images are done.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
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
