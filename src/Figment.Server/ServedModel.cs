using System.Threading.RateLimiting;
using Figment.Generation.Images;
using Figment.Models.Images;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TorchSharp;

namespace Figment.Server;

/// <summary>The description and origin of a model, for visitors.</summary>
/// <param name="Name">For example <c>runs/mine (best checkpoint, step 6500)</c>.</param>
/// <param name="Preset">The preset of the model.</param>
/// <param name="Data">The training data.</param>
/// <param name="ClassNames">The class names of the data, by class number; empty without labels.</param>
public sealed record ModelFacts(string Name, string Preset, string Data, IReadOnlyList<string> ClassNames);

/// <summary>
/// A model that makes samples for many visitors, one request at a time, on its own thread and with a bounded queue.
/// </summary>
/// <param name="model">The model, which still belongs to its owner.</param>
/// <param name="facts">The facts about the model that visitors see.</param>
/// <param name="mostWaiting">The largest number of requests that may wait.</param>
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

    /// <summary>The number of waiting requests.</summary>
    public long Waiting => queue.GetStatistics()?.CurrentQueuedCount ?? 0;

    internal bool IsConditional => model.IsConditional;

    /// <summary>The classes that can be requested; null for a model without classes.</summary>
    internal IReadOnlyList<string>? Classes => IsConditional ? Facts.ClassNames : null;

    /// <summary>The values of each label if samples have several labels; null otherwise.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>>? Labels =>
        model.Table is { } table
            ? table.Columns.Zip(table.Values).ToDictionary(column => column.First, column => column.Second)
            : null;

    /// <summary>
    /// The part of an address that requests one of the classes, for example <c>&amp;class=0</c>; empty without classes.
    /// </summary>
    internal string ByClass =>
        model.Table is { } table ? $"&class={Uri.EscapeDataString(table.Columns[0])}={Uri.EscapeDataString(table.Values[0][0])}"
        : IsConditional ? "&class=0"
        : "";

    public abstract void AddTo(IServiceCollection services);

    public abstract void Map(IEndpointRouteBuilder routes);

    /// <summary>The name of a class; null if unknown.</summary>
    internal string? NameOf(long label) =>
        label < Facts.ClassNames.Count ? Facts.ClassNames[(int)label] : model.Table?.NameOf((int)label);

    /// <summary>The requested classes, given by number, name, or label, for each turn.</summary>
    /// <exception cref="OptionsException">There is no such class, or the model has no classes.</exception>
    internal IReadOnlyList<IReadOnlyList<int>> ClassesOf(string written, ICollection<string>? notes) =>
        IsConditional
            ? ClassChoice.Parse([written], Facts.ClassNames, model.Table, notes)
            : throw new OptionsException(["The model was trained without classes, so no class can be requested. Omit class."]);

    /// <summary>Waits until the model is no longer computing. The model still belongs to its owner.</summary>
    public void Dispose()
    {
        thread.Dispose();
        queue.Dispose();
    }

    /// <summary>Makes samples.</summary>
    /// <param name="count">How many samples.</param>
    /// <param name="options">The options of the samples.</param>
    /// <param name="take">
    /// Called on the model's thread with each block of samples, [B, C, H, W] in [0, 1]. An abandoned request ends after the
    /// current block.
    /// </param>
    /// <param name="request">The request that the samples belong to.</param>
    /// <param name="cancellationToken">Cancelled when no one waits for the samples any more.</param>
    /// <returns>The class of each sample; empty for a model without classes.</returns>
    /// <exception cref="OptionsException">A class or the truncation does not fit the model.</exception>
    /// <exception cref="BusyException">Too many requests are already waiting.</exception>
    /// <exception cref="OperationCanceledException">No one waits for the samples any more.</exception>
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
        return await thread.RunAsync(Make, cancellationToken); // the model is free when this ends, not when the visitor leaves

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
internal sealed class BusyException() : FigmentException("The queue of the model is full. Try again in a moment.");
