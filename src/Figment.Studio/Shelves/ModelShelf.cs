using Figment.Models;
using Figment.Models.Images;
using Figment.Server;
using TorchSharp;

namespace Figment.Studio.Shelves;

/// <summary>
/// Models of runs, loaded when first asked for and kept while they are asked for: the weights that were the best. All
/// that is computed for visitors is computed on one thread.
/// </summary>
internal sealed class ModelShelf : IDisposable
{
    private const int Most = 3;

    private readonly ModelThread thread = new("studio models");
    private readonly List<Loaded> loaded = []; // the one asked for last stands last

    /// <summary>Does something with the model of a run of images. Tensors that it leaves are disposed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="use">Computes with the model, which stays the shelf's.</param>
    /// <param name="cancellationToken">Gives up while others compute.</param>
    /// <param name="isSlow">Whether others go first, and between its parts (<see cref="LetOthers"/>).</param>
    /// <exception cref="FigmentException">
    /// The run has no weights, they do not load, or it learned from something else.
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
    /// The same with all that the model has learned, what judges its images included, as its last checkpoint holds it; null where
    /// there is none. Its weights may be other than those that <see cref="UseAsync{T}"/> uses.
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

    /// <summary>The same with a model of any kind.</summary>
    /// <inheritdoc cref="UseAsync{T}(ShelvedRun, Func{ImageModel, T}, CancellationToken, bool)"/>
    internal Task<T> UseAnyAsync<T>(ShelvedRun run, Func<TrainableModel, T> use, CancellationToken cancellationToken) =>
        thread.RunAsync(
            () => Use<TrainableModel, T>(Preferred<TrainableModel>(run), entry => use(entry.Model)),
            cancellationToken,
            isSlow: true
        );

    /// <summary>
    /// Does something with a model of any kind, and with what is made of it once and kept as long as the model is.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="make">Makes what is kept; of one model always the same.</param>
    /// <param name="use">Computes with both, which stay the shelf's.</param>
    /// <param name="cancellationToken">Gives up while others compute.</param>
    /// <exception cref="FigmentException">The run has no weights, they do not load, or its model is another.</exception>
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

    /// <summary>Called by what is slow between its parts.</summary>
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
        // Which refuses what is no TModel
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
        DateTime written = File.GetLastWriteTimeUtc(file); // a run in training writes its weights anew
        foreach (Loaded entry in loaded.Where(entry => entry.File == file && entry.Written != written))
            entry.IsOld = true;
        Loaded? found = loaded.Find(entry => entry.File == file && !entry.IsOld && entry.Model is TModel);
        if (found is not null)
            loaded.Remove(found);
        loaded.Add(found ??= new Loaded(file, written, source.Load()));
        return found;
    }

    /// <summary>Disposes what nobody uses at this moment and is old, or too much.</summary>
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
