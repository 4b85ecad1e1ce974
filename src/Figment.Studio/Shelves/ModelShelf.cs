using Figment.Models;
using Figment.Models.Images;
using Figment.Server;
using TorchSharp;

namespace Figment.Studio.Shelves;

/// <summary>
/// Models of runs with their best weights. A model is loaded on the first request and cached while it is in use. One thread does
/// all the computations for visitors.
/// </summary>
internal sealed class ModelShelf : IDisposable
{
    private const int Most = 3;

    private readonly ModelThread thread = new("studio models");
    private readonly List<Loaded> loaded = []; // the most recently used is last

    /// <summary>Uses the model of a run of images. Any remaining tensors are disposed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="use">Computes with the model, which still belongs to the shelf.</param>
    /// <param name="cancellationToken">Cancels the wait for other computations.</param>
    /// <param name="isSlow">
    /// Whether other computations take precedence, both before this one and between its parts (<see cref="LetOthers"/>).
    /// </param>
    /// <exception cref="FigmentException">
    /// The run has no weights, they do not load, or the run was trained on another kind of data.
    /// </exception>
    internal Task<T> UseAsync<T>(
        ShelvedRun run,
        Func<ImageModel, T> use,
        CancellationToken cancellationToken,
        bool isSlow = false
    ) =>
        thread.RunAsync(
            () => Use<ImageModel, T>(Preferred<ImageModel>(run), entry => use((ImageModel)entry.Model)),
            cancellationToken,
            isSlow
        );

    /// <summary>
    /// Uses the whole model from the last checkpoint, including the network that judges its images; null if there is no
    /// checkpoint. Its weights may differ from those that <see cref="UseAsync{T}"/> uses.
    /// </summary>
    /// <exception cref="FigmentException">The checkpoint does not load.</exception>
    internal Task<T?> UseWholeAsync<T>(ShelvedRun run, Func<ImageModel, T> use, CancellationToken cancellationToken)
        where T : class =>
        thread.RunAsync(
            () =>
                run.Folder.Checkpoints.Steps is [.., long last]
                    ? Use<ImageModel, T>(
                        new Source(run.Folder.Checkpoints.FileOf(last), () => run.Folder.Model.LoadWhole<ImageModel>(last)),
                        entry => use((ImageModel)entry.Model)
                    )
                    : null,
            cancellationToken
        );

    /// <summary>Uses a model of any kind.</summary>
    /// <inheritdoc cref="UseAsync{T}(ShelvedRun, Func{ImageModel, T}, CancellationToken, bool)"/>
    internal Task<T> UseAnyAsync<T>(ShelvedRun run, Func<TrainableModel, T> use, CancellationToken cancellationToken) =>
        thread.RunAsync(
            () => Use<TrainableModel, T>(Preferred<TrainableModel>(run), entry => use(entry.Model)),
            cancellationToken,
            isSlow: true
        );

    /// <summary>Uses a model of any kind, together with an object that is created from it once and cached with it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="make">Creates the object; calls for the same model must all pass the same function.</param>
    /// <param name="use">Computes with both, which still belong to the shelf.</param>
    /// <param name="cancellationToken">Cancels the wait for other computations.</param>
    /// <exception cref="FigmentException">The run has no weights, they do not load, or its model is of another type.</exception>
    internal Task<T> UseAsync<TModel, TBeside, T>(
        ShelvedRun run,
        Func<TModel, TBeside> make,
        Func<TModel, TBeside, T> use,
        CancellationToken cancellationToken
    )
        where TModel : TrainableModel
        where TBeside : class, IDisposable =>
        thread.RunAsync(
            () =>
                Use<TModel, T>(
                    Preferred<TModel>(run),
                    entry =>
                    {
                        entry.Beside ??= make((TModel)entry.Model);
                        return use((TModel)entry.Model, (TBeside)entry.Beside);
                    }
                ),
            cancellationToken
        );

    /// <summary>Computes something without a run.</summary>
    internal Task<T> ComputeAsync<T>(Func<T> act, CancellationToken cancellationToken = default) =>
        thread.RunAsync(act, cancellationToken);

    /// <summary>Called by slow computations between their parts.</summary>
    internal void LetOthers() => thread.LetOthers();

    /// <inheritdoc/>
    public void Dispose()
    {
        thread.Dispose();
        foreach (Loaded entry in loaded)
            entry.Dispose();
    }

    private static Source Preferred<TModel>(ShelvedRun run)
        where TModel : TrainableModel =>
        // Loading rejects a model that is not a TModel
        new(run.Folder.FileOf(run.Folder.Preferred), () => run.Folder.LoadModel<TModel>(torch.CPU));

    private T Use<TModel, T>(Source source, Func<Loaded, T> use)
        where TModel : TrainableModel
    {
        Loaded entry = Get<TModel>(source);
        entry.Users++;
        try
        {
            using DisposeScope scope = torch.NewDisposeScope();
            return use(entry);
        }
        finally
        {
            entry.Users--;
            PutAway();
        }
    }

    private Loaded Get<TModel>(Source source)
        where TModel : TrainableModel
    {
        string file = source.File;
        DateTime written = File.GetLastWriteTimeUtc(file); // a run that is still training rewrites its weights
        foreach (Loaded entry in loaded.Where(entry => entry.File == file && entry.Written != written))
            entry.IsOld = true;
        Loaded? found = loaded.Find(entry => entry.File == file && !entry.IsOld && entry.Model is TModel);
        if (found is not null)
            loaded.Remove(found);
        loaded.Add(found ??= new Loaded(file, written, source.Load()));
        return found;
    }

    /// <summary>Disposes models that are not in use and are outdated, or exceed the limit.</summary>
    private void PutAway()
    {
        foreach (
            Loaded entry in loaded.Where((entry, k) => entry.Users == 0 && (entry.IsOld || k < loaded.Count - Most)).ToArray()
        )
        {
            loaded.Remove(entry);
            entry.Dispose();
        }
    }

    private sealed record Source(string File, Func<TrainableModel> Load);

    private sealed record Loaded(string File, DateTime Written, TrainableModel Model) : IDisposable
    {
        internal int Users { get; set; }

        internal bool IsOld { get; set; }

        internal IDisposable? Beside { get; set; }

        public void Dispose()
        {
            Beside?.Dispose();
            Model.Dispose();
        }
    }
}
