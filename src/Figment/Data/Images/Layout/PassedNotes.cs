namespace Figment.Data.Images;

/// <summary>A sentence on what is not used for one reason.</summary>
internal static class PassedNotes
{
    /// <summary>The sentence.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="names">What, or the folders that it lies in.</param>
    /// <param name="count">How many; null is as many as names.</param>
    internal static Text On(PassedReason reason, IReadOnlyList<string> names, int? count = null)
    {
        int n = count ?? names.Count;
        bool one = n == 1;
        string some = FolderListing.Some(names), were = one ? "was" : "were";
        return reason switch
        {
            PassedReason.System => new(
                $"{Count("file or folder of the system", "files or folders of systems and storage devices")} {were} passed over: {some}.",
                $"{n:N0} 个系统或存储设备自己的文件（夹）已跳过：{some}。"),
            PassedReason.Hidden => new($"{Count("hidden file or folder", "hidden files or folders")} {were} passed over: {some}.", $"{n:N0} 个隐藏的文件（夹）已跳过：{some}。"),
            PassedReason.Link => new($"{Count("symbolic link", "symbolic links")} {were} not followed: {some}. Links can be followed if you ask for it.", $"{n:N0} 个符号链接未跟随：{some}。可以选择跟随链接。"),
            PassedReason.LostLink => new($"{Count("symbolic link leads", "symbolic links lead")} to what is not there: {some}.", $"{n:N0} 个符号链接指向的内容不存在：{some}。"),
            PassedReason.ReadAlready => new($"{Count("symbolic link leads", "symbolic links lead")} to what is read already, and {were} not followed: {some}.", $"{n:N0} 个符号链接指向已经读取过的内容，未跟随：{some}。"),
            PassedReason.Unreadable => new($"{Count("file or folder", "files or folders")} cannot be read and {were} left out: {some}.", $"{n:N0} 个文件（夹）无法读取，未使用：{some}。"),
            PassedReason.NameNotUtf8 => new(
                $"{Count("name on disk is", "names on disk are")} no valid UTF-8, so what bears {(one ? "it" : "them")} cannot be opened and was left out: {some}. Rename with a tool such as convmv.",
                $"磁盘上有 {n:N0} 个文件（夹）名不是有效的 UTF-8，无法打开，未使用：{some}。请用 convmv 等工具改名。"),
            PassedReason.LeadsOut => new($"{Count("entry", "entries")} whose name leads out of the archive {were} left out: {some}.", $"{n:N0} 个条目的名称指向压缩包之外，未使用：{some}。"),
            PassedReason.SameName => new($"{Count("entry", "entries")} with the name of one before {were} left out: {some}.", $"{n:N0} 个条目与前面的条目同名，未使用：{some}。"),
            PassedReason.Run => new($"{Count("folder is a training of Figment's", "folders are trainings of Figment's")} and {were} passed over: {some}.", $"{n:N0} 个文件夹是 Figment 的训练记录，已跳过：{some}。"),
            PassedReason.Sheet => new($"{Count("picture was drawn by Figment as an overview", "pictures were drawn by Figment as overviews")} and {were} passed over: {some}.", $"{n:N0} 张图片是 Figment 画的总览图，已跳过：{some}。"),
            PassedReason.Archive => new($"{Count("archive inside", "archives inside")} {were} left out: {some}. Unpack {(one ? "it" : "them")} to use what {(one ? "it holds" : "they hold")}.", $"{n:N0} 个内含的压缩包未使用：{some}。如需使用请先解压。"),
            PassedReason.OtherLabels => new($"{Count("file that could name classes names none that are", "files that could name classes name none that are")} used: {some}.", $"{n:N0} 个可能含有类别的文件未使用：{some}。"),
            PassedReason.OtherFolder => new($"{Count("picture", "pictures")} beside the folders of the parts {were} not used: {some}.", $"训练与测试文件夹之外的 {n:N0} 张图片未使用：{some}。"),
            PassedReason.SparePart => new($"{Count("picture", "pictures")} of another held-out part {were} not used: {some}.", $"另一个留出部分的 {n:N0} 张图片未使用：{some}。"),
            PassedReason.UnknownClass => new($"{Count("held-out picture is", "held-out pictures are")} of a class that the training part does not have, and {were} left out: {some}.", $"{n:N0} 张留出图片的类别在训练部分中不存在，未使用：{some}。"),
            PassedReason.Unlabelled => new($"{Count("picture has", "pictures have")} no label and {were} left out: {some}.", $"{n:N0} 张图片没有标签，未使用：{some}。"),
            _ => new(
                $"{Count("file was", "files were")} left out that {(one ? "is no picture" : "are no pictures")} by {(one ? "its" : "their")} ending: {some}.",
                $"{n:N0} 个文件从扩展名看不是图片，未使用：{some}。"),
        };

        string Count(string single, string several) => one ? $"1 {single}" : $"{n:N0} {several}";
    }
}
