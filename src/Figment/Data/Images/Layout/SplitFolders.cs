using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>An item with its path inside its part, where the first folder is the class.</summary>
/// <param name="Path">The path from the root of the source.</param>
/// <param name="Inside">The path inside the part.</param>
internal readonly record struct PlacedFile(string Path, string Inside);

/// <summary>
/// Items sorted into parts by the folders of the parts, which contain the class folders or are inside each of them.
/// </summary>
/// <param name="Training">The items to train on.</param>
/// <param name="HeldOut">The held-out items; null if there is no such part.</param>
/// <param name="Names">The names of the two folders; empty if there are no parts.</param>
/// <param name="Passed">The items that belong to neither part.</param>
/// <param name="Base">The folders that wrap everything, with a trailing slash; empty if there are none.</param>
internal sealed record SplitFolders(
    IReadOnlyList<PlacedFile> Training,
    IReadOnlyList<PlacedFile>? HeldOut,
    (string Training, string HeldOut) Names,
    IReadOnlyList<PassedOver> Passed,
    string Base
)
{
    /// <summary>Sorts items into parts.</summary>
    /// <param name="subject">How error messages name the source, for instance <c>The folder x</c>.</param>
    /// <param name="items">The kind of the items.</param>
    /// <param name="files">The paths of the items.</param>
    /// <exception cref="FigmentException">The folders of the parts are ambiguous.</exception>
    internal static SplitFolders Of(string subject, ItemFiles items, IReadOnlyList<string> files)
    {
        string wrapper = Paths.Wrapper(files, SplitNames.IsHeldOutAlone);
        PlacedFile[] all = [.. files.Select(path => new PlacedFile(path, path[wrapper.Length..]))];
        string[] top = Folders(all, 0);
        string[] training = [.. top.Where(SplitNames.IsTraining)],
            heldOut = [.. top.Where(SplitNames.IsHeldOut).OrderBy(SplitNames.Rank).ThenBy(name => name, StringComparer.Ordinal)];
        if (training.Length > 0 && heldOut.Length > 0)
        {
            ThrowIfTwo(subject, items, training);
            return Around(all, wrapper, training[0], heldOut);
        }

        ThrowIfTwoKinds(subject, items, top);
        ThrowIfAlone(subject, items, top, [.. heldOut.Where(SplitNames.IsHeldOutAlone)]);
        string[] within = Folders(all, 1);
        if (!within.Any(SplitNames.IsTraining) || !within.Any(SplitNames.IsHeldOut))
            return new SplitFolders(all, null, ("", ""), [], wrapper);
        return Within(subject, items, all, wrapper, within);
    }

    /// <summary>Sorts paths like <c>train/cats/1.png</c>.</summary>
    private static SplitFolders Around(PlacedFile[] all, string wrapper, string training, string[] heldOut)
    {
        List<PassedOver> passed = [];
        foreach (PlacedFile picture in all)
        {
            string? folder = Paths.First(picture.Inside);
            if (folder == training || folder == heldOut[0])
                continue;
            passed.Add(
                new PassedOver(
                    picture.Path,
                    heldOut.Contains(folder) ? PassedReason.SparePart : PassedReason.OtherFolder,
                    folder is null ? null : $"{folder}/"
                )
            );
        }

        return new SplitFolders(In(training), In(heldOut[0]), (training, heldOut[0]), passed, wrapper);

        PlacedFile[] In(string part) =>
            [
                .. all.Where(picture => Paths.First(picture.Inside) == part)
                    .Select(picture => picture with { Inside = Paths.Rest(picture.Inside) }),
            ];
    }

    /// <summary>Sorts paths like <c>cats/train/1.png</c>.</summary>
    private static SplitFolders Within(string subject, ItemFiles items, PlacedFile[] all, string wrapper, string[] within)
    {
        string[] training = [.. within.Where(SplitNames.IsTraining)],
            heldOut =
            [.. within.Where(SplitNames.IsHeldOut).OrderBy(SplitNames.Rank).ThenBy(name => name, StringComparer.Ordinal)];
        ThrowIfTwo(subject, items, training);
        PlacedFile[] neither = [.. all.Where(picture => Part(picture) is not string part || !SplitNames.Is(part))];
        if (neither.Length > 0)
        {
            throw new FigmentException(
                $"{subject} has folders {training[0]} and {heldOut[0]} inside some of its folders, but also has {items.Plural} "
                    + $"outside them ({FolderListing.Some([.. neither.Select(picture => picture.Path)])}), so it is unclear "
                    + $"which files to use for training. Put all {items.Plural} into folders {training[0]} and {heldOut[0]}, or "
                    + $"do without such folders."
            );
        }

        return new SplitFolders(
            In(training[0]),
            In(heldOut[0]),
            (training[0], heldOut[0]),
            [
                .. all.Where(picture => Part(picture) is string part && part != training[0] && part != heldOut[0])
                    .Select(picture => new PassedOver(picture.Path, PassedReason.SparePart, $"{Part(picture)}/")),
            ],
            wrapper
        );

        PlacedFile[] In(string part) =>
            [
                .. all.Where(picture => Part(picture) == part)
                    .Select(picture =>
                        picture with
                        {
                            Inside = $"{Paths.First(picture.Inside)}/{Paths.Rest(Paths.Rest(picture.Inside))}",
                        }
                    ),
            ];
    }

    private static string? Part(PlacedFile picture) =>
        Paths.First(picture.Inside) is null ? null : Paths.First(Paths.Rest(picture.Inside));

    /// <summary>The names of the folders at a depth.</summary>
    private static string[] Folders(PlacedFile[] pictures, int depth) =>
        [
            .. pictures
                .Select(picture => depth == 0 ? Paths.First(picture.Inside) : Part(picture))
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static void ThrowIfTwo(string subject, ItemFiles items, string[] training)
    {
        if (training.Length > 1)
            throw new FigmentException(
                $"{subject} has {training.Length} folders to train with ({string.Join(", ", training)}). Choose one of them, or "
                    + $"put all their {items.Plural} into one folder."
            );
    }

    /// <summary>Refuses data for CycleGAN: two kinds of items, each with a training part and a held-out part.</summary>
    private static void ThrowIfTwoKinds(string subject, ItemFiles items, string[] top)
    {
        string[] kinds = [.. top.Where(SplitNames.IsOfTwoKinds)];
        if (kinds.Length > 1)
            throw new FigmentException(
                $"{subject} holds two sets of {items.Plural} that are meant to be translated into each other "
                    + $"({FolderListing.Some(kinds)}). Give the folder of one set, for instance {kinds[^1]}."
            );
    }

    /// <summary>
    /// Refuses held-out items without training items, but allows for classes called <c>valid</c> and <c>invalid</c>.
    /// </summary>
    private static void ThrowIfAlone(string subject, ItemFiles items, string[] top, string[] heldOut)
    {
        string[] others = [.. top.Except(heldOut)];
        if (
            heldOut.Length == 0
            || heldOut is ["valid" or "Valid" or "VALID"]
                && others.Any(name => name.EndsWith("valid", StringComparison.OrdinalIgnoreCase))
        )
            return;
        throw new FigmentException(
            others.Length == 0
                ? OptionSentence.Of(
                    $"{subject} holds {items.Plural} for testing (in {string.Join(", ", heldOut)}) but none for training; files "
                        + $"for training belong in a folder named train. Pass the folder {heldOut[0]} itself to use it as it is."
                )
                : OptionSentence.Of(
                    $"{subject} has a folder {heldOut[0]} beside other folders ({FolderListing.Some(others)}) but no folder "
                        + $"named train, so it is unclear which files are held out. Put the others into a folder named train; "
                        + $"or, if {heldOut[0]} is a class, rename it."
                )
        );
    }
}
