using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Formats;
using Figment.Imaging;
using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <summary>A model that learns to make images from latents and, if it learns classes, from classes too.</summary>
public abstract class ImageModel : TrainableModel
{
    /// <summary>Creates a model for the classes that it learns.</summary>
    /// <param name="classCounts">
    /// How often each class occurs in the data, by class number, for a conditional model; null or empty for a model that takes no
    /// classes.
    /// </param>
    protected ImageModel(IReadOnlyList<int>? classCounts = null) => ClassCounts = classCounts ?? [];

    /// <summary>Creates a model whose classes may be combinations of labels.</summary>
    private protected ImageModel(IReadOnlyList<int> classCounts, LabelTable? table)
        : this(classCounts) => (Table, Code) = (table, CodeOf(classCounts, table));

    /// <summary>The shape of one image.</summary>
    public abstract ImageShape Shape { get; }

    /// <summary>
    /// How often each class occurs in a conditional model's training data, by class number; empty for a model that takes no
    /// classes.
    /// </summary>
    public IReadOnlyList<int> ClassCounts { get; }

    /// <summary>
    /// The labels in several columns whose combinations are the classes; null if each class is a single label or there are no
    /// classes.
    /// </summary>
    internal LabelTable? Table { get; }

    /// <summary>
    /// The number of classes that can be asked for: those of the data, followed by combinations of labels that the data lacks.
    /// </summary>
    internal int Askable => Table?.Count ?? ClassCounts.Count;

    /// <summary>How a class is encoded for the networks.</summary>
    private protected ClassCode Code { get; } = new(0);

    /// <summary>Whether the model makes images of a given class.</summary>
    public bool IsConditional => ClassCounts.Count > 0;

    /// <summary>What the images stand for if they are not pictures; otherwise null.</summary>
    internal IImageMeaning? Meaning => (MadeFor as ImageDescription)?.Meaning;

    /// <summary>The plural noun for what the model makes: <c>images</c>, or what they stand for.</summary>
    internal string Items => Meaning?.Items ?? "images";

    /// <summary>
    /// The cost of making one sample relative to learning from one image, estimated from the passes through networks: a third
    /// where a sample takes one pass, because learning takes one forward pass and a backward pass of twice the cost. It is half
    /// where the model learns in bfloat16: learning then takes about two thirds of the time, but samples are still made in
    /// float32.
    /// </summary>
    internal virtual double SampleCost => Precision == ScalarType.Float32 ? 1.0 / 3 : 1.0 / 2;

    /// <summary>
    /// Whether the model can make images that lie between classes, that is, whether <see cref="Decode"/> accepts shares of
    /// classes.
    /// </summary>
    protected internal virtual bool MixesClasses => false;

    /// <summary>Draws latents.</summary>
    /// <param name="count">The number of latents.</param>
    /// <param name="random">The source of random numbers.</param>
    /// <returns>[count, …], on <see cref="Device"/>.</returns>
    public abstract Tensor DrawLatents(int count, Draws random);

    /// <summary>
    /// Makes one image from each latent, with the networks in evaluation mode. Gradients flow back to the latents unless
    /// gradients are switched off; <see cref="Generate"/> computes none.
    /// </summary>
    /// <param name="latents">Latents as <see cref="DrawLatents"/> returns them.</param>
    /// <param name="labels">
    /// The class of each image, [count], int64, on <see cref="Device"/>; null if the model takes no classes. A model that mixes
    /// classes (<see cref="MixesClasses"/>) also accepts [count, K], float32, with the shares of its K classes.
    /// </param>
    /// <returns>[count, C, H, W], float32 in [0, 1], on <see cref="Device"/>.</returns>
    public abstract Tensor Decode(Tensor latents, Tensor? labels = null);

    /// <summary>
    /// Makes one image from each latent, without gradients. It computes in float32 with the weights as they are saved, whatever
    /// the precision of training.
    /// </summary>
    /// <inheritdoc cref="Decode"/>
    public Tensor Generate(Tensor latents, Tensor? labels = null)
    {
        using IDisposable noGradients = no_grad();
        using IDisposable exact = InFloat32();
        using DisposeScope scope = NewDisposeScope();
        return Decode(latents, labels).MoveToOuterDisposeScope();
    }

    /// <summary>Draws classes with the frequencies at which they occur in the training data.</summary>
    /// <param name="count">The number of classes to draw.</param>
    /// <param name="random">The source of random numbers.</param>
    /// <returns>[count], int64, on <see cref="Device"/>; null if the model takes no classes.</returns>
    public Tensor? DrawLabels(int count, Draws random) =>
        IsConditional ? random.Classes("labels", ClassCounts, count).On(Device) : null;

    /// <summary>
    /// The parts of the model that can be exported to ONNX, starting with the part that makes images; empty if the model does not
    /// support export. A part that makes images takes <c>latents</c> and returns <c>images</c>, [batch, C, H, W] in [0, 1].
    /// </summary>
    public virtual IReadOnlyList<OnnxPart> OnnxParts => [];

    /// <summary>
    /// Sets how often each cluster that the model found by itself occurs, if a file gives these counts (<see cref="OnnxPart"/>).
    /// </summary>
    /// <param name="counts">The counts, by cluster number.</param>
    /// <exception cref="FileFormatException">The counts are for something else.</exception>
    internal virtual void TakeDraws(IReadOnlyList<double> counts) { }

    /// <summary>
    /// Returns the inputs, by name, with which the ONNX part that makes images gives the same result as <see cref="Decode"/> for
    /// these latents and labels.
    /// </summary>
    /// <param name="latents">Latents as for <see cref="Decode"/>.</param>
    /// <param name="labels">Labels as for <see cref="Decode"/>.</param>
    public virtual IReadOnlyList<(string Name, Tensor Value)> OnnxInputs(Tensor latents, Tensor? labels) =>
        labels is null ? [("latents", latents)] : [("latents", latents), ("labels", labels)];

    /// <summary>Makes images.</summary>
    /// <param name="count">The number of images, at least 1.</param>
    /// <param name="options">The seed, the classes and the truncation; null for seed 0 and sampling as trained.</param>
    /// <exception cref="OptionsException">A class or the truncation does not fit the model.</exception>
    /// <returns>[count, C, H, W], float32 in [0, 1], on <see cref="Device"/>; the caller disposes it.</returns>
    public Tensor Sample(int count, SampleOptions? options = null)
    {
        using DisposeScope scope = NewDisposeScope();
        return cat([.. SampleBlocks(count, options)]).MoveToOuterDisposeScope();
    }

    /// <summary>Makes any number of images, holding one block in memory at a time.</summary>
    /// <param name="count">The number of images, at least 1.</param>
    /// <param name="options">The seed, the classes and the truncation; null for seed 0 and sampling as trained.</param>
    /// <exception cref="OptionsException">A class or the truncation does not fit the model.</exception>
    /// <returns>Blocks as <see cref="Sample"/> returns them; the caller disposes each.</returns>
    public IEnumerable<Tensor> SampleBlocks(int count, SampleOptions? options = null) =>
        LabelledBlocks(count, options)
            .Select(block =>
            {
                block.Labels?.Dispose();
                return block.Images;
            });

    /// <summary>
    /// Makes blocks of images with the class of each image, [count], int64; null for a model without classes. The caller disposes
    /// both.
    /// </summary>
    internal IEnumerable<(Tensor Images, Tensor? Labels)> LabelledBlocks(int count, SampleOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        options ??= new SampleOptions();
        CheckFits(options);
        return Blocks();

        IEnumerable<(Tensor, Tensor?)> Blocks()
        {
            int size = ImageBlocks.SizeOf(this);
            for (int block = 0; (long)block * size < count; block++)
                yield return OneBlock(block, Math.Min(size, count - (block * size)));
        }

        (Tensor, Tensor?) OneBlock(int block, int size)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor latents, Tensor? labels) = ImageBlocks.Draw(this, options, block);
            labels = labels?.narrow(0, 0, size);
            Tensor images = ImageBlocks.Generate(this, latents.narrow(0, 0, size), labels).Single();
            return (images.MoveToOuterDisposeScope(), labels?.MoveToOuterDisposeScope());
        }
    }

    /// <inheritdoc/>
    public override ImageModel To(Device device) => (ImageModel)base.To(device);

    /// <inheritdoc/>
    public override ImageModel ComputeIn(ScalarType precision) => (ImageModel)base.ComputeIn(precision);

    /// <inheritdoc/>
    public override void CheckFits(DataDescription data)
    {
        ImageDescription images = ImageDescription.Of(data);
        if (images.Shape != Shape)
            throw new FigmentException(
                $"The images are {images.Shape}, but the model makes {Shape}. Build the model for the shape of the data."
            );
        if (IsConditional && images.ClassCounts.Count != ClassCounts.Count)
            throw new FigmentException(
                $"The model makes {OptionSentence.Word(Items)} of {ClassCounts.Count} classes, but the data has "
                    + $"{images.ClassCounts.Count}. Build "
                    + $"the model for the classes of the data."
            );
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A conditional model makes each class in turn. If there are more combinations of labels than images to make, the
    /// combinations are picked at even intervals from the list.
    /// </remarks>
    public override ISamples MakeSamples(int count, long seed)
    {
        int shown = Table is null ? ClassCounts.Count : Math.Min(count, ClassCounts.Count);
        using Tensor samples = Sample(
            count,
            new SampleOptions
            {
                Seed = seed,
                Classes = [.. Enumerable.Range(0, shown).Select(k => (int)((long)k * ClassCounts.Count / shown))],
            }
        );
        return Meaning is null ? new ImageSamples(ImageBatch.FromTensor(samples)) : Meaning.Show(samples);
    }

    /// <summary>
    /// Returns the labels in several columns whose combinations are a model's classes; null if each class is a single label
    /// or there are no classes.
    /// </summary>
    /// <param name="options">How the model learns.</param>
    /// <param name="data">The images that the model is made for.</param>
    private protected static LabelTable? TableOf(ClassModelOptions options, ImageDescription data) =>
        options.Conditional ? data.Table : null;

    /// <summary>Returns how a class is encoded for the networks.</summary>
    /// <param name="classCounts">How often each class occurs in the data.</param>
    /// <param name="table">The labels whose combinations are the classes; null where a class is a single label.</param>
    private protected static ClassCode CodeOf(IReadOnlyList<int> classCounts, LabelTable? table) =>
        table is null
            ? new ClassCode(classCounts.Count)
            : ClassCode.OfColumns(
                [
                    .. Enumerable
                        .Range(0, table.Count)
                        .Select(row => table.Columns.Select((_, column) => table.ValueOf(row, column)).ToArray()),
                ],
                [.. table.Values.Select(values => values.Count)]
            );

    /// <summary>The name of the class input of an ONNX part and how often each class occurs; null without classes.</summary>
    private protected (string Input, IReadOnlyList<double> Counts)? DrawsOfLabels =>
        IsConditional
            ? ("labels", [.. ClassCounts.Select(count => (double)count), .. Enumerable.Repeat(0.0, Askable - ClassCounts.Count)])
            : null;

    /// <summary>Sets images, or what they stand for, as the output of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="images">[batch, C, H, W], in [0, 1].</param>
    private protected void Give(OnnxGraph graph, OnnxValue images)
    {
        if (Meaning is null)
            graph.Output(images, "images", Shape.Channels, Shape.Height, Shape.Width);
        else
            Meaning.AddTo(graph, images);
    }

    /// <summary>Checks that the model can make the samples that the options describe.</summary>
    /// <param name="options">What is to be sampled.</param>
    /// <exception cref="OptionsException">A class or the truncation does not fit the model.</exception>
    public void CheckFits(SampleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<OptionProblem> problems = [];
        if (options.Truncation is not (> 0 and <= 1))
            problems.Add(new("The truncation must be above 0 and at most 1; 0.5 to 0.8 is usual, and 1 samples as trained."));
        if (options.Turns > 0 && !IsConditional)
            problems.Add(
                new(
                    OptionSentence.Of(
                        $"The model was trained without classes, so no class can be asked for. Train it with "
                            + $"{new OptionName(nameof(ClassModelOptions.Conditional))}, or omit the classes."
                    )
                )
            );
        else if (options.Asked.Where(wanted => wanted < 0 || wanted >= Askable).Distinct().ToArray() is { Length: > 0 } unknown)
            problems.Add(
                new($"The model has no class {string.Join(", ", unknown)}: its classes are numbered 0 to {Askable - 1}.")
            );
        if (problems.Count > 0)
            throw new OptionsException(problems);
    }
}
