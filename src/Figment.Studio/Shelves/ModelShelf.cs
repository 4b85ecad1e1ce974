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

    /// <summary>Does something with the model of a run. Tensors that it leaves are disposed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="use">Computes with the model, which stays the shelf's.</param>
    /// <param name="cancellationToken">Gives up while others compute.</param>
    /// <param name="isSlow">Whether others go first, and between its parts (<see cref="LetOthers"/>).</param>
    /// <exception cref="FigmentException">The run has no weights, or they do not load.</exception>
    internal Task<T> UseAsync<T>(ShelvedRun run, Func<ImageModel, T> use, CancellationToken cancellationToken, bool isSlow = false) =>
        thread.RunAsync(() => Use(run, use), cancellationToken, isSlow);

    /// <summary>Computes something without a run.</summary>
    internal Task<T> ComputeAsync<T>(Func<T> act, CancellationToken cancellationToken = default) => thread.RunAsync(act, cancellationToken);

    /// <summary>Called by what is slow between its parts.</summary>
    internal void LetOthers() => thread.LetOthers();

    /// <inheritdoc/>
    public void Dispose()
    {
        thread.Dispose();
        foreach (Loaded entry in loaded) entry.Model.Dispose();
    }

    private T Use<T>(ShelvedRun run, Func<ImageModel, T> use)
    {
        Loaded entry = Get(run);
        entry.Users++;
        try
        {
            using DisposeScope scope = torch.NewDisposeScope();
            return use(entry.Model);
        }
        finally
        {
            entry.Users--;
            PutAway();
        }
    }

    private Loaded Get(ShelvedRun run)
    {
        string file = run.Folder.FileOf(run.Folder.Preferred);
        DateTime written = File.GetLastWriteTimeUtc(file); // a run in training writes its weights anew
        Loaded? found = loaded.Find(entry => entry.File == file && entry.Written == written);
        foreach (Loaded entry in loaded.Where(entry => entry.File == file && entry != found)) entry.IsOld = true;
        if (found is not null) loaded.Remove(found);
        loaded.Add(found ??= new Loaded(file, written, run.Folder.LoadModel<ImageModel>(torch.CPU)));
        return found;
    }

    /// <summary>Disposes what nobody uses at this moment and is old, or too much.</summary>
    private void PutAway()
    {
        foreach (Loaded entry in loaded.Where((entry, k) => entry.Users == 0 && (entry.IsOld || k < loaded.Count - Most)).ToArray())
        {
            loaded.Remove(entry);
            entry.Model.Dispose();
        }
    }

    private sealed record Loaded(string File, DateTime Written, ImageModel Model)
    {
        internal int Users { get; set; }

        internal bool IsOld { get; set; }
    }
}
