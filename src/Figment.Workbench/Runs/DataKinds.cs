using Figment.Runs.Images;
using Figment.Runs.Sounds;
using Figment.Runs.Texts;

namespace Figment.Runs;

/// <summary>Every kind of data, one line each; nothing else that is shared names a kind.</summary>
public static class DataKinds
{
    private static readonly Lock Turn = new();

    /// <summary>The kinds that are known. The first takes what no other takes, and is that of runs that name none.</summary>
    public static IReadOnlyList<DataKind> All { get; private set; } = [new ImageKind(), new TextKind(), new SoundKind()];

    /// <summary>Makes a kind known for the life of the process, for a program that adds one of its own.</summary>
    /// <param name="kind">The kind.</param>
    /// <exception cref="ArgumentException">One of that name is known already.</exception>
    public static void Add(DataKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        lock (Turn)
        {
            if (All.Any(known => known.Name == kind.Name))
                throw new ArgumentException($"A kind of data called '{kind.Name}' is known already.", nameof(kind));
            All = [.. All, kind];
        }
    }

    /// <summary>The kind of what a user named.</summary>
    /// <param name="source">A name, or a path.</param>
    public static DataKind Of(string source) => All.Skip(1).FirstOrDefault(kind => kind.Takes(source)) ?? All[0];

    /// <summary>The kind that a run names.</summary>
    /// <param name="name">Null where it names none, as runs of images do.</param>
    /// <returns>One that knows nothing but its name where the name is not known here.</returns>
    public static DataKind Named(string? name) =>
        name is null ? All[0] : All.FirstOrDefault(kind => kind.Name == name) ?? new UnknownKind(name);
}
