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
    /// <exception cref="FigmentException">The run has no weights, they do not load, or it learned from something else.</exception>
    internal Task<T> UseAsync<T>(ShelvedRun run, Func<ImageModel, T> use, CancellationToken cancellationToken, bool isSlow = false) =>
        thread.RunAsync(() => Use<ImageModel, T>(run, entry => use((ImageModel)entry.Model)), cancellationToken, isSlow);

    /// <summary>Does something with a model of any kind, and with what is made of it once and kept as long as the model is.</summary>
    /// <param name="run">The run.</param>
    /// <param name="make">Makes what is kept; of one model always the same.</param>
    /// <param name="use">Computes with both, which stay the shelf's.</param>
    /// <param name="cancellationToken">Gives up while others compute.</param>
    /// <exception cref="FigmentException">The run has no weights, they do not load, or its model is another.</exception>
    internal Task<T> UseAsync<TModel, TBeside, T>(ShelvedRun run, Func<TModel, TBeside> make, Func<TModel, TBeside, T> use, CancellationToken cancellationToken)
        where TModel : TrainableModel
        where TBeside : class, IDisposable => thread.RunAsync(
            () => Use<TModel, T>(
                run,
                entry =>
                {
                    entry.Beside ??= make((TModel)entry.Model);
                    return use((TModel)entry.Model, (TBeside)entry.Beside);
                }),
            cancellationToken);

    /// <summary>Computes something without a run.</summary>
    internal Task<T> ComputeAsync<T>(Func<T> act, CancellationToken cancellationToken = default) => thread.RunAsync(act, cancellationToken);

    /// <summary>Called by what is slow between its parts.</summary>
    internal void LetOthers() => thread.LetOthers();

    /// <inheritdoc/>
    public void Dispose()
    {
        thread.Dispose();
        foreach (Loaded entry in loaded) entry.Dispose();
    }

    private T Use<TModel, T>(ShelvedRun run, Func<Loaded, T> use)
        where TModel : TrainableModel
    {
        Loaded entry = Get<TModel>(run);
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

    private Loaded Get<TModel>(ShelvedRun run)
        where TModel : TrainableModel
    {
        string file = run.Folder.FileOf(run.Folder.Preferred);
        DateTime written = File.GetLastWriteTimeUtc(file); // a run in training writes its weights anew
        foreach (Loaded entry in loaded.Where(entry => entry.File == file && entry.Written != written)) entry.IsOld = true;
        Loaded? found = loaded.Find(entry => entry.File == file && !entry.IsOld && entry.Model is TModel);
        if (found is not null) loaded.Remove(found);
        loaded.Add(found ??= new Loaded(file, written, run.Folder.LoadModel<TModel>(torch.CPU))); // which refuses what is no TModel
        return found;
    }

    /// <summary>Disposes what nobody uses at this moment and is old, or too much.</summary>
    private void PutAway()
    {
        foreach (Loaded entry in loaded.Where((entry, k) => entry.Users == 0 && (entry.IsOld || k < loaded.Count - Most)).ToArray())
        {
            loaded.Remove(entry);
            entry.Dispose();
        }
    }

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
