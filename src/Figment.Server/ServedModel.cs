using System.Threading.RateLimiting;
using Figment.Generation.Images;
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

/// <summary>
/// A model that makes samples for many, one request at a time: on one thread of its own, and with a bounded queue.
/// </summary>
/// <param name="model">The model, which stays its owner's.</param>
/// <param name="facts">What visitors are told of it.</param>
/// <param name="mostWaiting">Requests that wait.</param>
internal abstract class ServedModel(ImageModel model, ModelFacts facts, int mostWaiting) : IServed
{
    private readonly ConcurrencyLimiter queue = new(
        new ConcurrencyLimiterOptions
        {
            PermitLimit = 1,
            QueueLimit = mostWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }
    );

    private readonly ModelThread thread = new("model");

    public ModelFacts Facts => facts;

    public abstract string Makes { get; }

    public long MostBody => 0;

    public IReadOnlyList<string> Methods => [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Requests that wait.</summary>
    public long Waiting => queue.GetStatistics()?.CurrentQueuedCount ?? 0;

    internal bool IsConditional => model.IsConditional;

    /// <summary>The classes that can be asked for; null of a model without classes.</summary>
    internal IReadOnlyList<string>? Classes => IsConditional ? Facts.ClassNames : null;

    /// <summary>Where samples have several labels, the values of each; null where each has one, or none.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>>? Labels =>
        model.Table is { } table
            ? table.Columns.Zip(table.Values).ToDictionary(column => column.First, column => column.Second)
            : null;

    /// <summary>
    /// How an address asks for one of the classes, for instance <c>&amp;class=0</c>; empty where there are none.
    /// </summary>
    internal string ByClass =>
        model.Table is { } table ? $"&class={Uri.EscapeDataString(table.Columns[0])}={Uri.EscapeDataString(table.Values[0][0])}"
        : IsConditional ? "&class=0"
        : "";

    public abstract void AddTo(IServiceCollection services);

    public abstract void Map(IEndpointRouteBuilder routes);

    /// <summary>What a class is called; null where that is not known.</summary>
    internal string? NameOf(long label) =>
        label < Facts.ClassNames.Count ? Facts.ClassNames[(int)label] : model.Table?.NameOf((int)label);

    /// <summary>Classes by numbers, names or labels, in turns.</summary>
    /// <exception cref="OptionsException">There is no such class, or the model knows none.</exception>
    internal IReadOnlyList<IReadOnlyList<int>> ClassesOf(string written, ICollection<string>? notes) =>
        IsConditional
            ? ClassChoice.Parse([written], Facts.ClassNames, model.Table, notes)
            : throw new OptionsException(["The model was trained without classes, so none can be asked for. Omit class."]);

    /// <summary>Waits until the model computes no more. The model stays its owner's.</summary>
    public void Dispose()
    {
        thread.Dispose();
        queue.Dispose();
    }

    /// <summary>Makes samples.</summary>
    /// <param name="count">How many.</param>
    /// <param name="options">Which.</param>
    /// <param name="take">
    /// Called on the model's thread with each block of them, [B, C, H, W] in [0, 1]; after each, a request that nobody waits for
    /// any longer is given up.
    /// </param>
    /// <param name="request">Whose they are.</param>
    /// <param name="cancellationToken">Nobody waits for them any longer.</param>
    /// <returns>The class of each; none of a model without classes.</returns>
    /// <exception cref="OptionsException">A class or the truncation does not fit the model.</exception>
    /// <exception cref="BusyException">Too many wait already.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for them any longer.</exception>
    protected async Task<IReadOnlyList<long>> MakeAsync(
        int count,
        SampleOptions options,
        Action<torch.Tensor> take,
        ServedRequest request,
        CancellationToken cancellationToken
    )
    {
        request.Queue();
        using RateLimitLease lease = await queue.AcquireAsync(1, cancellationToken);
        if (!lease.IsAcquired)
            throw new BusyException();
        return await thread.RunAsync(Make, cancellationToken); // the model is free when it ends, not when its visitor leaves

        IReadOnlyList<long> Make()
        {
            request.Begin();
            using DisposeScope scope = torch.NewDisposeScope();
            Latents latents = Latents.OfSamples(model, [.. Enumerable.Range(0, count)], options);
            foreach (torch.Tensor block in ImageBlocks.Generate(model, latents.Values, latents.Labels))
            {
                int made = (int)block.shape[0];
                using (block)
                    take(block);
                request.Make(made);
                cancellationToken.ThrowIfCancellationRequested();
            }

            long[] classes = latents.Labels is { } labels ? labels.cpu().data<long>().ToArray() : [];
            request.Finish();
            return classes;
        }
    }
}

/// <summary>Too many requests wait for the model.</summary>
internal sealed class BusyException()
    : FigmentException("The model has as many requests waiting as it takes. Ask again in a moment.");
