using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>The usual names of the columns that hold item names and their classes, in order of preference.</summary>
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

    /// <summary>Names of columns that are never classes.</summary>
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

    /// <summary>Names of columns that are measures if they hold numbers, but may be classes if they hold words.</summary>
    internal static readonly string[] Measures = ["width", "height", "size"];

    /// <summary>
    /// Finds the column that names items. If several have a known name (a number and a file name, for instance), the first one
    /// whose text ends in an item's extension wins; otherwise, the one with the most preferred name.
    /// </summary>
    /// <param name="items">The kind of the items.</param>
    /// <param name="names">The names of the columns, in the form of <see cref="Plain"/>.</param>
    /// <param name="text">Returns an example of the text in a column; null if it is not text.</param>
    /// <param name="has">Whether a column has any content; null accepts every column.</param>
    /// <returns>The index of the column; -1 if there is none.</returns>
    internal static int File(ItemFiles items, IReadOnlyList<string> names, Func<int, string?> text, Func<int, bool>? has = null)
    {
        for (int i = 0; i < names.Count; i++)
            if (Files.Contains(names[i]) && text(i) is string path && items.HasEnding(path))
                return i;
        return First(Files, names, has);
    }

    /// <summary>Finds the column with the most preferred name; -1 if there is none.</summary>
    internal static int First(IEnumerable<string> known, IReadOnlyList<string> names, Func<int, bool>? has = null)
    {
        foreach (string name in known)
            for (int i = 0; i < names.Count; i++)
                if (names[i] == name && (has is null || has(i)))
                    return i;
        return -1;
    }

    /// <summary>Normalises the name of a column for comparison: lower case, without separators between words.</summary>
    internal static string Plain(string name) =>
        string.Concat(name.Trim().ToLowerInvariant().Where(c => c is not ('_' or '-' or ' ' or '.')));
}
