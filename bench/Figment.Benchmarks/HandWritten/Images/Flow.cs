using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Benchmarks.HandWritten;

/// <summary>
/// <c>flow</c>: noise and evenly drawn logit-normal times, labels of which a tenth are dropped, the U-Net's velocity and its
/// squared error, Muon for matrices and AdamW for the rest, the average of the weights.
/// </summary>
internal sealed class Flow : HandWrittenLoop
{
    private const int Classes = 10;
    private const double LearningRate = 2e-3,
        MuonFactor = 10,
        WeightDecay = 0.01;
    private const double WarmUp = 2_000,
        Decay = 0.5,
        HalfLife = 100_000;
    private static readonly Scalar Dropped = 0.1,
        NoClass = Classes,
        Least = 1e-7,
        Most = 1 - 1e-7;
    private readonly ImageBatches batches;
    private readonly FlowNetwork network;
    private readonly AveragedWeights average;
    private readonly Muon muon;
    private readonly AdamW adam;
    private readonly Tensor parts; // 0, 1/B, …
    private readonly Scalar perImage;

    /// <summary>Builds its network.</summary>
    internal Flow(ImageBatches batches)
    {
        this.batches = Own(batches);
        network = Own(new FlowNetwork(Classes));
        average = Own(new AveragedWeights(network, new FlowNetwork(Classes), HalfLife));
        muon = Own(new Muon(network.Matrices, WeightDecay));
        adam = Own(optim.AdamW(network.Others, LearningRate, 0.9, 0.99, 1e-8, weight_decay: WeightDecay));
        perImage = Own((Scalar)(1.0 / batches.Size));
        parts = Own(arange(batches.Size, ScalarType.Float32).mul_(perImage));
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<Module> Networks => [network];

    /// <inheritdoc/>
    protected override Tensor[] Step(int step, double fraction)
    {
        long seen = (step + 1L) * batches.Size;
        double rate = LearningRate * Math.Min(1, seen / WarmUp) * Math.Min(1, (1 - fraction) / Decay);
        SetRate(adam, rate);
        (Tensor images, Tensor labels) = batches.Next();
        Tensor noise = randn_like(images),
            data = images.mul_(Held.Two).sub_(Held.One);
        Tensor uniform = parts.addcmul(rand(batches.Size), ones([]), perImage).clamp_(Least, Most);
        Tensor t = special.ndtri(uniform).sigmoid_();
        labels = labels.masked_fill(rand(batches.Size).lt(Dropped), NoClass);

        adam.zero_grad();
        muon.ZeroGradients();
        Tensor velocity = network.call(lerp(noise, data, t.view(-1, 1, 1, 1)), t, labels);
        Tensor loss = mse_loss(velocity, data - noise);
        loss.backward();
        adam.step();
        muon.Step(rate * MuonFactor);
        average.Follow(batches.Size, seen);
        return [loss.detach()];
    }
}
