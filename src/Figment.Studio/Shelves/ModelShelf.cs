using Figment.Models;
using TorchSharp;

namespace Figment.Studio.Shelves;

/// <summary>
/// Models of runs, loaded when first asked for and kept while they are asked for: the weights that were the best. A model
/// computes for one visitor at a time.
/// </summary>
internal sealed class ModelShelf : IDisposable
{
    private const int Most = 3;

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly List<Loaded> loaded = []; // the one asked for last stands last

    /// <summary>Does something with the model of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="use">Computes with the model, which stays the shelf's.</param>
    /// <param name="cancellationToken">Gives up while others compute.</param>
    /// <exception cref="FigmentException">The run has no weights, or they do not load.</exception>
    internal async Task<T> UseAsync<T>(ShelvedRun run, Func<GenerativeModel, T> use, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => use(Get(run)), cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Loaded entry in loaded) entry.Model.Dispose();
        gate.Dispose();
    }

    private GenerativeModel Get(ShelvedRun run)
    {
        string file = run.Folder.FileOf(run.Folder.Preferred);
        DateTime written = File.GetLastWriteTimeUtc(file); // a run in training writes its weights anew
        Loaded? found = loaded.Find(entry => entry.File == file);
        if (found is not null) loaded.Remove(found);
        if (found is not null && found.Written != written)
        {
            found.Model.Dispose();
            found = null;
        }

        found ??= new Loaded(file, written, run.Folder.LoadModel(torch.CPU));
        loaded.Add(found);
        if (loaded.Count > Most)
        {
            loaded[0].Model.Dispose();
            loaded.RemoveAt(0);
        }

        return found.Model;
    }

    private sealed record Loaded(string File, DateTime Written, GenerativeModel Model);
}
