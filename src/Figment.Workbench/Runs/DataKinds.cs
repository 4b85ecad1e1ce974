using Figment.Runs.Images;
using Figment.Runs.Sounds;
using Figment.Runs.Texts;

namespace Figment.Runs;

/// <summary>All kinds of data, one per line. No other shared code names a kind.</summary>
public static class DataKinds
{
    private static readonly Lock Turn = new();

    /// <summary>
    /// The known kinds. The first kind in the list is used for all data that no other kind accepts, and for runs that do not
    /// record a kind.
    /// </summary>
    public static IReadOnlyList<DataKind> All { get; private set; } = [new ImageKind(), new TextKind(), new SoundKind()];

    /// <summary>Registers a kind for the lifetime of the process; for programs that add a kind of their own.</summary>
    /// <param name="kind">The kind.</param>
    /// <exception cref="ArgumentException">A kind of that name is already registered.</exception>
    public static void Add(DataKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        lock (Turn)
        {
            if (All.Any(known => known.Name == kind.Name))
                throw new ArgumentException($"A kind of data called '{kind.Name}' is already registered.", nameof(kind));
            All = [.. All, kind];
        }
    }

    /// <summary>The kind of the named data.</summary>
    /// <param name="source">A name or a path.</param>
    public static DataKind Of(string source) => All.Skip(1).FirstOrDefault(kind => kind.Takes(source)) ?? All[0];

    /// <summary>The kind with the recorded name.</summary>
    /// <param name="name">The name; null if none was recorded, as in runs of images.</param>
    /// <returns>The kind; if the name is unknown here, a placeholder with only the name.</returns>
    public static DataKind Named(string? name) =>
        name is null ? All[0] : All.FirstOrDefault(kind => kind.Name == name) ?? new UnknownKind(name);
}
