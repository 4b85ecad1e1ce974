using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Networks;
using Figment.Objectives;
using Figment.Optimizers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models.Images;

/// <summary>
/// Flow matching: a network learns the velocity that carries noise to images along straight paths, and following the velocity
/// from noise makes images (Y. Lipman et al., "Flow Matching for Generative Modeling", 2022; X. Liu et al., "Flow Straight and
/// Fast", 2022).
/// </summary>
/// <remarks>Latents are the noise images x_0 themselves, [count, C, H, W]; x_1 are images in [−1, 1].</remarks>
internal sealed partial class FlowMatching : ImageModel, IFlowSampler
{
    private readonly FlowOptions options;
    private readonly Module<Tensor, Tensor, Tensor?, Tensor> velocity;
    private readonly WeightAverage<Module<Tensor, Tensor, Tensor?, Tensor>>? average;
    private readonly FusedAdam optimizer;

    /// <summary>Creates a model from a network of any structure.</summary>
    /// <param name="velocity">
    /// Builds the network. It takes x_t, [B, C, H, W] in about [−4, 4], t, [B] in [0, 1], and labels, [B], int64, and returns the
    /// velocity or the image (<see cref="FlowOptions.Target"/>), [B, C, H, W]. Labels are null if there are no classes; with K
    /// classes and label dropout, the label K means no class. The function is called a second time if the options ask for an
    /// average of the weights.
    /// </param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="options">How the model learns; null for the defaults.</param>
    /// <param name="classCounts">How often each class occurs in the data, for a conditional model; null without classes.</param>
    /// <param name="table">
    /// The labels whose combinations form the classes; null if classes are not combinations of labels. K is then the number of
    /// combinations that can be requested.
    /// </param>
    /// <exception cref="OptionsException">An option is out of range.</exception>
    /// <exception cref="FigmentException">The network does not return velocities in the shape of the images.</exception>
    public FlowMatching(
        Func<Module<Tensor, Tensor, Tensor?, Tensor>> velocity,
        ImageShape shape,
        FlowOptions? options = null,
        IReadOnlyList<int>? classCounts = null,
        LabelTable? table = null
    )
        : base(classCounts ?? [], table)
    {
        ArgumentNullException.ThrowIfNull(velocity);
        this.options = options ?? new FlowOptions();
        OptionsValidator.ThrowIfInvalid(this.options);
        Shape = shape;
        Solver = this.options.Solver;
        GuidanceScale = IsConditional ? this.options.GuidanceScale : 1;
        this.velocity = velocity();
        CheckFit();
        if (this.options.EmaHalfLife > 0)
            average = new(this.velocity, velocity());
        Muon? muon = this.options.Muon == 0 ? null : new Muon(UNet.MatricesIn, this.options.Muon);
        optimizer = new FusedAdam(
            [this.velocity],
            muon,
            this.options.Beta1,
            this.options.Beta2,
            weightDecay: this.options.WeightDecay
        );
        Networks =
        [
            new NamedNetwork("velocity", this.velocity),
            .. average is null ? Enumerable.Empty<NamedNetwork>() : [new NamedNetwork("average", average.Network)],
        ];
    }

    /// <inheritdoc/>
    public override ImageShape Shape { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedNetwork> Networks { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<FusedAdam> Optimizers => [optimizer];

    /// <inheritdoc/>
    public override IReadOnlyList<NamedNetwork> SamplingNetworks => [Networks[^1]];

    internal override string? NameInOnnx(string tensor) => $"velocity{tensor[Networks[^1].Name.Length..]}";

    /// <summary>How <see cref="Decode"/> follows the flow; may be changed at any time.</summary>
    public OdeSolver Solver { get; set; }

    /// <inheritdoc/>
    internal override double SampleCost => base.SampleCost * Solver.Evaluations * (GuidanceScale == 1 ? 1 : 2);

    /// <summary>
    /// How strongly <see cref="Decode"/> pushes images towards their class, 1 to 20; 1 means no push. The initial value is the
    /// one in the options.
    /// </summary>
    /// <exception cref="OptionsException">
    /// The value is below 1 or above 20, the model has no classes, or it was never trained on images without their class.
    /// </exception>
    public double GuidanceScale
    {
        get;
        set
        {
            if (value != 1)
            {
                OptionsValidator.ThrowIfInvalid(options with { GuidanceScale = value });
                if (!IsConditional)
                    throw new OptionsException([
                        "Guidance pushes samples towards their class, but the model was trained without classes. Train it "
                            + "with conditional=true, or leave the guidance at 1.",
                    ]);
            }

            field = value;
        }
    }

    /// <inheritdoc/>
    public double StepShift => options.ShiftOfSteps;

    /// <inheritdoc/>
    public bool IsClassOptional => !IsConditional || options.LabelDropout > 0;

    /// <inheritdoc/>
    protected internal override bool MixesClasses => IsConditional;

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorAxis> Axes =>
        [.. Networks.SelectMany(network => FlowLayers.AxesOf(network, Shape, Code.Width, options.LabelDropout > 0))];

    /// <summary>The layers on the way down.</summary>
    internal override IReadOnlyList<NamedNetwork> LayersFromData => FlowLayers.WayDown(Networks[0]);

    private Module<Tensor, Tensor, Tensor?, Tensor> SamplingNetwork => average?.Network ?? velocity;

    /// <summary>Builds a flow with a <see cref="UNet"/>.</summary>
    /// <param name="options">How the model learns.</param>
    /// <param name="data">The data that the model is made for.</param>
    /// <param name="random">The source of the initial weights.</param>
    /// <exception cref="FigmentException">No such network can be built for images of this size.</exception>
    public static FlowMatching Create(FlowOptions options, ImageDescription data, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(random);
        (IReadOnlyList<int> classes, LabelTable? table) = (options.ClassesOf(data), TableOf(options, data));
        return new FlowMatching(Network, data.Shape, options, classes, table);

        UNet Network()
        {
            using Draws weights = random.Draws("weights");
            ClassCode code = CodeOf(classes, table);
            return new UNet(data.Shape, options.Width, options.DeepWidth, options.Blocks, classes.Count, code).Initialize(
                weights
            );
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Train(velocity);
        int total = batch.Share.Batch;
        double rate =
            options.LearningRate
            * Math.Min(1, (moment.Items + total) / Math.Max(options.WarmUp, 1))
            * Schedule.FallingToZero(moment.Fraction, options.Decay);
        IReadOnlyList<Measure> measures = Accumulate(optimizer, batch, random, SendBack);
        optimizer.Step(rate);
        average?.Follow(total, options.EmaHalfLife, moment.Items + total, optimizer.Weights);
        return measures;
    }

    /// <summary>Learns to predict the velocity at a point on the path from noise to each image.</summary>
    private IReadOnlyList<Measure> SendBack(Batch batch, Draws random)
    {
        Tensor noise = DrawLatents((int)batch.Count, random),
            data = (batch.Items * Scalars.Two) - Scalars.One;
        Tensor t = RectifiedFlow.Shift(options.Times.Draw((int)batch.Count, random), options.TimeShift).On(Device);
        Tensor? labels = IsConditional ? Guidance.Drop(batch.Labels!, Askable, options.LabelDropout, random) : null;
        Tensor loss = RectifiedFlow.Loss(
            VelocityAt(TensorOperations.Instance, velocity, RectifiedFlow.At(noise, data, t), t, labels),
            noise,
            data
        );
        loss.backward();
        return [new Measure("loss", loss.detach())];
    }

    /// <inheritdoc/>
    private protected override void Settle(NamedNetwork layer) => average?.GiveBack(layer.Name[(Networks[0].Name.Length + 1)..]);

    /// <inheritdoc/>
    public override Tensor DrawLatents(int count, Draws random) =>
        random.Normal("latents", [count, Shape.Channels, Shape.Height, Shape.Width]).On(Device);

    /// <inheritdoc/>
    public override Tensor Decode(Tensor latents, Tensor? labels = null)
    {
        if (IsConditional)
            ArgumentNullException.ThrowIfNull(labels);
        SamplingNetwork.eval();
        using DisposeScope scope = NewDisposeScope();
        return Images(TensorOperations.Instance, latents, IsConditional ? Guidance.WithNone(labels!) : labels)
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Func<Tensor, double, Tensor> Follow(Tensor? labels)
    {
        if (labels is null && !IsClassOptional)
            throw new FigmentException("The model was trained only with classes, so it needs a class.");
        SamplingNetwork.eval();
        TensorOperations ops = TensorOperations.Instance;
        if (labels is not null || !IsConditional)
            return Guided(ops, IsConditional ? Guidance.WithNone(labels!) : null);
        return (x, t) => VelocityAt(ops, SamplingNetwork, x, ops.Time(t, x), Guidance.None(x, Askable));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkSummary> Summaries() =>
        [NetworkSummary.Of("velocity", velocity, device => CallBlank(device))];

    /// <summary>Follows the whole path from noise to images.</summary>
    private T Images<T>(IOperations<T> ops, T noise, T? labels) =>
        ops.Clamp(ops.Add(ops.Multiply(Solver.Integrate(ops, Guided(ops, labels), noise, shift: StepShift), 0.5), 0.5), 0, 1);

    private Func<T, double, T> Guided<T>(IOperations<T> ops, T? labels) =>
        Guidance.Of(
            ops,
            (x, t, asked) => VelocityAt(ops, SamplingNetwork, x, ops.Time(t, x), asked),
            labels,
            Askable,
            GuidanceScale
        );

    /// <summary>Evaluates the velocity once, in float32, the precision in which the path is followed.</summary>
    private T VelocityAt<T>(IOperations<T> ops, Module<Tensor, Tensor, Tensor?, Tensor> network, T x, T t, T? labels) =>
        options.Target.VelocityOf(ops, ops.InFloat32(Call(ops, network, x, t, labels)), x, t);

    private Tensor CallBlank(Device device)
    {
        Tensor images = zeros([2, Shape.Channels, Shape.Height, Shape.Width], device: device),
            t = zeros([2], device: device);
        return Call(TensorOperations.Instance, velocity, images, t, IsConditional ? zeros([2], ScalarType.Int64, device) : null);
    }

    private void CheckFit()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        velocity.eval();
        long[] expected = [2, Shape.Channels, Shape.Height, Shape.Width],
            made;
        try
        {
            made = CallBlank(CPU).shape;
        }
        catch (Exception e)
            when (e is System.Runtime.InteropServices.ExternalException or ArgumentException or InvalidOperationException)
        {
            throw new FigmentException(
                $"The velocity network does not take images [{string.Join(", ", expected)}], times "
                    + $"[2]{(IsConditional ? OptionSentence.Of(" and labels [2]") : "")}: {e.Message.Split('\n')[0]}. Check "
                    + $"its layers.",
                e
            );
        }

        if (!made.SequenceEqual(expected))
            throw new FigmentException(
                $"The velocity network turns [{string.Join(", ", expected)}] into [{string.Join(", ", made)}], but its output "
                    + $"must have the shape of the images."
            );
    }
}
