using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Models;

/// <summary>What a discriminator thinks of any images.</summary>
public sealed class RealnessTests
{
    [Fact]
    public void It_is_the_logit_of_what_the_discriminator_learned_to_see()
    {
        using TorchSharp.Modules.Sequential ofGan = TinyGan.Discriminator(),
            ofClassic = TinyGan.Discriminator();
        using Gan gan = new(TinyGan.Generator, ofGan, TinyGan.Plain);
        using ClassicGan classic = new(TinyGan.Generator(), ofClassic, new ClassicGanOptions { LatentSize = 4 });
        using DisposeScope scope = NewDisposeScope();
        Tensor images = rand(5, 1, 3, 3);

        Assert.True(gan.Realness(images).allclose(ofGan.call((images * 2) - 1).flatten()));
        Assert.True(classic.Realness(images).allclose(ofClassic.call(images).flatten()));
    }

    [Fact]
    public void Without_a_class_it_is_that_of_the_class_it_looks_most_real_as()
    {
        using TorchSharp.Modules.Sequential discriminator = Sequential(Flatten(), Linear(9, 3));
        using Gan gan = new(() => Generator(7), discriminator, TinyGan.Plain with { Conditional = true }, [1, 1, 1]);
        using DisposeScope scope = NewDisposeScope();
        Tensor images = rand(4, 1, 3, 3),
            logits = discriminator.call((images * 2) - 1);

        Tensor classes = tensor([2L, 0, 1, 1]);
        Assert.True(gan.Realness(images, classes).allclose(logits.gather(1, classes.view(4, 1)).flatten()));
        Assert.True(gan.Realness(images).allclose(logits.max(1).values));
    }

    [Fact]
    public void Of_clusters_the_one_counts_that_the_image_is_nearest_to()
    {
        using TorchSharp.Modules.Sequential discriminator = Sequential(Flatten(), Linear(9, 2));
        using Gan gan = new(() => Generator(6), discriminator, TinyGan.Plain with { Clusters = 2 });
        using DisposeScope scope = NewDisposeScope();
        Module clusters = gan.Networks.Single(network => network.Name == "clusters").Module;
        clusters.state_dict()["centroids"].copy_(stack([zeros(9), ones(9)]));
        Tensor images = stack([full([1, 3, 3], 0.9f), full([1, 3, 3], 0.2f)]),
            logits = discriminator.call((images * 2) - 1);

        Tensor realness = gan.Realness(images);

        Assert.True(realness.allclose(stack([logits[0, 1], logits[1, 0]])));
    }

    [Fact]
    public void It_tells_where_more_light_would_look_more_real()
    {
        using TorchSharp.Modules.Sequential discriminator = TinyGan.Discriminator();
        using Gan gan = new(TinyGan.Generator, discriminator, TinyGan.Plain);
        using DisposeScope scope = NewDisposeScope();
        Tensor image = rand(1, 1, 3, 3),
            step = zeros_like(image);
        step[0, 0, 1, 2] = 1e-2f;
        using Tensor asked = image.clone().requires_grad_(true);

        Tensor gradient = autograd.grad([gan.Realness(asked).sum()], [asked])[0];

        double slope = (gan.Realness(image + step).item<float>() - gan.Realness(image - step).item<float>()) / 2e-2;
        Assert.Equal(slope, gradient[0, 0, 1, 2].item<float>(), 1e-3);
    }

    private static Module<Tensor, Tensor> Generator(int inputs) =>
        Sequential(Linear(inputs, 9), Sigmoid(), Unflatten(1, [1, 3, 3]));
}
