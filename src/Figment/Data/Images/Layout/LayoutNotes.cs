using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>What a user should know of how a folder was read, in sentences. Long lists are shortened, with their count.</summary>
internal static class LayoutNotes
{
    /// <summary>Wrappings and parts.</summary>
    internal static IEnumerable<Text> OnParts(SplitFolders split)
    {
        string wrapper = split.HeldOut is null && split.Training.Count > 0 ? Paths.Wrapper([.. split.Training.Select(picture => picture.Path)], _ => false) : split.Base;
        if (wrapper.Length > 0)
            yield return new($"Everything lies in the folder {wrapper[..^1]}, which is no class.", $"所有图片都在文件夹 {wrapper[..^1]} 中，它不作为类别。");
        if (split.HeldOut is not null)
        {
            yield return new(
                $"The folders {split.Names.Training} and {split.Names.HeldOut} are parts of the data: {split.Training.Count:N0} pictures to train with and {split.HeldOut.Count:N0} that are held out.",
                $"文件夹 {split.Names.Training} 和 {split.Names.HeldOut} 是数据的两个部分：{split.Training.Count:N0} 张用于训练，{split.HeldOut.Count:N0} 张留作测试。");
        }
    }

    /// <summary>Folders inside class folders.</summary>
    internal static IEnumerable<Text> OnDeeper(IEnumerable<PlacedPicture> pictures)
    {
        string[] deeper = [.. pictures.Where(picture => Paths.Depth(picture.Inside) > 1).Select(picture => picture.Path[..picture.Path.LastIndexOf('/')])];
        if (deeper.Length == 0) yield break;
        string[] folders = [.. deeper.Distinct()];
        yield return new(
            $"Folders inside class folders are no classes of their own: {FolderListing.Some(folders)}. {Pictures(deeper.Length)} there {(deeper.Length == 1 ? "belongs" : "belong")} to the class around.",
            $"类别文件夹里的文件夹不单独成为类别：{FolderListing.Some(folders)}。其中的 {deeper.Length:N0} 张图片属于外层的类别。");
    }

    /// <summary>Labels files.</summary>
    internal static IEnumerable<Text> OnLabels(IReadOnlyList<string> files, IReadOnlyList<string> missing, int classes)
    {
        if (files.Count == 0) yield break;
        string names = string.Join(", ", files);
        yield return classes > 0
            ? new($"The classes are those in {names}, not folders.", $"类别取自 {names}，而不是文件夹。")
            : new($"{names} gives no classes that are used, so there are none; folders are not taken for them.", $"{names} 没有给出可用的类别，因此没有类别；文件夹也不作为类别。");
        if (missing.Count > 0)
        {
            yield return new(
                $"{(missing.Count == 1 ? "1 name" : $"{missing.Count:N0} names")} in {names} {(missing.Count == 1 ? "is no picture" : "are no pictures")} here: {FolderListing.Some(missing)}.",
                $"{names} 中有 {missing.Count:N0} 个名称在这里没有对应的图片：{FolderListing.Some(missing)}。");
        }
    }

    /// <summary>Pictures that are such by their content.</summary>
    internal static IEnumerable<Text> OnUnusual(IReadOnlyList<string> files)
    {
        if (files.Count == 0) yield break;
        yield return new(
            $"{(files.Count == 1 ? "1 file is a picture by its" : $"{files.Count:N0} files are pictures by their")} content, whatever the ending: {FolderListing.Some(files)}.",
            $"{files.Count:N0} 个文件扩展名不常见，但内容是图片，已使用：{FolderListing.Some(files)}。");
    }

    /// <summary>Classes that look the same, or that differ in case alone.</summary>
    internal static IEnumerable<Text> OnAlike(IReadOnlyList<string> classes)
    {
        foreach (string[] same in classes.GroupBy(ClassNames.Composed).Where(group => group.Skip(1).Any()).Select(group => group.ToArray()))
        {
            yield return new(
                $"{same.Length} classes look the same, '{same[0]}': their accents are written in different ways. Put their pictures into one folder if they are one class.",
                $"有 {same.Length} 个类别看起来都是“{same[0]}”，只是重音符号的编码不同。如果它们是同一类，请合并到一个文件夹。");
        }

        foreach (string[] same in classes.Select(ClassNames.Composed).Distinct().GroupBy(name => name.ToUpperInvariant()).Where(group => group.Skip(1).Any()).Select(group => group.ToArray()))
        {
            yield return new(
                $"The classes {string.Join(" and ", same)} differ in case alone. Put their pictures into one folder if they are one class.",
                $"类别 {string.Join("、", same)} 只有大小写不同。如果它们是同一类，请合并到一个文件夹。");
        }
    }

    /// <summary>What is not used, by reasons.</summary>
    internal static IEnumerable<Text> OnPassed(IReadOnlyList<PassedOver> passed)
    {
        foreach (IGrouping<PassedReason, PassedOver> group in passed.GroupBy(entry => entry.Reason).OrderBy(group => group.Key))
        {
            if (group.Key == PassedReason.NoPicture)
            {
                string[] files = [.. group.Select(entry => entry.Path)];
                foreach (Text unread in PictureFormat.NotesOn(files)) yield return unread;
                string[] none = [.. files.Where(file => PictureFormat.OfUnreadEnding(file) is null)];
                if (none.Length > 0) yield return PassedNotes.On(PassedReason.NoPicture, none);
            }
            else if (group.Key is PassedReason.OtherFolder or PassedReason.SparePart)
            {
                yield return PassedNotes.On(group.Key, [.. group.Select(entry => entry.Detail ?? entry.Path).Distinct()], group.Count());
            }
            else
            {
                yield return PassedNotes.On(group.Key, [.. group.Select(entry => entry.Detail is null ? entry.Path : $"{entry.Path} ({entry.Detail})")]);
            }
        }
    }

    private static string Pictures(int count) => count == 1 ? "1 picture" : $"{count:N0} pictures";
}
