namespace Figment.Runs;

/// <summary>Writes into a run's folder, and says what is wrong with the folder should that fail.</summary>
internal static class RunStorage
{
    private const string Advice = "What was saved before is whole. Make room or permit writing, or choose another folder.";

    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    internal static T Write<T>(string folder, Func<T> action) =>
        Storage.Try($"The run folder {folder}", "written", action, Advice, (message, e) => new RunFolderException(message, e));

    /// <inheritdoc cref="Write{T}"/>
    internal static void Write(string folder, Action action) => Write(folder, Storage.Returning(action));
}
