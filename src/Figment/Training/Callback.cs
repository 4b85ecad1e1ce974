namespace Figment.Training;

/// <summary>
/// Calls an action with each report, on the reporting thread (.NET's <see cref="Progress{T}"/> calls later, on other threads).
/// </summary>
internal sealed class Callback<T>(Action<T> action) : IProgress<T>
{
    public void Report(T value) => action(value);
}
