using System.Threading.RateLimiting;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TorchSharp;

namespace Figment.Server;

/// <summary>What a model is and where it comes from, for those who ask.</summary>
/// <param name="Name">For instance <c>runs/mine (best checkpoint, step 6500)</c>.</param>
/// <param name="Preset">Of which recipe.</param>
/// <param name="Data">What it learned from.</param>
/// <param name="ClassNames">The names of the data's classes, by class number; empty without labels.</param>
public sealed record ModelFacts(string Name, string Preset, string Data, IReadOnlyList<string> ClassNames);

/// <summary>Images with the class of each; no classes where the model takes none.</summary>
internal sealed record MadeImages(ImageBatch Images, IReadOnlyList<long> Classes);

/// <summary>
/// A model that answers many, one at a time: on one thread of its own, and with a bounded queue.
/// </summary>
internal sealed class ServedModel : IServed
{
    // Between two of these a request that nobody waits for any longer is given up.
    private const int ImagesAtOnce = 32;

    private readonly ConcurrencyLimiter queue;
    private readonly ModelThread thread = new("model");
    private readonly ImageModel model;

    internal ServedModel(ImageModel model, ModelFacts facts, int mostWaiting)
    {
        this.model = model;
        Facts = facts;
        queue = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = mostWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
    }

    public ModelFacts Facts { get; }

    public string Makes => "images";

    public long MostBody => 0;

    public IReadOnlyList<string> Methods => [HttpMethods.Get, HttpMethods.Head];

    internal ImageShape Shape => model.Shape;

    internal bool IsConditional => model.IsConditional;

    /// <summary>Requests that wait.</summary>
    public long Waiting => queue.GetStatistics()?.CurrentQueuedCount ?? 0;

    public void AddTo(IServiceCollection services) => services.AddSingleton(this);

    public void Map(IEndpointRouteBuilder routes) => routes.MapModel();

    /// <summary>Of labels in several columns, which these are; null where each image has one, or none.</summary>
    internal LabelTable? Table => model.Table;

    /// <summary>What a class is called; null where that is not known.</summary>
    internal string? NameOf(long label) =>
        label < Facts.ClassNames.Count ? Facts.ClassNames[(int)label] : model.Table?.NameOf((int)label);

    /// <summary>Classes by numbers, names or labels, in turns.</summary>
    /// <exception cref="OptionsException">There is no such class, or the model knows none.</exception>
    internal IReadOnlyList<IReadOnlyList<int>> ClassesOf(string written, ICollection<string>? notes) => model.IsConditional
        ? ClassChoice.Parse([written], Facts.ClassNames, model.Table, notes)
        : throw new OptionsException(["The model was trained without classes, so none can be asked for. Omit class."]);

    /// <summary>Makes images.</summary>
    /// <exception cref="OptionsException">A class or the truncation does not fit the model.</exception>
    /// <exception cref="BusyException">Too many wait already.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for them any longer.</exception>
    internal async Task<MadeImages> MakeAsync(int count, SampleOptions options, CancellationToken cancellationToken)
    {
        using RateLimitLease lease = await queue.AcquireAsync(1, cancellationToken);
        if (!lease.IsAcquired) throw new BusyException();
        return await thread.RunAsync(() => Make(count, options, cancellationToken), cancellationToken); // the model is free when it ends, not when its visitor leaves
    }

    /// <summary>Waits until the model computes no more. The model stays its owner's.</summary>
    public void Dispose()
    {
        thread.Dispose();
        queue.Dispose();
    }

    private MadeImages Make(int count, SampleOptions options, CancellationToken cancellationToken)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Latents latents = Latents.OfSamples(model, [.. Enumerable.Range(0, count)], options);
        byte[] pixels = new byte[count * model.Shape.Size];
        int done = 0;
        foreach (torch.Tensor block in ImageBlocks.Generate(model, latents.Values, latents.Labels, ImagesAtOnce))
        {
            using (block)
            {
                ImageBatch images = ImageBatch.FromTensor(block);
                for (int i = 0; i < images.Count; i++) images[i].CopyTo(pixels.AsSpan(done++ * model.Shape.Size));
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        return new MadeImages(new ImageBatch(model.Shape, pixels), latents.Labels is { } labels ? labels.cpu().data<long>().ToArray() : []);
    }
}

/// <summary>Too many requests wait for the model.</summary>
internal sealed class BusyException() : FigmentException("The model has as many requests waiting as it takes. Ask again in a moment.");
