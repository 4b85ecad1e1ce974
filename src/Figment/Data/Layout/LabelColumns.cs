namespace Figment.Data.Layout;

/// <summary>What columns are called that hold names of pictures and their classes, in the order in which they are looked for.</summary>
internal static class LabelColumns
{
    internal static readonly string[] Files =
    [
        "filename", "filepath", "file", "imagename", "imagepath", "imagefile", "imagefilename", "image", "img", "imgname", "imgpath", "picture", "path", "imageid", "imgid", "fileid", "id", "name",
        "文件名", "文件", "图片", "图像", "路径",
    ];

    internal static readonly string[] Labels =
    [
        "label", "labels", "class", "classname", "classes", "classlabel", "labelname", "category", "categoryname", "categories", "target", "targets", "y", "tag", "type", "kind", "breed", "species",
        "classid", "labelid", "categoryid", "标签", "类别", "分类",
    ];

    /// <summary>What stands beside names of pictures and is no class.</summary>
    internal static readonly string[] Others =
    [
        "text", "texts", "caption", "captions", "prompt", "description", "sentence", "title", "comment", "url", "link", "width", "height", "size", "split", "bbox", "mask", "date", "sha256", "md5", "文字", "描述", "提示词",
    ];

    /// <summary>A column's name as it is compared: small letters without what stands between words.</summary>
    internal static string Plain(string name) => string.Concat(name.Trim().ToLowerInvariant().Where(c => c is not ('_' or '-' or ' ' or '.')));
}
