using Figment.Backend;
using Figment.Data;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Generation;

/// <summary>
/// A model whose latents can be read off its images: pixel j is sigmoid(w z[j mod d] + label / 2), and its encoder inverts
/// that. The weight w = 1 is a parameter, so that gradients could go astray.
/// </summary>
internal sealed class BandModel : ImageModel, ILatentEncoder
{
    private readonly int latentSize;
    private readonly Linear weight;

    public BandModel(int latentSize, ImageShape shape, int classes = 0)
        : base([.. Enumerable.Repeat(1, classes)])
    {
        this.latentSize = latentSize;
        Shape = shape;
        weight = Linear(1, 1, hasBias: false);
        using (no_grad())
            weight.weight.fill_(1);
    }

    public override ImageShape Shape { get; }

    public override IReadOnlyList<NamedNetwork> Networks => [new NamedNetwork("weight", weight)];

    public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random) =>
        throw new NotSupportedException();

    public override Tensor DrawLatents(int count, Draws random) => random.Normal("latents", [count, latentSize]);

    public override Tensor Decode(Tensor latents, Tensor? labels = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = latents
            .repeat(1, (Shape.Size + latentSize - 1) / latentSize)
            .narrow(1, 0, Shape.Size)
            .mul(weight.weight.flatten());
        if (labels is not null)
            pixels = pixels + (labels.to(ScalarType.Float32).unsqueeze(1) * 0.5);
        return pixels.sigmoid().view(-1, Shape.Channels, Shape.Height, Shape.Width).MoveToOuterDisposeScope();
    }

    public Tensor Encode(Tensor images, Tensor? labels = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = images.flatten(1).narrow(1, 0, latentSize).clamp(1e-4, 1 - 1e-4).logit();
        if (labels is not null)
            logits = logits - (labels.to(ScalarType.Float32).unsqueeze(1) * 0.5);
        return logits.MoveToOuterDisposeScope();
    }

    public override IReadOnlyList<NetworkSummary> Summaries() => [];
}
