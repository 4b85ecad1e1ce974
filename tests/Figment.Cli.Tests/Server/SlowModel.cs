using Figment.Backend;
using Figment.Data;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using static TorchSharp.torch;

namespace Figment.Tests.Server;

/// <summary>A model that makes black images once it may, or fails.</summary>
internal sealed class SlowModel : ImageModel
{
    internal SemaphoreSlim Entered { get; } = new(0);

    internal SemaphoreSlim Go { get; } = new(0);

    internal Exception? Failure { get; init; }

    internal int Batches { get; private set; }

    public override ImageShape Shape => new(1, 8, 8);

    public override IReadOnlyList<NamedNetwork> Networks => [];

    public override IReadOnlyList<NetworkSummary> Summaries() => [];

    public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random) =>
        throw new NotSupportedException();

    public override Tensor DrawLatents(int count, Draws random) => zeros(count, 1);

    public override Tensor Decode(Tensor latents, Tensor? labels = null)
    {
        Entered.Release();
        Assert.True(Go.Wait(TimeSpan.FromSeconds(60)));
        Batches++;
        return Failure is null ? zeros(latents.shape[0], 1, 8, 8) : throw Failure;
    }
}
