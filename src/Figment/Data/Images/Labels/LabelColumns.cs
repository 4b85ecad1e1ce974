using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>
/// What columns are called that hold names of items and their classes, in the order in which they are looked for.
/// </summary>
internal static class LabelColumns
{
    internal static readonly string[] Files =
    [
        "filename",
        "filepath",
        "file",
        "imagename",
        "imagepath",
        "imagefile",
        "imagefilename",
        "image",
        "img",
        "imgname",
        "imgpath",
        "picture",
        "path",
        "imageid",
        "imgid",
        "fileid",
        "id",
        "name",
        "sound",
        "soundfile",
        "audio",
        "audiofile",
        "audiopath",
        "recording",
        "wav",
        "fname",
        "slicefilename",
        "文件名",
        "文件",
        "图片",
        "图像",
        "路径",
        "声音",
        "音频",
        "录音",
    ];

    internal static readonly string[] Labels =
    [
        "label",
        "labels",
        "class",
        "classname",
        "classes",
        "classlabel",
        "labelname",
        "category",
        "categoryname",
        "categories",
        "target",
        "targets",
        "y",
        "tag",
        "type",
        "kind",
        "breed",
        "species",
        "classid",
        "labelid",
        "categoryid",
        "标签",
        "类别",
        "分类",
    ];

    /// <summary>What stands beside names of items and is never a class.</summary>
    internal static readonly string[] Never =
    [
        "text",
        "texts",
        "caption",
        "captions",
        "prompt",
        "description",
        "sentence",
        "title",
        "comment",
        "url",
        "link",
        "split",
        "bbox",
        "mask",
        "date",
        "sha256",
        "md5",
        "文字",
        "描述",
        "提示词",
    ];

    /// <summary>What is a measure where it is a number, and may be a class where it is a word.</summary>
    internal static readonly string[] Measures = ["width", "height", "size"];

    /// <summary>
    /// The column that names items: a number and a name of a file may both stand there, so the first whose text ends as items do;
    /// otherwise the one that is looked for first.
    /// </summary>
    /// <param name="items">What it could name.</param>
    /// <param name="names">What the columns are called, as <see cref="Plain"/> has them.</param>
    /// <param name="text">What stands in one of them; null where it is no text.</param>
    /// <param name="has">Whether there is something in one of them; null takes each.</param>
    /// <returns>-1 where there is none.</returns>
    internal static int File(ItemFiles items, IReadOnlyList<string> names, Func<int, string?> text, Func<int, bool>? has = null)
    {
        for (int i = 0; i < names.Count; i++)
            if (Files.Contains(names[i]) && text(i) is string path && items.HasEnding(path))
                return i;
        return First(Files, names, has);
    }

    /// <summary>The column that is looked for first; -1 where there is none.</summary>
    internal static int First(IEnumerable<string> known, IReadOnlyList<string> names, Func<int, bool>? has = null)
    {
        foreach (string name in known)
            for (int i = 0; i < names.Count; i++)
                if (names[i] == name && (has is null || has(i)))
                    return i;
        return -1;
    }

    /// <summary>A column's name as it is compared: small letters without what stands between words.</summary>
    internal static string Plain(string name) =>
        string.Concat(name.Trim().ToLowerInvariant().Where(c => c is not ('_' or '-' or ' ' or '.')));
}
