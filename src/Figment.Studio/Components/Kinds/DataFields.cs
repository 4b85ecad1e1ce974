using Figment.Data;
using Figment.Studio.Train;
using Figment.Training;
using Microsoft.AspNetCore.Components;

namespace Figment.Studio.Components.Kinds;

/// <summary>
/// The part of the form for choosing the data. It includes the options for that kind of data: how it is read, and how the
/// training loop changes it.
/// </summary>
public abstract class DataFields : StudioComponent, IDisposable
{
    private CancellationTokenSource? looking;
    private DataProgress? seen;

    /// <summary>The name of the data that the visitor had chosen before opening the form; null lets the form choose.</summary>
    [Parameter]
    public string? Wanted { get; set; }

    /// <summary>The name or path of the data.</summary>
    internal abstract string Source { get; }

    /// <summary>How to read it; null lets the data decide.</summary>
    internal virtual IDataOptions? Reading => null;

    /// <summary>The fields that the visitor fills in, which may be wrong.</summary>
    internal abstract IReadOnlyList<FormField> Fields { get; }

    /// <summary>Whether missing values count as errors, as they do once the form has been submitted.</summary>
    protected bool WasSubmitted { get; private set; }

    /// <summary>Whether a check of the data is running.</summary>
    protected bool IsLooking => looking is not null;

    /// <summary>The progress of the check; null if unknown.</summary>
    private protected DataProgress? Seen => seen;

    /// <summary>Adds the options of this kind to the training loop's options.</summary>
    internal virtual TrainingOptions Complete(TrainingOptions options) => options;

    /// <summary>Marks the form as submitted: from now on the fields show missing values as errors.</summary>
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

    /// <summary>Checks the data on a separate thread.</summary>
    /// <returns>The result; null if the visitor has left.</returns>
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

    /// <summary>Shows the progress twice a second; reporting does not wait for it.</summary>
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
