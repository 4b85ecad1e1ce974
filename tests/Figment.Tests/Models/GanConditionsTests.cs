using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static Figment.Tests.Models.TinyGan;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Models;

/// <summary>How classes and clusters enter the two networks, and which networks they enter.</summary>
public sealed class GanConditionsTests
{
    [Fact]
    public void Clusters_of_another_training_keep_their_meaning_and_are_counted_anew()
    {
        using DisposeScope scope = NewDisposeScope();
        using OnlineClusters clusters = new(3, 2);
        Dictionary<string, Tensor> state = clusters.state_dict();
        state["centroids"].copy_(tensor(new float[] { 0.1f, 0.1f, 0.5f, 0.5f, 0.9f, 0.9f }, [3, 2]));
        state["counts"].fill_(1000);

        Tensor found = clusters.Learn(tensor(new float[] { 0.8f, 1, 0.45f, 0.5f, 0.5f, 0.6f }, [3, 1, 1, 2]), imagesSeen: 0);

        Assert.Equal([2L, 1, 1], found.data<long>().ToArray());
        Assert.Equal([0f, 2, 1], state["counts"].data<float>().ToArray());
        float[] centroids = state["centroids"].data<float>().ToArray();
        Assert.Equal([0.1f, 0.1f, 0.475f, 0.55f, 0.8f, 1f], centroids, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Made_images_are_of_the_classes_of_the_real_ones_and_the_logit_of_the_class_counts()
    {
        Spy generator = new(Sequential(Linear(4 + 2, 9), Sigmoid(), Unflatten(1, [1, 3, 3])));
        List<long[]> classes = [];
        generator.Called += input => classes.Add(input[.., 4..].argmax(1).data<long>().ToArray());
        using Gan gan = new(() => generator, new ConstantJudge(-1, 2), Plain with { Clusters = 7, LearningRate = 1e-8 }, [5, 5]);
        classes.Clear();
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(1).Generator("step");

        Dictionary<string, float> measures = gan.TrainStep(
                new Batch(zeros(4, 1, 3, 3), tensor([1L, 0, 1, 1])),
                new TrainingMoment(0, 0, 0),
                new MersenneDraws(random)
            )
            .ToDictionary(measure => measure.Name, measure => measure.Value.item<float>());

        Assert.Equal([1, 0, 1, 1], Assert.Single(classes));
        double Softplus(double logit) => Math.Log(1 + Math.Exp(logit));
        Assert.Equal(
            (((3 * Softplus(-2)) + Softplus(1)) / 4) + (((3 * Softplus(2)) + Softplus(-1)) / 4),
            measures["d_loss"],
            1e-5
        );
        Assert.Equal(((3 * Softplus(-2)) + Softplus(1)) / 4, measures["g_loss"], 1e-5);
        Assert.Equal(0.75f, measures["d_accuracy_real"]);
        Assert.Equal(0.25f, measures["d_accuracy_fake"]);
        Assert.Equal(["generator", "discriminator"], Named(gan.Networks)); // classes take the place of clusters
    }

    [Fact]
    public void Without_classes_clusters_take_their_place()
    {
        Spy generator = new(Sequential(Linear(4 + 2, 9), Sigmoid(), Unflatten(1, [1, 3, 3])));
        List<(float[] Latents, long[] Clusters)> inputs = [];
        using Gan gan = new(() => generator, Sequential(Flatten(), Linear(9, 2)), Plain with { Clusters = 2 });
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(1).Generator("step");
        generator.Called += input => inputs.Add((Floats(input[.., ..4]), input[.., 4..].argmax(1).data<long>().ToArray()));

        gan.TrainStep(
            new Batch(cat([zeros(1, 1, 3, 3), ones(3, 1, 3, 3)]), null),
            new TrainingMoment(0, 0, 0),
            new MersenneDraws(random)
        );

        Assert.Equal([0, 1, 1, 1], Assert.Single(inputs).Clusters);
        Assert.Equal(["generator", "discriminator", "clusters"], Named(gan.Networks));
        // Samples are drawn according to how often each cluster occurs.
        Assert.Equal(["generator", "clusters"], Named(gan.SamplingNetworks));
        Assert.False(gan.IsConditional);

        // Latents include the numbers from which the clusters are drawn.
        Tensor latents = gan.DrawLatents(50, new MersenneDraws(random));
        Assert.Equal([50, 4 + 2], latents.shape);
        gan.Generate(latents);
        Assert.Equal(Floats(latents[.., ..4]), inputs[1].Latents);
        Assert.Equal(((OnlineClusters)gan.Networks[2].Module).Draw(latents[.., 4..]).data<long>().ToArray(), inputs[1].Clusters);
    }

    public static TheoryData<string, GanOptions, int[], Func<Sequential>, Func<Sequential>> Misfits =>
        new()
        {
            {
                "must make images [2, channels, height, width]",
                Plain,
                [],
                () => Sequential(Linear(4, 9), Sigmoid()),
                Discriminator
            },
            {
                "values outside [0, 1]",
                Plain,
                [],
                () =>
                    Sequential(Linear(4, 9), Unflatten(1, [1, 3, 3]))
                        .Also(network => init.constant_(((Linear)network[0]).bias!, 5)),
                Discriminator
            },
            {
                "The generator does not take an input of shape [2, 4]",
                Plain,
                [],
                () => Sequential(Linear(7, 9), Sigmoid(), Unflatten(1, [1, 3, 3])),
                Discriminator
            },
            { "The generator does not take an input of shape [2, 7]", Plain, [1, 1, 1], Generator, Discriminator },
            { "The generator does not take an input of shape [2, 9]", Plain with { Clusters = 5 }, [], Generator, Discriminator },
            {
                "into [2, 2]; it must give one logit per image, [2, 1]",
                Plain,
                [],
                Generator,
                () => Sequential(Flatten(), Linear(9, 2))
            },
            {
                "into [2, 1]; with 3 classes or clusters, it must give one logit per image and class, [2, 3]",
                Plain,
                [1, 1, 1],
                () => Sequential(Linear(7, 9), Sigmoid(), Unflatten(1, [1, 3, 3])),
                Discriminator
            },
            {
                "The discriminator does not take an input of shape [2, 1, 3, 3]",
                Plain,
                [],
                Generator,
                () => Sequential(Flatten(), Linear(8, 1))
            },
        };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Networks_that_do_not_fit_are_refused_with_their_shapes(
        string message,
        GanOptions options,
        int[] classes,
        Func<Sequential> generator,
        Func<Sequential> discriminator
    )
    {
        FigmentException e = Assert.Throws<FigmentException>(() => new Gan(generator, discriminator(), options, classes));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private static float[] Floats(Tensor values) => values.detach().contiguous().data<float>().ToArray();

    /// <summary>Gives the same output for all images, but a different one for each class.</summary>
    private sealed class ConstantJudge : Module<Tensor, Tensor>
    {
        private readonly Parameter logits;

        internal ConstantJudge(params float[] logits)
            : base("judge")
        {
            this.logits = new(tensor(logits));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => logits + (input.flatten(1).sum([1], keepdim: true) * 0);
    }
}
