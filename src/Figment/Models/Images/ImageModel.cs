using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Formats;
using Figment.Imaging;
using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <summary>
/// A model that learns to make images of latents, and of classes where it learns them.
/// </summary>
public abstract class ImageModel : TrainableModel
{
    /// <summary>Begins a model of the classes that it learns.</summary>
    /// <param name="classCounts">
    /// Of a conditional model, how often the data has each class, by class number; null or empty for a model that takes no
    /// classes.
    /// </param>
    protected ImageModel(IReadOnlyList<int>? classCounts = null) => ClassCounts = classCounts ?? [];

    /// <summary>Begins a model of classes that may be combinations of labels.</summary>
    private protected ImageModel(IReadOnlyList<int> classCounts, LabelTable? table)
        : this(classCounts) => (Table, Code) = (table, CodeOf(classCounts, table));

    /// <summary>The shape of one image.</summary>
    public abstract ImageShape Shape { get; }

    /// <summary>
    /// Of a conditional model, how often its training data has each class, by class number; empty for a model that takes no
    /// classes.
    /// </summary>
    public IReadOnlyList<int> ClassCounts { get; }

    /// <summary>
    /// Of classes that are combinations of labels, which labels in which columns; null where each is one label, or none.
    /// </summary>
    internal LabelTable? Table { get; }

    /// <summary>
    /// How many classes can be asked for: those of the data, and behind them the combinations of labels that it lacks.
    /// </summary>
    internal int Askable => Table?.Count ?? ClassCounts.Count;

    /// <summary>How networks are told a class.</summary>
    private protected ClassCode Code { get; } = new(0);

    /// <summary>Whether images are made by class.</summary>
    public bool IsConditional => ClassCounts.Count > 0;

    /// <summary>What its images stand for, where they are something else than pictures; otherwise null.</summary>
    internal IImageMeaning? Meaning => (MadeFor as ImageDescription)?.Meaning;

    /// <summary>What it makes, in the plural: <c>images</c>, or what they stand for.</summary>
    internal string Items => Meaning?.Items ?? "images";

    /// <summary>
    /// About how many times as long the making of one sample takes as learning from one image, by passes through networks: a
    /// third where a sample is one pass, since learning is one forward and two as long backward; and half where it learns in
    /// bfloat16, which takes about two thirds of the time, while samples are made in float32.
    /// </summary>
    internal virtual double SampleCost => Precision == ScalarType.Float32 ? 1.0 / 3 : 1.0 / 2;

    /// <summary>
    /// Whether images can be made of something between classes: whether <see cref="Decode"/> takes shares of them.
    /// </summary>
    protected internal virtual bool MixesClasses => false;

    /// <summary>Draws latents.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Where they come from.</param>
    /// <returns>[count, …], on <see cref="Device"/>.</returns>
    public abstract Tensor DrawLatents(int count, Draws random);

    /// <summary>
    /// Makes one image of each latent, as in use rather than in training. Gradients flow back to the latents unless they
    /// are switched off; <see cref="Generate"/> does without.
    /// </summary>
    /// <param name="latents">As from <see cref="DrawLatents"/>.</param>
    /// <param name="labels">
    /// The class of each image, [count], int64, on <see cref="Device"/>; null where the model takes no classes. A model that
    /// mixes them (<see cref="MixesClasses"/>) also takes shares of its K classes, [count, K], float32.
    /// </param>
    /// <returns>[count, C, H, W], float32 in [0, 1], on <see cref="Device"/>.</returns>
    public abstract Tensor Decode(Tensor latents, Tensor? labels = null);

    /// <summary>
    /// Makes one image of each latent, without gradients, and in float32 by the weights as they are saved, whatever a training
    /// computes in.
    /// </summary>
    /// <inheritdoc cref="Decode"/>
    public Tensor Generate(Tensor latents, Tensor? labels = null)
    {
        using IDisposable noGradients = no_grad();
        using IDisposable exact = InFloat32();
        using DisposeScope scope = NewDisposeScope();
        return Decode(latents, labels).MoveToOuterDisposeScope();
    }

    /// <summary>Draws classes as often as the training data has them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Where they come from.</param>
    /// <returns>[count], int64, on <see cref="Device"/>; null where the model takes no classes.</returns>
    public Tensor? DrawLabels(int count, Draws random) =>
        IsConditional ? random.Classes("labels", ClassCounts, count).On(Device) : null;

    /// <summary>
    /// What of the model can be written as ONNX, the part that makes images first; none for a model that does not say. A part
    /// that makes images takes <c>latents</c> and gives <c>images</c>, [batch, C, H, W] in [0, 1].
    /// </summary>
    public virtual IReadOnlyList<OnnxPart> OnnxParts => [];

    /// <summary>
    /// What the part that makes images takes, by name, to make of latents and labels what <see cref="Decode"/> makes of them.
    /// </summary>
    /// <param name="latents">As for <see cref="Decode"/>.</param>
    /// <param name="labels">As for <see cref="Decode"/>.</param>
    public virtual IReadOnlyList<(string Name, Tensor Value)> OnnxInputs(Tensor latents, Tensor? labels) =>
        labels is null ? [("latents", latents)] : [("latents", latents), ("labels", labels)];

    /// <summary>Makes images.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="options">The seed, the classes, the truncation; null is seed 0 and as trained.</param>
    /// <exception cref="OptionsException">A class or the truncation does not fit the model.</exception>
    /// <returns>[count, C, H, W], float32 in [0, 1], on <see cref="Device"/>; the caller disposes it.</returns>
    public Tensor Sample(int count, SampleOptions? options = null)
    {
        using DisposeScope scope = NewDisposeScope();
        return cat([.. SampleBlocks(count, options)]).MoveToOuterDisposeScope();
    }

    /// <summary>Makes any number of images, one block in memory at a time.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="options">The seed, the classes, the truncation; null is seed 0 and as trained.</param>
    /// <exception cref="OptionsException">A class or the truncation does not fit the model.</exception>
    /// <returns>Blocks as from <see cref="Sample"/>; the caller disposes each.</returns>
    public IEnumerable<Tensor> SampleBlocks(int count, SampleOptions? options = null) =>
        LabelledBlocks(count, options)
            .Select(block =>
            {
                block.Labels?.Dispose();
                return block.Images;
            });

    /// <summary>
    /// The same with the class of each image, [count], int64; null of a model without classes. The caller disposes both.
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
                $"The images are {images.Shape} and the model makes {Shape}. Build the model for the shape of the data."
            );
        if (IsConditional && images.ClassCounts.Count != ClassCounts.Count)
            throw new FigmentException(
                $"The model makes {Items} of {ClassCounts.Count} classes and the data has {images.ClassCounts.Count}. Build "
                    + $"the model for the classes of the data."
            );
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A conditional model makes each class in turn; of more combinations of labels than images, some from all over the list.
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
    /// Which labels in which columns a model's classes are combinations of; null where each is one label, or none.
    /// </summary>
    /// <param name="options">How it learns.</param>
    /// <param name="data">The images it is made for.</param>
    private protected static LabelTable? TableOf(ClassModelOptions options, ImageDescription data) =>
        options.Conditional ? data.Table : null;

    /// <summary>How networks are told a class.</summary>
    /// <param name="classCounts">How often the data has each class.</param>
    /// <param name="table">The labels that classes are combinations of; null where each is one.</param>
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

    /// <summary>Of a part that takes classes, how often each occurs.</summary>
    private protected (string Input, IReadOnlyList<double> Counts)? DrawsOfLabels =>
        IsConditional
            ? ("labels", [.. ClassCounts.Select(count => (double)count), .. Enumerable.Repeat(0.0, Askable - ClassCounts.Count)])
            : null;

    /// <summary>Makes images the output of a graph, or what they stand for.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="images">[batch, C, H, W], in [0, 1].</param>
    private protected void Give(OnnxGraph graph, OnnxValue images)
    {
        if (Meaning is null)
            graph.Output(images, "images", Shape.Channels, Shape.Height, Shape.Width);
        else
            Meaning.AddTo(graph, images);
    }

    /// <summary>Checks that images can be made so.</summary>
    /// <param name="options">What is to be sampled.</param>
    /// <exception cref="OptionsException">A class or the truncation does not fit the model.</exception>
    public void CheckFits(SampleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<OptionProblem> problems = [];
        if (options.Truncation is not (> 0 and <= 1))
            problems.Add(new("The truncation must be above 0 and at most 1; 0.5 to 0.8 is usual, 1 is as trained."));
        if (options.Turns > 0 && !IsConditional)
            problems.Add(
                new(
                    OptionSentence.Of(
                        $"The model was trained without classes, so none can be asked for. Train it with "
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
