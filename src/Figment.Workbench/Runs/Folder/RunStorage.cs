namespace Figment.Runs;

/// <summary>Writes into a run's folder, and explains failures.</summary>
internal static class RunStorage
{
    private const string Advice = "Everything saved before is intact. Free some space, allow writing, or choose another folder.";

    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    internal static T Write<T>(string folder, Func<T> action) =>
        Storage.Try(
            OptionSentence.Of($"The run folder {folder}"),
            "written",
            action,
            Advice,
            (message, e) => new RunFolderException(message, e)
        );

    /// <inheritdoc cref="Write{T}"/>
    internal static void Write(string folder, Action action) => Write(folder, Storage.Returning(action));
}
