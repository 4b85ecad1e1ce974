using Figment.Data;
using Figment.Studio.Train;
using Figment.Training;
using Microsoft.AspNetCore.Components;

namespace Figment.Studio.Components.Kinds;

/// <summary>
/// The part of the form in which the data is named, with what a kind of data asks for beside its name: how it is read, and what
/// the loop does to it.
/// </summary>
public abstract class DataFields : StudioComponent, IDisposable
{
    private CancellationTokenSource? looking;
    private DataProgress? seen;

    /// <summary>What the visitor came with to learn from: a name; null leaves the choice to the form.</summary>
    [Parameter]
    public string? Wanted { get; set; }

    /// <summary>The name or path of the data.</summary>
    internal abstract string Source { get; }

    /// <summary>How it is read; null decides by the data.</summary>
    internal virtual IDataOptions? Reading => null;

    /// <summary>What is typed in and may be wrong.</summary>
    internal abstract IReadOnlyList<FormField> Fields { get; }

    /// <summary>Whether what is missing is a problem by now.</summary>
    protected bool WasSubmitted { get; private set; }

    /// <summary>Whether data is being looked at.</summary>
    protected bool IsLooking => looking is not null;

    /// <summary>How far the look is; null where that is not known.</summary>
    private protected DataProgress? Seen => seen;

    /// <summary>The loop's options, and beside them those of the kind.</summary>
    internal virtual TrainingOptions Complete(TrainingOptions options) => options;

    /// <summary>From now on what is missing is a problem, which the fields show.</summary>
    internal void Submit()
    {
        WasSubmitted = true;
        StateHasChanged();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        looking?.Cancel();
        GC.SuppressFinalize(this);
    }

    /// <summary>Looks at the data, on a thread of its own.</summary>
    /// <returns>What was found; null where the visitor has left.</returns>
    private protected async Task<T?> LookAsync<T>(Func<IProgress<DataProgress>, CancellationToken, T> look)
        where T : class
    {
        WasSubmitted = true;
        if (Fields.Any(field => field.Problem is not null))
            return null;
        using CancellationTokenSource mine = new();
        (looking, seen) = (mine, null);
        CancellationToken token = mine.Token;
        try
        {
            return await Task.Factory.StartNew(
                () => look(new Watch(this), token),
                token,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            looking = null;
        }
    }

    /// <summary>Shows twice a second how far it is; who reports does not wait for that.</summary>
    private sealed class Watch(DataFields fields) : IProgress<DataProgress>
    {
        private long shown = Environment.TickCount64;

        public void Report(DataProgress value)
        {
            fields.seen = value;
            if (Environment.TickCount64 - shown < 500)
                return;
            shown = Environment.TickCount64;
            _ = fields.InvokeAsync(fields.StateHasChanged);
        }
    }
}
