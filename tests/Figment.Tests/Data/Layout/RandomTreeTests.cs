using CsCheck;
using Figment.Data;
using Figment.Data.Folders;
using Figment.Data.Images;

namespace Figment.Tests.Data.Layout;

/// <summary>Any folder, and the same as an archive: each file is used once, or named with the right reason.</summary>
public sealed class RandomTreeTests
{
    [Fact]
    public void Each_file_is_used_once_or_named_with_the_true_reason() =>
        Gen.Int[0, 1 << 20]
            .Sample(
                seed =>
                {
                    using RandomTree tree = new(seed);
                    using FileSource folder = FileSource.OfFolder(
                        tree.Root,
                        false,
                        path =>
                            tree.Locked.Contains(path)
                                ? throw new UnauthorizedAccessException()
                                : new DirectoryInfo(path).EnumerateFileSystemInfos(),
                        default
                    );
                    using FileSource archive = FileSource.Open(tree.Zip, false, default);
                    FolderLayout loose = FolderLayout.Of(folder, PictureFiles.Instance, default),
                        packed = FolderLayout.Of(archive, PictureFiles.Instance, default);

                    Check(tree, loose, tree.Others);
                    Check(
                        tree,
                        packed,
                        tree.Others.Where(other => other.Value is not (PassedReason.Link or PassedReason.Unreadable))
                            .ToDictionary()
                    );
                    Assert.Equal(loose.Classes, packed.Classes);
                    Assert.Equal(loose.Train.Labels, packed.Train.Labels);
                    Assert.Equal(loose.Test?.Labels, packed.Test?.Labels);
                },
                iter: 150,
                threads: 1
            );

    [Fact]
    public void A_folder_and_what_is_packed_of_it_are_the_same_data() =>
        Gen.Int[0, 1 << 20]
            .Sample(
                seed =>
                {
                    using RandomTree tree = new(seed);
                    foreach (string locked in tree.Locked)
                        Directory.Delete(locked, recursive: true);
                    foreach (
                        DataPart part in tree.Test.Count > 0 ? [DataPart.Train, DataPart.Test] : (DataPart[])[DataPart.Train]
                    )
                    {
                        using ImageDataset loose = Datasets.Open(tree.Root, part),
                            packed = Datasets.Open(tree.Zip, part);
                        Assert.Equal(loose.Sha256, packed.Sha256);
                        Assert.Equal(part == DataPart.Train ? tree.Train.Count : tree.Test.Count, loose.Count);
                    }
                },
                iter: 25,
                threads: 1
            );

    private static void Check(RandomTree tree, FolderLayout layout, Dictionary<string, PassedReason?> others)
    {
        Assert.Equal(tree.Train.Order(StringComparer.Ordinal), layout.Train.Files);
        Assert.Equal(tree.Test.Order(StringComparer.Ordinal), layout.Test?.Files ?? []);
        Assert.Equal(others.Where(other => other.Value is null).Select(other => other.Key), layout.LabelsFiles);
        HashSet<PassedOver> met = [];
        foreach ((string path, PassedReason? reason) in others.Where(other => other.Value is not null))
        {
            PassedOver by = Assert.Single(
                layout.Passed,
                entry => entry.Path == path || (entry.Path.EndsWith('/') && path.StartsWith(entry.Path, StringComparison.Ordinal))
            );
            Assert.Equal(reason, by.Reason);
            met.Add(by);
        }

        Assert.Equal(layout.Passed.Count, met.Count); // nothing is named that does not exist
        Assert.Equal(layout.Passed.Select(entry => entry.Reason).Distinct().Count(), layout.Notes.Count(IsOnPassed));

        static bool IsOnPassed(Text note) =>
            ((string[])["skipped", "left out", "not used", "not followed"]).Any(words =>
                note.English.Contains(words, StringComparison.Ordinal)
            );
    }
}
